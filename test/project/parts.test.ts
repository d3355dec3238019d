import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { partFiles } from '../../src/project/look-in-parts.ts'
import type { SynthResult } from '../../src/synth.ts'
import { planSynth, synth } from '../../src/synth.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'

/** More bottles than are looked at together, with a last part that is not full. */
const size = 2 * partFiles + 150
const slugs = Array.from({ length: size }, (_, index) => `agent-${String(index).padStart(4, '0')}`)

function slugAt(index: number): string {
  return slugs.at(index) ?? ''
}

function makeLarge(): string {
  const files = slugs.map((slug) => [`bottles/${slug}.bottle.ts`, bottleSource(slug)])
  return makeProject(Object.fromEntries(files))
}

/** What a look says, but for what stands for the bottles in it. */
function said({ diagnostics: told, printed, plan, ok, good, skipped, files }: SynthResult) {
  // With policies, what is wrong with a module that bottles import is told twice.
  const diagnostics = [...new Map(told.map((each) => [JSON.stringify(each), each])).values()]
  const entries = plan?.entries.map(({ slug, action, path, writes, removes }) => {
    return { slug, action, path, writes, removes }
  })
  const unsourced = plan?.unsourced.map(({ path }) => path)
  return { diagnostics, printed, entries, unsourced, ok, good, skipped, files: files.length }
}

/** Compares a look part by part with one at all bottles together. */
async function compare(project: string, more: object = {}) {
  const asked = { project, cache: false, types: false, ...more }
  const parts = await planSynth({ ...asked, settled: true })
  const whole = await planSynth(asked)
  expect(parts.bottles).toEqual([])
  expect(said(parts)).toEqual(said(whole))
  return whole
}

describe('a project of thousands of bottles', () => {
  it('is looked at part by part, with what a look at all together says', {
    timeout: 300_000,
  }, async () => {
    const project = makeLarge()
    writeProject(project, {
      [`bottles/${slugAt(1)}.bottle.ts`]: `${bottleSource(slugAt(1))}console.log('words')\n`,
      [`bottles/${slugAt(2)}.bottle.ts`]: bottleSource(slugAt(2), ".net(gvproxy('/run/w.sock'))"),
      'smolfiles/gone/Smolfile': 'a stray',
    })
    const first = await compare(project)
    expect(first.ok).toBe(true)
    expect(first.plan?.entries).toHaveLength(size)
    expect(await synth({ project, cache: false, types: false, settled: true })).toMatchObject({
      applied: true,
      good: size,
    })
    rmSync(join(project, `bottles/${slugAt(-1)}.bottle.ts`))
    writeProject(project, { [`smolfiles/${slugAt(-2)}/Smolfile`]: 'edited' })
    const second = await compare(project)
    expect(new Set(second.plan?.entries.map(({ action }) => action))).toEqual(
      new Set(['unchanged', 'remove', 'edited']),
    )

    // What is wrong in one part, and between bottles of several.
    writeProject(project, {
      [`bottles/${slugAt(4)}.bottle.ts`]: bottleSource(
        slugAt(4),
        ".net(gvproxy('/run/same.sock'))",
      ),
      [`bottles/${slugAt(-4)}.bottle.ts`]: bottleSource(
        slugAt(-4),
        ".net(gvproxy('/run/same.sock'))",
      ),
      [`bottles/other/${slugAt(5)}.bottle.ts`]: bottleSource(slugAt(5)),
      [`bottles/${slugAt(6)}.bottle.ts`]: bottleSource('another'),
      'policies/loud.policy.ts': `import { policy } from 'bottleworks/policy'
console.log('policy')
export default policy('acme/loud', { severity: 'error' }, ({ bottle, report }) => {
  if (bottle.slug === '${slugAt(7)}') report('net', 'it is the one')
})
`,
    })
    const good = await compare(project, { keepGoing: true })
    expect(good.plan?.entries.length).toBeGreaterThan(size - 20)
    writeProject(project, {
      'bottles/lib/bad.ts': "import '../../../outside.ts'\nexport const bad = 1\n",
      [`bottles/${slugAt(3)}.bottle.ts`]: `import { bad } from './lib/bad.ts'\n${bottleSource(slugAt(3))}`,
      [`bottles/${slugAt(-3)}.bottle.ts`]: `import { bad } from './lib/bad.ts'\n${bottleSource(slugAt(-3))}`,
    })
    expect((await compare(project)).plan).toBeUndefined()

    writeProject(project, {
      'policies/fleet.policy.ts': `import { fleetPolicy } from 'bottleworks/policy'
export default fleetPolicy('acme/fleet', {}, () => {})
`,
    })
    const refused = await planSynth({ project, cache: false, types: false, settled: true })
    expect(refused.diagnostics.map(({ code }) => code)).toContain('BW164')
    expect(refused).toMatchObject({ ok: false, good: 0 })
  })
})
