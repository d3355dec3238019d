import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { refusedOfPromises, removedGlobals } from '../../src/evaluate/guest/harden.ts'
import { refusals } from '../../src/evaluate/guest/refusals.ts'
import { Engine, type ModuleSource } from '../../src/evaluate/sandbox/engine.ts'
import { guestApi, readGuestModules } from '../../src/evaluate/sandbox/guest-modules.ts'

const wasm = fileURLToPath(import.meta.resolve('quickjs-wasi/quickjs.wasm'))

/** A module source of one bottle file. */
function source(code: string): ModuleSource {
  return {
    resolve: (_base, specifier) => (specifier === 'bottleworks' ? guestApi : undefined),
    code: (name) => (name === 'x' ? code : undefined),
  }
}

describe('the engine', () => {
  let engine: Engine

  beforeAll(async () => {
    engine = await Engine.boot(await readGuestModules())
  })

  const run = (code: string) => engine.run('x', source(code))

  it('is the build that gives the same digits everywhere', () => {
    const hash = createHash('sha256').update(readFileSync(wasm)).digest('hex')
    expect(hash).toBe('d4c9375f2b1ca4dc95f72c8aa2982a7a9951ac8011490d79c6582df732b4bbd9')
  })

  it('gives the same bits of a transcendental function', async () => {
    expect(await run('console.log(Math.log(3), Math.exp(1), Math.sin(0.5))')).toMatchObject({
      printed: ['1.0986122886681098 2.718281828459045 0.479425538604203'],
    })
  })

  it('starts every run from the identical heap', async () => {
    const poison = `globalThis.leak = 1; Object.prototype.leak = 2; Array.prototype.push = null
      console.log('poisoned'); export default 1`
    await run(poison)
    const probe =
      'console.log(typeof leak, ({}).leak, typeof [].push, Object.keys(globalThis).length)'
    const first = await run(probe)
    await run(poison)
    expect(await run(probe)).toEqual(first)
    expect(first.printed[0]).toMatch(/^undefined undefined function/)
  })

  it('runs ordinary bottles one after the other in one instance', async () => {
    const ordinary = (slug: string) => `import { bottle, gvproxy, viaGateway } from 'bottleworks'
      const variables = Object.fromEntries(Array.from({ length: 100 }, (_, i) => ['V' + i, i]))
      export default bottle('${slug}').use(viaGateway()).env(variables).net(gvproxy('/run/x.sock'))`
    await run(ordinary('first'))
    const before = engine.instances
    for (const slug of ['a', 'b', 'c']) expect((await run(ordinary(slug))).kind).toBe('definition')
    expect(engine.instances).toBe(before)
  })

  it('goes on after a run that made its memory grow', async () => {
    const grow = "export default 'x'.repeat(8e6).split('')"
    const small = "import { bottle } from 'bottleworks'; export default bottle('x')"
    const before = await run(small)
    expect(before.kind).toBe('definition')
    await run(grow)
    expect(await run(small)).toEqual(before)
  })

  it('counts its fuel alike on every run', async () => {
    const loop = 'let n = 0; try { for (;;) n++ } finally { console.log(n) }'
    expect(await run(loop)).toEqual({ kind: 'out-of-fuel', printed: [] })
    const almost = 'for (let n = 0; n < 4_000_000; n++); console.log(1)'
    expect((await run(almost)).printed).toEqual(['1'])
  })

  it.each(removedGlobals)('has no %s', async (name) => {
    expect((await run(`console.log(typeof ${name}, '${name}' in globalThis)`)).printed).toEqual([
      'undefined false',
    ])
  })

  it.each([
    ...refusedOfPromises.constructor.map((name) => `Promise.${name}(1)`),
    ...refusedOfPromises.prototype.map((name) => `(async () => {})().${name}(1)`),
    'new Promise(() => {})',
    'eval("1")',
    'Function("1")',
    'Math.random()',
    'new Date()',
    'Date.now()',
    'Date()',
  ])('refuses %s by its own words', async (code) => {
    const refused = `try { ${code}; console.log('done') } catch (error) { console.log(error.message) }`
    const [message = ''] = (await run(refused)).printed
    expect(Object.values(refusals)).toContain(message)
  })

  it('keeps dates that are given, in UTC', async () => {
    const code = 'console.log(new Date(2020, 0, 1).toISOString(), new Date(0).getTimezoneOffset())'
    expect((await run(code)).printed).toEqual(['2020-01-01T00:00:00.000Z 0'])
  })
})
