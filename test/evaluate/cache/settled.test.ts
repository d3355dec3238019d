import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settledPlace } from '../../../src/evaluate/cache/cache-folder.ts'
import { readSealed, writeSealed } from '../../../src/evaluate/cache/sealed-file.ts'
import { baselineName } from '../../../src/project/baseline/baseline.ts'
import type { SynthOptions, SynthResult } from '../../../src/synth.ts'
import { bottleSource } from '../../support/project.ts'
import { readFiles } from '../../support/tree.ts'
import { CachedProject, makeRoom } from './cached-project.ts'
import { bottles, edit, everything, make, put, reset, slugs } from './edits.ts'

const room = makeRoom()
delete process.env.BOTTLEWORKS_EVALUATE

const project = new CachedProject(room, true)
const out = join(project.path, 'smolfiles')

/** What is done to the output tree, and to the bottle file of a slug, by number. */
const doings: readonly ((slug: string) => void)[] = [
  (slug) => change(join(out, slug, 'Smolfile')),
  (slug) => change(join(out, slug, 'manifest.json')),
  (slug) => rmSync(join(out, slug, 'Smolfile'), { force: true }),
  (slug) => rmSync(join(out, slug), { recursive: true, force: true }),
  (slug) =>
    rmSync(join(project.path, `bottles/${slug}.bottle.ts`), { force: true, recursive: true }),
  (slug) => put(project.path, `smolfiles/${slug}/stray.txt`, 'stray'),
  (slug) => put(project.path, `smolfiles/${slug}.txt`, 'stray'),
  (slug) => put(project.path, `bottles/${slug}.bottle.js`, ''),
  (slug) => put(project.path, `bottles/more/${slug}.bottle.ts`, bottleSource(slug)),
  (slug) => write(slug, ".env({ A: 1 }).net(gvproxy('/run/shared.sock'))"),
  (slug) => write(slug, gateway('127.77.0.9')),
  (slug) => write(slug, gateway(`127.77.0.${10 + slugs.indexOf(slug)}`)),
  () => put(project.path, 'bottleworks.config.json', '{ "gatewayAddresses": "127.78.0.0/16" }'),
  () => put(project.path, 'bottleworks.config.json', '{ "strict": true }'),
  () => rmSync(join(project.path, 'bottleworks.config.json'), { force: true }),
  () => baseline(slugs, 'BW017'),
  (slug) => baseline([slug, 'gone'], 'BW017', 2),
  (slug) => baseline([slug], 'BW001'),
  () => rmSync(join(project.path, baselineName), { force: true }),
]

function baseline(bottles: readonly string[], code: string, count?: number): void {
  const warnings = bottles.map((bottle) => ({ bottle, code, at: 'net[0].socket', count }))
  put(project.path, baselineName, JSON.stringify({ baseline: 1, warnings }))
}

function gateway(address: string): string {
  return `.env({ A: 1 }).net(gvproxy('/run/own-${address}.sock', { address: '${address}' }))`
}

function write(slug: string, calls: string): void {
  put(project.path, `bottles/${slug}.bottle.ts`, bottleSource(slug, calls))
}

function change(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  appendFileSync(path, '# by hand\n')
}

/** What is seen of a run: of a bottle that is settled there is no document. */
function seen({ bottles: _, plan, ...rest }: SynthResult) {
  const { definitions, evaluated, isPartial, settled, claims, ...told } = rest as Record<
    string,
    unknown
  >
  const entries = plan?.entries.map(({ expected, ...entry }) => {
    const { manifest, ...made } = expected ?? {}
    return { ...entry, made }
  })
  // What is settled comes first in them.
  const claimed = (claims as readonly unknown[]).map((each) => JSON.stringify(each)).sort()
  return { ...told, claimed, plan: { ...plan, entries } }
}

function settledCount(result: SynthResult): number {
  return (result as SynthResult & { readonly settled: readonly unknown[] }).settled.length
}

const step = fc.oneof(
  edit.map((each) => () => make(project.path, each)),
  fc.record({ doing: fc.constantFrom(...doings), slug: fc.constantFrom(...slugs) }).map(
    ({ doing, slug }) =>
      () =>
        doing(slug),
  ),
)
const options: fc.Arbitrary<SynthOptions> = fc.record(
  {
    only: fc.subarray([...slugs], { minLength: 1 }),
    strict: fc.boolean(),
    keepGoing: fc.boolean(),
    force: fc.boolean(),
  },
  { requiredKeys: [] },
)

describe('what is settled of a project', () => {
  it('is what a run without it finds, whatever was edited since in source and output', async () => {
    let known = 0
    let unknown = 0
    const steps = fc.array(fc.record({ change: step, options, isWritten: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    })
    const property = fc.asyncProperty(steps, async (all) => {
      reset(project.path)
      await project.synth({ settled: true })
      for (const { change, options, isWritten } of all) {
        change()
        const plain = await project.uncached(options)
        const result = await project.cached({ ...options, settled: true })
        known += settledCount(result)
        unknown += result.bottles.length
        expect(seen(result)).toEqual(seen(plain))
        if (isWritten) {
          await project.synth({ ...options, settled: true })
          const before = readFiles(out)
          await project.synth(options)
          expect(readFiles(out)).toEqual(before)
        }
      }
    })
    await fc.assert(property, { numRuns: 100, interruptAfterTimeLimit: 25_000 })
    expect(Math.min(known, unknown)).toBeGreaterThan(100)
  })

  it('is enough where nothing has changed: no bottle is evaluated', async () => {
    reset(project.path)
    await project.synth({ settled: true })
    const second = await project.synth({ settled: true })
    expect({
      count: settledCount(second),
      bottles: second.bottles.map(({ slug }) => slug),
    }).toEqual({
      count: slugs.length,
      bottles: [],
    })
    rmSync(out, { recursive: true })
    const third = await project.synth({ settled: true })
    expect([settledCount(third), third.applied]).toEqual([slugs.length, true])
    expect(third.plan?.entries.map(({ action }) => action)).toEqual(slugs.map(() => 'create'))
    expect(readdirSync(out)).toEqual([...slugs])
  })

  it('is enough where warnings fail, and the baseline has all of them', async () => {
    reset(project.path)
    for (const slug of slugs) write(slug, `.net(gvproxy('/run/${slug}.sock'))`)
    const strict = { settled: true, strict: true }
    const open = await project.synth(strict)
    expect([open.ok, settledCount(open)]).toEqual([false, 0])
    baseline(slugs, 'BW017')
    expect((await project.synth(strict)).ok).toBe(true)
    const known = await project.cached(strict)
    expect([known.ok, settledCount(known), known.bottles]).toEqual([true, slugs.length, []])
    expect(seen(known)).toEqual(seen(await project.uncached({ strict: true })))
    expect(known.diagnostics.map(({ baselined }) => baselined)).toEqual(slugs.map(() => true))
    baseline(slugs.slice(1), 'BW017')
    const grown = await project.cached(strict)
    expect(grown.ok).toBe(false)
    expect(seen(grown)).toEqual(seen(await project.uncached({ strict: true })))
    rmSync(join(project.path, baselineName))
  })

  it('lies in the folder of the user, whatever the project has, and is sealed', async () => {
    reset(project.path)
    await project.synth({ settled: true })
    const place = settledPlace(project.path)
    expect(place?.path).toContain(join(room, 'caches'))
    if (place === undefined) return
    const text = readSealed(place) ?? ''
    // In the order in which they were settled.
    expect(Object.keys(JSON.parse(text).files).toSorted()).toEqual([...bottles])
    writeFileSync(place.path, text)
    expect(settledCount(await project.cached({ settled: true }))).toBe(0)
    for (const [from, to] of [
      ['"kind":"settled"', '"kind":"other"'],
      ['"tool":"', '"tool":"#'],
      ['"settings":"', '"settings":"#'],
    ] as const) {
      writeSealed(place, text.replace(from, to))
      expect(settledCount(await project.uncached({ settled: true }))).toBe(0)
      expect(settledCount(await project.cached({ settled: true }))).toBe(0)
      expect(settledCount(await project.cached({ settled: true }))).toBe(slugs.length)
    }
  })

  it('is not asked for by whoever wants documents', async () => {
    reset(project.path)
    await project.synth({ settled: true })
    const { bottles } = await project.cached()
    expect(bottles.map(({ document }) => typeof document)).toEqual(slugs.map(() => 'object'))
    expect(everything.length).toBeGreaterThan(bottles.length)
  })
})
