import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { RawDefinition } from '../evaluate/definition.ts'
import { evaluateBottles } from '../evaluate/evaluate.ts'
import type { ExplainResult, TraceResult } from '../synth.ts'
import type { Workplace } from './pipeline.ts'
import { listBottles, locateFindings, selectFiles } from './pipeline.ts'
import type { Bottle } from './validate.ts'
import { validate } from './validate.ts'

/** Bottles, and where in the source each of their settings was made, by slug. */
export async function traceBottles(
  place: Workplace,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, TraceResult>> {
  const { good, diagnostics } = await evaluateSome(place, slugs)
  const traces = new Map<string, TraceResult>(slugs.map((slug) => [slug, { diagnostics }]))
  const made = good.map(({ definition }) => originCalls(definition))
  const files = good.map(({ bottle }) => bottle.source)
  const origins = await place.sandbox.locate(
    files,
    made.flat().map(({ call }) => call),
  )
  let next = 0
  for (const [index, { bottle }] of good.entries()) {
    const byPath = (made[index] ?? []).map(({ path }) => [path, origins[next++]] as const)
    traces.set(bottle.slug, { bottle, origins: new Map(byPath), diagnostics })
  }
  return traces
}

interface Good {
  readonly bottle: Bottle
  readonly definition: RawDefinition
}

/** Evaluates and validates the bottles of these slugs: the good ones, and what is wrong with others. */
async function evaluateSome(
  { project, sandbox, drafts = new Map() }: Workplace,
  slugs: readonly string[],
): Promise<{ readonly good: readonly Good[]; readonly diagnostics: readonly Diagnostic[] }> {
  const all = listBottles(project, drafts)
  if ('code' in all) return { good: [], diagnostics: [all] }
  const selected = selectFiles(all, slugs)
  const { evaluated, diagnostics } = await evaluateBottles(sandbox, selected.files)
  const { bottles, findings } = validate(evaluated)
  const located = await locateFindings(sandbox, findings)
  const definitions = new Map(evaluated.map(({ file, definition }) => [file, definition]))
  const good = bottles.flatMap((bottle) => {
    const definition = definitions.get(bottle.source)
    return definition === undefined ? [] : [{ bottle, definition }]
  })
  return { good, diagnostics: [...selected.diagnostics, ...diagnostics, ...located] }
}

function originCalls({ origins, calls }: RawDefinition) {
  return origins.flatMap(([path, index]) => {
    const call = calls[index]
    return call === undefined ? [] : [{ path, call }]
  })
}

/** One bottle, and every place in the source that led to its settings. */
export async function explainBottle(place: Workplace, slug: string): Promise<ExplainResult> {
  const { good, diagnostics } = await evaluateSome(place, [slug])
  const [found] = good
  if (found === undefined) return { trails: new Map(), overridden: [], diagnostics }
  const { bottle, definition } = found
  const made = originCalls(definition)
  const before = definition.overridden.flatMap(({ path, value, call: index }) => {
    const call = definition.calls[index]
    return call === undefined ? [] : [{ path, value, call }]
  })
  const calls = [...made, ...before].map(({ call }) => call)
  const trails = await place.sandbox.trail([bottle.source], calls)
  return {
    bottle,
    trails: new Map(made.map(({ path }, index) => [path, trails[index] ?? []])),
    overridden: before.map(({ path, value }, index) => {
      return { path, value, trail: trails[made.length + index] ?? [] }
    }),
    diagnostics,
  }
}
