import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../src/output/apply.ts'
import type { Expected } from '../../src/output/plan.ts'
import { copyOf, killEverywhere } from '../support/kill.ts'
import { makeProject, memory } from '../support/project.ts'
import { realPath, watchSystemCalls } from '../support/system-calls.ts'
import { actions, assemble, manifest, plan, readFiles, smolfile } from '../support/tree.ts'

const kept = smolfile('kept', 'kept = 1\n')
const removed = smolfile('removed', 'removed = 1\n')
const older = [kept, smolfile('changed', 'changed = 1\n'), removed]
const newer = [kept, smolfile('changed', 'changed = 2\n'), smolfile('created', 'created = 2\n')]
const newest = [kept, smolfile('changed', 'changed = 3\n'), smolfile('created', 'created = 3\n')]
const fewer = [kept]

function makeTree(expected: readonly Expected[]): string {
  const project = makeProject({}, memory)
  assemble(project, expected)
  return project
}

function cleanFiles(expected: readonly Expected[]) {
  return Object.fromEntries(
    expected
      .flatMap(({ slug, text }) => [
        [`${slug}/Smolfile`, text] as const,
        [`${slug}/manifest.json`, manifest(slug, text)] as const,
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function expectCompletion(project: string, expected: readonly Expected[]): void {
  expect(Object.values(actions(plan(project, expected)))).not.toContain('edited')
  assemble(project, expected)
  expect(readFiles(join(project, 'smolfiles'))).toEqual(cleanFiles(expected))
}

describe('a kill at any system call of a synth', () => {
  it('leaves every Smolfile whole, old or new', () => {
    const texts = new Set([...older, ...newer].map(({ text }) => text))
    const projects = killEverywhere(makeTree(older), newer)
    expect(projects.length).toBeGreaterThan(15)
    for (const project of projects) {
      for (const { slug } of [...older, ...newer]) {
        const path = join(project, 'smolfiles', slug, 'Smolfile')
        if (existsSync(path)) expect(texts).toContain(readFileSync(path, 'utf8'))
      }
      expect(existsSync(join(project, 'smolfiles/changed/Smolfile'))).toBe(true)
    }
  })

  it.each([
    ['the same source', newer],
    ['the source before', older],
    ['a third source', newest],
    ['a source without the bottles', fewer],
  ])('is completed by the next synth of %s', (_title, expected) => {
    for (const project of killEverywhere(makeTree(older), newer))
      expectCompletion(project, expected)
  })

  it('is completed after a second kill, of the synth that was to complete it', () => {
    const [one, two, three] = [1, 2, 3].map((value) => [smolfile('only', `value = ${value}\n`)])
    for (const once of killEverywhere(makeTree(one ?? []), two ?? [])) {
      for (const next of [three ?? [], []]) {
        for (const twice of killEverywhere(once, next)) {
          expectCompletion(copyOf(twice), one ?? [])
          expectCompletion(twice, [])
        }
      }
    }
  })
})

describe('a file that the system will not put in its place', () => {
  /** Changes the tree to `expected`, but for a rename to `refused`. */
  function assembleBut(project: string, expected: readonly Expected[], refused: string): void {
    const made = plan(project, expected)
    watchSystemCalls(
      () => applyPlan(made),
      ({ name, parts }) => {
        if (name !== 'renameSync' || !realPath(String(parts[1])).endsWith(refused)) return
        throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' })
      },
    )
  }

  const [one, two, three] = [1, 2, 3].map((value) =>
    ['a', 'b'].map((slug) => smolfile(slug, `value = ${value}\n`)),
  )

  it.each(['a/Smolfile', 'a/manifest.json', 'b/Smolfile', 'b/manifest.json'])(
    'is named when it is %s, and the next synth completes the work',
    (refused) => {
      for (const next of [one, two, three]) {
        const project = makeTree(one ?? [])
        const path = join(project, 'smolfiles', refused)
        expect(() => assembleBut(project, two ?? [], refused)).toThrow(
          `cannot write "${path}": permission denied`,
        )
        const left = Object.keys(readFiles(project)).filter((each) => each.endsWith('.tmp'))
        expect(left.length).toBeLessThanOrEqual(1)
        expectCompletion(project, next ?? [])
      }
    },
  )
})
