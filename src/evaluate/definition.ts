import type * as v from 'valibot'
import { nearestOf } from '../smolfile/setting-path.ts'
import type { definitionSchema } from './definition-schema.ts'
import type { SourceText } from './front-end/positions.ts'

type Said = v.InferOutput<typeof definitionSchema>

/** A builder call, to be found in the source. */
export type RecordedCall = Said['calls'][number] & {
  /**
   * Of a bottle that was evaluated directly: its file, and which call of which of the file's bottles
   * it is, by which the sandbox finds
   * what led to it; and its place, unless only the sandbox can tell which that is.
   */
  readonly direct?: {
    readonly file: string
    readonly member: number
    readonly index: number
    readonly place?: { readonly source: SourceText; readonly offset: number }
  }
}

/**
 * The definition in a bottle file. Its form is checked; whether its settings are right is not, and
 * its stacks may be forged, so they are for display only.
 */
export type RawDefinition = Omit<Said, 'calls'> & { readonly calls: readonly RecordedCall[] }

const knownOrigins = new WeakMap<RawDefinition, ReadonlyMap<string, number>>()

/** The calls of a definition by the paths of what they made. Each of its problems asks for them. */
function originsOf(definition: RawDefinition): ReadonlyMap<string, number> {
  const known = knownOrigins.get(definition) ?? new Map(definition.origins)
  knownOrigins.set(definition, known)
  return known
}

/**
 * The call that made the setting at `path`, or the nearest setting that it is part of: for
 * `net[0].socket`, the call for `net[0]`. Failing that, the call that began the bottle.
 */
export function callOf(definition: RawDefinition, path: string): RecordedCall | undefined {
  const origins = originsOf(definition)
  return definition.calls[nearestOf(origins, path) ?? origins.get('slug') ?? 0]
}
