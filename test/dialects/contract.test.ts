import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClaudeBottleDocument } from '../../src/dialects/claude-bottle/document.ts'
import type { DialectName, SmolfileDocument } from '../../src/dialects/dialects.ts'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'
import { renderSmolfile } from '../../src/dialects/render.ts'
import { bottle, gvproxy, hostEnv, machine, virtioNet } from '../../src/index.ts'
import { definitionKey } from '../../src/language/definition.ts'
import { synth } from '../../src/synth.ts'
import { arbitraryDocument } from '../support/arbitrary-document.ts'
import { makeProject } from '../support/project.ts'

/** A builder of each dialect with something set, and arguments for each of its methods. */
const builders: Record<
  DialectName,
  { builder: object; calls: Record<string, readonly unknown[]> }
> = {
  'claude-bottle': {
    builder: bottle('contract').env({ A: 1 }).net(gvproxy('/run/a.sock')),
    calls: {
      command: ['a'],
      env: [{ A: 2 }],
      unset: ['A'],
      net: [gvproxy('/run/b.sock')],
      use: [(builder: { env(variables: object): object }) => builder.env({ B: 1 })],
      acknowledge: ['BW033', 'reason'],
    },
  },
  smolvm: {
    builder: machine('contract')
      .env({ A: 1 })
      .ports(1)
      .health({ retries: 1 })
      .secret('S', hostEnv('S')),
    calls: {
      ...Object.fromEntries(
        [
          'image',
          'entrypoint',
          'cmd',
          'workdir',
          'user',
          'init',
          'blockIo',
          'stopSignal',
          'volumes',
        ].map((name) => [name, ['text']]),
      ),
      ...Object.fromEntries(
        ['cpus', 'memory', 'storage', 'overlay', 'gpuVram', 'stopTimeout', 'ports'].map((name) => [
          name,
          [2],
        ]),
      ),
      ...Object.fromEntries(
        ['gpu', 'rosetta', 'cuda', 'autoGraph', 'dockerSocket', 'stopOnExit'].map((name) => [
          name,
          [],
        ]),
      ),
      ...Object.fromEntries(
        ['dev', 'artifact', 'pack', 'fork', 'branch', 'health', 'restart', 'auth', 'service'].map(
          (name) => [name, [{ retries: 2 }]],
        ),
      ),
      diskDurability: ['full'],
      env: [['A=2']],
      unset: ['A'],
      secret: ['S', hostEnv('T')],
      net: [virtioNet()],
      use: [(builder: { cpus(count: number): object }) => builder.cpus(3)],
      acknowledge: ['BW061', 'reason'],
    },
  },
}

const bottles: Record<DialectName, string> = {
  'claude-bottle': `import { bottle, gvproxy } from 'bottleworks'
export default bottle('x').env({ B: 1, A: 2 }).net(gvproxy('/run/x.sock'))
  .acknowledge('BW017', 'a test')`,
  smolvm: `import { hostEnv, machine, virtioNet } from 'bottleworks'
export default machine('x').env({ B: 1, A: 2 }).secret('D', hostEnv('D')).secret('C', hostEnv('C'))
  .net(virtioNet({ allowHosts: ['b.example', 'a.example'] }))`,
}

describe.each(dialectNames)('the dialect %s', (name) => {
  const context = { source: 'bottles/x.bottle.ts' }
  const documents = arbitraryDocument<SmolfileDocument>(dialectOf(name).schema as never).filter(
    // A bottle without a device is an error, so its text need not say that there is none.
    (document) => name !== 'claude-bottle' || (document as ClaudeBottleDocument).net.length > 0,
  )

  it('reads back every document that it writes', () => {
    fc.assert(
      fc.property(documents, fc.string({ unit: 'binary' }), (document, source) => {
        // Throws unless what is read back equals the document.
        expect(renderSmolfile(name, document, { source }).endsWith('\n')).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('writes the same text for the same document, whatever the order of its keys', () => {
    const reversed = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([k, v]) => [k, reversed(v)]),
          )
        : value
    fc.assert(
      fc.property(documents, (document) => {
        const text = renderSmolfile(name, document, context)
        expect(renderSmolfile(name, reversed(document) as never, context)).toBe(text)
      }),
      { numRuns: 100 },
    )
  })

  it('gives the same bytes in another project', async () => {
    const texts = []
    for (const extra of [
      {},
      { 'bottles/a.bottle.ts': bottles[name].replace("'x'", "'a'").replace('x.sock', 'a.sock') },
    ]) {
      const project = makeProject({ 'bottles/x.bottle.ts': bottles[name], ...extra })
      expect((await synth({ project })).diagnostics).toEqual([])
      texts.push(readFileSync(join(project, 'smolfiles/x/Smolfile'), 'utf8'))
    }
    expect(texts[0]).toBe(texts[1])
  })

  it('has builders that no method changes', () => {
    const { builder, calls } = builders[name]
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(builder))
    expect(Object.keys(calls).sort()).toEqual(
      methods.filter((each) => each !== 'constructor').sort(),
    )
    expect(Object.isFrozen(builder)).toBe(true)
    const definition = () =>
      JSON.stringify((builder as { [definitionKey]: unknown })[definitionKey])
    const before = definition()
    for (const [method, args] of Object.entries(calls)) {
      const call = (builder as Record<string, (...args: unknown[]) => unknown>)[method]
      expect(call?.apply(builder, [...args]), method).not.toBe(builder)
      expect(definition(), method).toBe(before)
    }
  })
})
