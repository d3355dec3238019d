import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importSmolfiles } from '../../src/codemod/import-smolfiles.ts'
import { importAll } from '../support/import.ts'
import { makeProject } from '../support/project.ts'

function times(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('')
}

const device = (index: number) =>
  `[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "/run/${index}.sock"\n`

const credential = (index: number) =>
  `[[network.credentials]]\nname = "c${index}"\nset_header = "x-${index}"\nallowed_hosts = ["a.b"]\n`

/** Large, and nothing that a bottle file could not say. */
const good = {
  'a mebibyte of comments above a key': `${times(14_000, (n) => `# line ${n} ${'x'.repeat(60)}\n`)}cpus = 2\n`,
  'ten thousand comments in a list': `cmd = [\n${times(10_000, (n) => `# ${n}\n`)}"true"]\n`,
  'a thousand elements with a comment each': `cmd = [\n${times(1000, (n) => `"${n}", # ${n}\n`)}]\n`,
}

/** Larger than what the sandbox takes out of a bottle file. */
const refused = {
  'fifty thousand elements': `cmd = [${times(50_000, (n) => `"${n}",`)}]\n`,
  'ten thousand elements with a comment each': `cmd = [\n${times(10_000, (n) => `"${n}", # ${n}\n`)}]\n`,
  'twenty thousand variables': `env = [${times(20_000, (n) => `"V${n}=1",`)}]\n`,
  'two thousand variables': `env = [${times(2000, (n) => `"V${n}=1",`)}]\n`,
  'five thousand secrets': `[secrets]\n${times(5000, (n) => `S${n} = { from_env = "A" }\n`)}`,
  'six hundred secrets': `[secrets]\n${times(600, (n) => `S${n} = { from_env = "A" }\n`)}`,
  'two thousand credentials': `net = true\n${times(2000, credential)}`,
  'a thousand devices': `name = "claude-bottle-large"\ncommand = ["true"]\nenv = []\n${times(1000, device)}`,
  'a deep list': `cmd = ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`,
  'a deep list that the parser takes': `cmd = ${'['.repeat(500)}${']'.repeat(500)}\n`,
  'a deep key': `a${'.a'.repeat(50_000)} = 1\n`,
  'deep tables': `a = ${'{ a = '.repeat(500)}1${' }'.repeat(500)}\n`,
  'one text of a mebibyte': `workdir = "/${'x'.repeat(1_000_000)}"\n`,
}

describe('a large Smolfile', () => {
  it('becomes a bottle file, however long its comments are', async () => {
    const texts = Object.entries(good).map(([name, text]) => ({ name: `${name}.smolfile`, text }))
    expect(await importAll(texts, { project: makeProject() })).toHaveLength(texts.length)
  }, 20_000)

  it.each(Object.entries(refused))('with %s is refused at its place', async (_, text) => {
    const project = makeProject()
    const { ok, diagnostics } = await importSmolfiles([{ name: 'large.smolfile', text }], {
      project,
    })
    expect(ok).toBe(false)
    expect(diagnostics).not.toEqual([])
    for (const { origin, message } of diagnostics) {
      expect(origin?.file).toBe('large.smolfile')
      expect(message).not.toContain('RangeError')
    }
    expect(existsSync(join(project, 'bottles'))).toBe(false)
  })
})
