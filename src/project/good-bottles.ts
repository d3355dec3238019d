import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Evaluated } from '../evaluate/evaluate.ts'
import type { TypeVerdict } from '../evaluate/types/merge-type-errors.ts'
import type { Bottle, BottleProblem } from './validate.ts'
import { badOf, bottleKey } from './validate.ts'

/** What has been found of bottles that each are good by themselves. */
interface Found {
  readonly problems: readonly BottleProblem[]
  /** Errors of files as a whole. */
  readonly ofFiles: readonly Diagnostic[]
  readonly types: TypeVerdict
  /** The files that policies are made of. */
  readonly ruled: ReadonlySet<string>
}

/** The bottles that nothing stands against. */
export function withoutBad(
  bottles: readonly Bottle[],
  { problems, ofFiles, types, ruled }: Found,
): readonly Bottle[] {
  const { bad: untyped } = types
  // What a policy with a type error says of a bottle, nobody knows.
  const isUnruled = types.diagnostics.some(({ origin }) => ruled.has(origin?.file ?? ''))
  if (untyped === 'all' || isUnruled) return []
  const bad = badOf(problems)
  const badFiles = new Set(ofFiles.map(({ origin }) => origin?.file))
  const isBad = ({ source, slug }: Bottle) =>
    untyped.has(source) || badFiles.has(source) || bad.has(bottleKey(source, slug))
  return bottles.filter((bottle) => !isBad(bottle))
}

/** The bottles, each with the definition that it was made from. */
export function withDefinitions(bottles: readonly Bottle[], definitions: readonly Evaluated[]) {
  const byKey = new Map(definitions.map((each) => [bottleKey(each.file, each.slug), each]))
  return bottles.flatMap((bottle) => {
    const definition = byKey.get(bottleKey(bottle.source, bottle.slug))
    return definition === undefined ? [] : [{ bottle, definition }]
  })
}
