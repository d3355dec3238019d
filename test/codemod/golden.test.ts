import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RoundTrip } from '../support/import.ts'
import { roundTrip, syntaxOf } from '../support/import.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const golden = join(root, 'test/golden/import')
const files = ['Smolfile', 'expected.bottle.ts']
const names = readdirSync(golden).sort()

/** `UPDATE_GOLDEN=1 npx vitest run golden` writes what comes out instead of comparing it. */
const update = process.env.UPDATE_GOLDEN !== undefined

describe('the golden imports', () => {
  let results: ReadonlyMap<string, RoundTrip>

  beforeAll(async () => {
    const complete = names.filter((name) => existsSync(join(golden, name, 'Smolfile')))
    const texts = complete.map((each) => {
      const name = join(golden, each, 'Smolfile')
      return { name, text: readFileSync(name, 'utf8') }
    })
    const all = await roundTrip(texts)
    results = new Map(complete.map((name, index) => [name, all[index] as RoundTrip]))
    for (const [name, { source }] of update ? results : []) {
      writeFileSync(join(golden, name, 'expected.bottle.ts'), source)
    }
  })

  it.each(names)('%s is a Smolfile and the bottle file that it becomes', (name) => {
    expect(readdirSync(join(golden, name)).sort()).toEqual(files)
    const { slug, source, before, after, again } = results.get(name) as RoundTrip
    expect(slug).toBe(name)
    expect(source).toBe(readFileSync(join(golden, name, 'expected.bottle.ts'), 'utf8'))
    expect(after).toEqual(before)
    expect(syntaxOf(again)).toEqual(syntaxOf(source))
  })

  it('gives back a claude-bottle Smolfile in the reference layout byte for byte', () => {
    for (const name of ['sleeper', 'direct-host']) {
      const { identical, smolfile } = results.get(name) as RoundTrip
      expect(smolfile).toBe(readFileSync(join(golden, name, 'Smolfile'), 'utf8'))
      expect(identical, name).toBe(true)
    }
  })
})

describe('the expected bottle files', () => {
  it('please Biome as they are', () => {
    const biome = join(root, 'node_modules/.bin/biome')
    const argv = ['check', '--error-on-warnings', '--colors=off', 'test/golden/import']
    const { status, stdout, stderr } = spawnSync(biome, argv, { cwd: root, encoding: 'utf8' })
    expect(status, stderr).toBe(0)
    expect(stdout).toContain(`Checked ${names.length} files`)
  })

  it("are among the files that the repository's tsc checks", () => {
    const tsc = join(root, 'node_modules/.bin/tsc')
    const { stdout } = spawnSync(tsc, ['--listFilesOnly'], { cwd: root, encoding: 'utf8' })
    const listed = stdout.split('\n').filter((line) => line.endsWith('expected.bottle.ts'))
    expect(listed).toHaveLength(names.length)
  })
})
