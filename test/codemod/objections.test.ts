import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ImportResult } from '../../src/codemod/import-smolfiles.ts'
import { importSmolfiles } from '../../src/codemod/import-smolfiles.ts'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import { stricterThanParser } from '../../src/dialects/smolvm/stricter.ts'
import { synth } from '../../src/synth.ts'
import { inNewProject } from '../support/import.ts'

/** Smolfiles that upstream's parser accepts, and that a rule objects to, by a name for each. */
const samples: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(stricterThanParser).map(([code, { example }]) => [code, example]),
  ),
  // What a flag of smolvm's command line gives.
  ports: 'net_backend = "tsi"\nports = ["8080:80"]\n',
  backend: 'image = "./a.tar"\nnet_backend = "virtio-net"\n',
  policy: 'net = false\n[network]\nallow_hosts = ["example.com"]\n',
  bucket: 'image = "alpine:3.22"\nvolumes = ["s3://bucket:/data"]\n',
  // What is only to be warned of.
  tsi: 'net = true\nnet_backend = "tsi"\n',
  socket: 'docker_socket = true\n',
  // Words that the types of the language do not have.
  word: '[restart]\npolicy = "sometimes"\nmax_backoff = "1d"\n',
  words: 'disk_durability = "x\'y"\nblock_io = ""\n[service]\nprotocol = "udp"\n',
  variables: 'env = ["B=1", "A", "=c"]\n[dev]\nenv = ["NAME", "C=1"]\n',
  'variable-twice': 'env = ["A=1", "A=2"]\n',
  many: `net = true\nports = [${Array.from({ length: 9 }, (_, index) => `"0:${index + 1}"`).join(', ')}]\n`,
}

/** What the language has no words for, with the code: a list for a table, two sources, a name twice. */
const inexpressible: Readonly<Record<string, string>> = {
  BW053: 'BW053',
  BW067: 'BW067',
  'variable-twice': 'BW052',
}

/** The codes of the rules; what is beside the point is that a type is wrong as well. */
function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return [...new Set(diagnostics.map(({ code }) => code))].sort()
}

describe('a Smolfile that rules object to', () => {
  let result: ImportResult
  let reported: readonly Diagnostic[]
  const sources = new Map<string, string>()

  beforeAll(async () => {
    await inNewProject(async (project) => {
      const texts = Object.entries(samples).map(([name, text]) => ({
        name: `${name}.smolfile`,
        text,
      }))
      result = await importSmolfiles(texts, { project })
      for (const { name, path } of result.imported) {
        sources.set(name.replace('.smolfile', ''), readFileSync(join(project, path), 'utf8'))
      }
      reported = (await synth({ project, keepGoing: true })).diagnostics
    })
  })

  it('is imported unless the language has no words for it', () => {
    const refused = result.refused.map(({ name }) => name.replace('.smolfile', ''))
    expect(refused.sort()).toEqual(Object.keys(inexpressible))
    for (const { name, diagnostics } of result.refused) {
      expect(codesOf(diagnostics)).toEqual([inexpressible[name.replace('.smolfile', '')]])
    }
  })

  it.each(Object.keys(samples).filter((name) => !(name in inexpressible)))(
    '%s has the objections as comments, and synth reports the same',
    (name) => {
      const { slug, objections } =
        result.imported.find((each) => each.name === `${name}.smolfile`) ?? {}
      const own = reported.filter(
        (each) => each.slug === slug || each.origin?.file.includes(`/${slug}.`),
      )
      expect(codesOf(own)).toEqual(codesOf(objections ?? []))
      expect(own.length).toBeGreaterThan(0)
      const source = sources.get(name) ?? ''
      const comments = source.replace(/\n *\/\/ /g, ' ')
      for (const { code, message } of objections?.slice(0, 5) ?? []) {
        expect(comments).toContain(`${code}: ${message}`)
      }
    },
  )

  it('is acknowledged by nobody, with no reason', () => {
    for (const [name, source] of sources) expect(source, name).not.toMatch(/acknowledge|reason/)
  })

  it('has a comment above what it is about, and a few of each kind', () => {
    expect(sources.get('policy')).toBe(`import { machine, rawNet } from 'bottleworks'

export default machine('policy')
  // BW080: net is false, and [network] turns the network on all the same
  // hint: leave out [network] for no network, or leave out net = false
  .net(
    rawNet({
      net: false,
      // BW082: allow_hosts opens what its names answer, be it a private address or the host's own
      // loopback
      // hint: set block_private = true, and open the private ranges that are needed in allow_private
      allowHosts: ['example.com'],
    }),
  )
`)
    expect(sources.get('many')?.match(/BW044: the port/g)).toHaveLength(5)
    expect(sources.get('many')).toContain('// BW044: 4 more of this code\nexport default')
    expect(sources.get('variables')).toContain("    'A',\n")
  })
})
