import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importSmolfiles } from '../../../src/codemod/import-smolfiles.ts'
import { makeHostileProject, quick } from '../../hostile/run.ts'
import { setUp } from '../../hostile/setup.ts'
import { corpusFiles, corpusFolder } from '../../support/corpus.ts'
import { compareProject, compareTexts } from './compare.ts'
import { mutant } from './mutants.ts'
import { program } from './programs.ts'

const count = 3_000

function texts(make: (seed: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, seed) => make(seed))
}

describe('what is evaluated directly is what the sandbox says', () => {
  it.each([
    ['generated programs', program],
    ['mutants of the examples', mutant],
  ] as const)('of %s', async (_, make) => {
    const { same, wrong } = await compareTexts(texts(make))
    expect(wrong).toEqual([])
    expect(same).toBeGreaterThan(count / 10)
  })

  it('of the hostile cases', async () => {
    const project = realpathSync(makeHostileProject(quick.map(({ file }) => file)))
    setUp(project)
    const { same, left, wrong } = await compareProject(project)
    rmSync(join(project, '../..'), { recursive: true })
    expect(wrong).toEqual([])
    expect(left).toBeGreaterThan(150)
    expect(same).toBeGreaterThan(2)
  })

  it.skipIf(corpusFolder === undefined)('of the corpus, imported', async () => {
    const project = realpathSync(mkdtempSync(join(tmpdir(), 'bottleworks-direct-')))
    mkdirSync(join(project, 'bottles'))
    await importSmolfiles(corpusFiles, { project })
    const { same, givenUp, wrong } = await compareProject(project, true)
    rmSync(project, { recursive: true })
    expect(wrong).toEqual([])
    expect(same).toBeGreaterThan(20 * givenUp.length)
  })
})
