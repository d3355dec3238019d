import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CachedProject, makeRoom } from './cached-project.ts'
import { bottles, edit, everything, json, make, reset, slugs } from './edits.ts'

const room = makeRoom()

describe.each([
  { where: 'in its node_modules', hasModules: true },
  { where: "in the platform's folder", hasModules: false },
])('the cache of a project, $where', ({ hasModules }) => {
  const project = new CachedProject(room, hasModules)

  it('gives what an evaluation gives, whatever was edited since', async () => {
    let hits = 0
    let misses = 0
    const steps = fc.array(
      fc.record({ edit, only: fc.option(fc.subarray(slugs, { minLength: 1 }), { freq: 4 }) }),
      { minLength: 1, maxLength: 8 },
    )
    const property = fc.asyncProperty(steps, async (all) => {
      reset(project.path)
      await project.cached()
      for (const { edit, only } of all) {
        make(project.path, edit)
        const options = only === null ? {} : { only }
        const uncached = await project.uncached(options)
        const found = project.hits(uncached.files.map(({ file }) => file))
        hits += found.length
        misses += uncached.files.length - found.length
        expect(await project.cached(options)).toEqual(uncached)
        // A bottle that is good is known from then on.
        const good = uncached.bottles.map(({ source }) => source)
        expect(project.hits(good)).toEqual(good)
      }
    })
    await fc.assert(property, { numRuns: 40, interruptAfterTimeLimit: 20_000 })
    expect(Math.min(hits, misses)).toBeGreaterThan(40)
  })

  it('is enough where nothing has changed: no bottle is evaluated', async () => {
    reset(project.path)
    const first = await project.cached()
    expect(first).toMatchObject({ ok: true, bottles: slugs.map((slug) => ({ slug })) })
    for (const file of everything) make(project.path, { kind: 'touch', file, other: file })
    expect(await project.fromCacheAlone()).toEqual(first)
    make(project.path, { kind: 'write', file: json, variant: 1, value: 1 })
    // Two bottles import the values, and nobody can say what they are now.
    expect(project.hits(bottles)).toEqual([bottles[0], bottles[1], bottles[3]])
    const after = await project.fromCacheAlone()
    expect(after.diagnostics).toMatchObject([{ code: 'BW100', origin: { file: bottles[2] } }])
  })
})
