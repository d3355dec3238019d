import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { cachePlace } from '../../../src/evaluate/cache/cache-folder.ts'
import { readSealed, writeSealed } from '../../../src/evaluate/cache/sealed-file.ts'
import type { SynthOptions, SynthResult } from '../../../src/synth.ts'
import { bottleSource } from '../../support/project.ts'
import { CachedProject, makeRoom } from './cached-project.ts'
import { put } from './edits.ts'

const room = makeRoom()
delete process.env.BOTTLEWORKS_EVALUATE

const project = new CachedProject(room, true)
const path = (file: string) => join(project.path, file)
const slugs = ['a', 'b', 'c']

const egress = `import { policy } from 'bottleworks/policy'
import values from './values.json' with { type: 'json' }
import { refused } from '../shared/refused.ts'

export default policy('acme/env', { severity: 'warning' }, ({ bottle, report }) => {
  for (const value of [...values, ...refused])
    if (bottle.document.env.includes(value)) report('env', bottle.slug + ' has ' + value)
})
`

const together = `import { fleetPolicy } from 'bottleworks/policy'

export default fleetPolicy('acme/few', { severity: 'warning' }, ({ bottles, report }) => {
  for (const bottle of bottles.slice(2)) report(bottle, bottle.slug + ' is one of ' + bottles.length)
})
`

const loud = `import { policy } from 'bottleworks/policy'

console.log('loaded')
export default policy('acme/loud', {}, () => {})
`

const judging = `import { policy } from 'bottleworks/policy'

export default policy('acme/judging', {}, ({ bottle }) => { if (bottle.slug === 'b') console.log('judged') })
`

function write(slug: string, value: string): void {
  put(
    project.path,
    `bottles/${slug}.bottle.ts`,
    bottleSource(slug, `.env({ A: '${value}' }).net(gvproxy('/run/${slug}.sock'))`),
  )
}

function reset(): void {
  for (const folder of ['bottles', 'policies', 'shared', 'smolfiles', 'other']) {
    rmSync(path(folder), { recursive: true, force: true })
  }
  for (const slug of slugs) write(slug, '0')
  put(project.path, 'policies/env.policy.ts', egress)
  put(project.path, 'policies/values.json', '["A=1"]')
  put(project.path, 'shared/refused.ts', "export const refused = ['A=2']\n")
}

interface Seen {
  readonly told: readonly string[]
  readonly settled: number
}

function seen(result: SynthResult) {
  const { plan, diagnostics, printed, ok, skipped } = result
  const entries = plan?.entries.map(({ slug, action }) => `${slug} ${action}`)
  return { entries, diagnostics, printed, ok, skipped }
}

/** What a run says that asks what is settled; the same as one that does not ask. */
async function run(options: SynthOptions = {}): Promise<Seen> {
  const plain = await project.uncached(options)
  const result = await project.cached({ ...options, settled: true })
  expect(seen(result)).toEqual(seen(plain))
  await project.synth({ ...options, settled: true })
  const { settled } = result as SynthResult & { readonly settled: readonly unknown[] }
  const told = result.diagnostics.filter(({ code }) => code.includes('/'))
  return { settled: settled.length, told: told.map(({ code, message }) => `${code} ${message}`) }
}

beforeAll(async () => {
  reset()
  await project.synth({ settled: true })
})

describe('what policies say of bottles', () => {
  it('is settled with them, and told again', async () => {
    write('b', '1')
    expect(await run()).toEqual({ settled: 2, told: ['acme/env b has A=1'] })
    expect(await run()).toEqual({ settled: 3, told: ['acme/env b has A=1'] })
    expect(await run({ only: ['a'] })).toEqual({ settled: 1, told: [] })
    expect((await run({ strict: true })).told).toEqual(['acme/env b has A=1'])
  })

  it.each([
    ['a list', () => put(project.path, 'policies/values.json', '["A=0"]'), 3],
    [
      'a module outside of the folder',
      () => put(project.path, 'shared/refused.ts', "export const refused = ['A=0']\n"),
      3,
    ],
    [
      'the policy itself',
      () => put(project.path, 'policies/env.policy.ts', egress.replace('...refused', "'A=0'")),
      3,
    ],
    [
      'another policy',
      () => put(project.path, 'policies/more.policy.ts', egress.replace('acme/env', 'acme/more')),
      0,
    ],
    ['the last policy', () => rmSync(path('policies/env.policy.ts')), 0],
    ['its name', () => renameSync(path('policies'), path('other')), 0],
  ])('is not settled when %s changes', async (_, change, count) => {
    reset()
    await run()
    expect((await run()).settled).toBe(3)
    change()
    const { settled, told } = await run()
    expect([settled, told.length]).toEqual([0, count])
    expect((await run()).settled).toBe(3)
  })

  it('is not settled of the whole where one bottle is another', async () => {
    reset()
    put(project.path, 'policies/few.policy.ts', together)
    const few = 'acme/few c is one of 3'
    expect(await run()).toEqual({ settled: 0, told: [few] })
    expect(await run()).toEqual({ settled: 3, told: [few] })
    // It has not judged, and is said to be skipped.
    expect(await run({ only: ['c'] })).toEqual({ settled: 0, told: [] })
    expect(await run()).toEqual({ settled: 3, told: [few] })
    write('a', '1')
    expect(await run()).toEqual({ settled: 0, told: ['acme/env a has A=1', few] })
    expect((await run()).settled).toBe(3)
    put(project.path, 'bottles/d.bottle.ts', bottleSource('d', ".net(gvproxy('/run/d.sock'))"))
    expect((await run()).settled).toBe(0)
    rmSync(path('bottles/a.bottle.ts'))
    expect(await run()).toEqual({ settled: 0, told: ['acme/few d is one of 3'] })
  })

  it('is not settled where a policy prints something', async () => {
    reset()
    put(project.path, 'policies/loud.policy.ts', loud)
    await run()
    expect((await run()).settled).toBe(0)
    rmSync(path('policies/loud.policy.ts'))
    put(project.path, 'policies/judging.policy.ts', judging)
    await run()
    expect((await run()).settled).toBe(2)
  })

  it('does not stand where the folder of policies is a link', async () => {
    reset()
    await run()
    renameSync(path('policies'), path('other'))
    mkdirSync(path('shared'), { recursive: true })
    await run()
    symlinkSync('other', path('policies'))
    const result = await project.cached({ settled: true })
    expect(result.ok).toBe(false)
    rmSync(path('policies'))
  })

  it('is known of bottles that are evaluated directly, where they are not settled', async () => {
    reset()
    write('b', '1')
    await project.synth()
    const place = cachePlace(project.path)
    const text = place && readSealed(place)
    expect(Object.keys(JSON.parse(text ?? '').judged).sort()).toEqual(
      slugs.map((slug) => `bottles/${slug}.bottle.ts`),
    )
    if (place !== undefined) writeSealed(place, text?.replace('b has A=1', 'b is known') ?? '')
    const told = async () => (await project.cached()).diagnostics.map(({ message }) => message)
    expect(await told()).toContain('b is known')
    write('b', '2')
    expect(await told()).toContain('b has A=2')
  })
})
