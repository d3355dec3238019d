import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ImportResult } from '../../src/codemod/import-smolfiles.ts'
import { importSmolfiles } from '../../src/codemod/import-smolfiles.ts'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import { dialectOf } from '../../src/dialects/dialects.ts'
import { stricterThanParser } from '../../src/dialects/smolvm/stricter.ts'
import { synth } from '../../src/synth.ts'
import { arbitraryDocument } from '../support/arbitrary-document.ts'
import { inNewProject } from '../support/import.ts'

/** Smolfiles that upstream's parser accepts, and that a rule objects to, by a name for each. */
const samples: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(stricterThanParser).map(([code, { example }]) => [code, example]),
  ),
  // What a flag of smolvm's command line gives.
  ports: 'ports = ["8080:80"]\n',
  'dev-ports': '[dev]\nports = ["8080:80"]\n',
  backend: 'image = "./a.tar"\nnet_backend = "virtio-net"\n',
  policy: 'net = false\n[network]\nallow_hosts = ["example.com"]\n',
  pulled: 'image = "alpine:3.22"\n',
  bridge: 'net = true\nnet_backend = "bridge"\n',
  small: 'memory = 8\n',
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
      if (name.startsWith('BW')) expect(codesOf(own)).toContain(name)
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
    expect(sources.get('small')).toBe(`import { machine, mib } from 'bottleworks'

export default machine('small')
  // BW041: memory is 8; it must be at least 64 MiB
  .memory(mib(8))
`)
    expect(sources.get('many')?.match(/BW044: the port/g)).toHaveLength(5)
    expect(sources.get('many')).toContain('// BW044: 4 more of this code\nexport default')
    expect(sources.get('variables')).toContain("    'A',\n")
  })
})

describe('a Smolfile of whatever values', () => {
  it('is imported as it is, or its own errors are why not', async () => {
    const { schema, render } = dialectOf('smolvm')
    const documents = fc.sample(arbitraryDocument(schema), { numRuns: 80 })
    const texts = documents.map((document, index) => {
      // A few settings of each: a document with all of them has every error.
      const some = Object.entries(document).filter((_, place) => (place + index) % 5 === 0)
      const text = render(Object.fromEntries(some) as never, { source: 'bottles/x.bottle.ts' })
      return { name: `${index}.smolfile`, text }
    })
    await inNewProject(async (project) => {
      const { imported, refused } = await importSmolfiles(texts, { project })
      expect(imported.length).toBeGreaterThan(40)
      // A secret of two sources, and a variable that is set twice.
      for (const { diagnostics } of refused) {
        expect(codesOf(diagnostics).join(' ')).toMatch(/BW052|BW053/)
        expect(codesOf(diagnostics)).not.toContain('BW130')
      }
      const { diagnostics } = await synth({ project, keepGoing: true })
      for (const { path, slug, source, objections } of imported) {
        const own = diagnostics.filter((each) => each.slug === slug || each.origin?.file === path)
        expect(codesOf(own), source).toEqual(codesOf(objections))
      }
    })
  })
})
