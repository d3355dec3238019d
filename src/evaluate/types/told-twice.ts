import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { groupBy } from '../../diagnostic/group-by.ts'
import type { SourceText } from '../front-end/positions.ts'
import type { SourcePart } from './source-parts.ts'
import { isIn, SourceParts, smallest } from './source-parts.ts'

/** The faults of which both the tool and the compiler have an error. */
export interface ToldTwice {
  /** The tool's errors of which the compiler has the better word. */
  readonly byTool: ReadonlySet<Diagnostic>
  /** The compiler's errors of which the tool has it. */
  readonly byCompiler: ReadonlySet<Diagnostic>
}

/**
 * Finds the faults that are told twice: what the engine threw, a setting that is unknown or of the
 * wrong type, and a rule on a setting. An error that may be of a fault of its own is in neither set.
 *
 * @param told The tool's errors.
 * @param errors The compiler's errors that are shown.
 * @param ownFiles Files of one bottle each: a rule that is broken in another file may hold for some
 *   of its bottles alone.
 */
export function findToldTwice(
  told: readonly Diagnostic[],
  errors: readonly Diagnostic[],
  sourceOf: (file: string) => SourceText | undefined,
  ownFiles: ReadonlySet<string>,
): ToldTwice {
  const byTool = new Set<Diagnostic>()
  const byCompiler = new Set<Diagnostic>()
  const ours = groupBy(told, fileOf)
  for (const [file, theirs] of groupBy(errors, fileOf)) {
    const source = sourceOf(file)
    const own = ours.get(file)?.slice(0, mostCompared)
    if (source === undefined || own === undefined) continue
    const faults = new Faults(source)
    const compared = theirs.slice(0, mostCompared)
    for (const each of faults.thrown(own, compared)) byTool.add(each)
    for (const { settings, rules, types } of faults.calls(own, compared)) {
      for (const each of matched(settings, types)) byTool.add(each)
      if (settings.length > 0 || !ownFiles.has(file)) continue
      for (const each of matched(types, rules)) byCompiler.add(each)
    }
  }
  return { byTool, byCompiler }
}

/** The errors of one file that are compared, of each kind: nobody reads more. */
const mostCompared = 1_000

/** An error, and what it is about. */
interface About {
  /** One, or several that are one here: a preset's, of each bottle that uses it. */
  readonly diagnostics: readonly Diagnostic[]
  /** The name of the setting, or of the property; none when it is about all of a call. */
  readonly name: string | undefined
}

/** The errors in one call. */
interface Call {
  /** Of settings that are unknown or have the wrong type. */
  readonly settings: readonly About[]
  /** Of other rules. */
  readonly rules: readonly About[]
  /** The compiler's. */
  readonly types: readonly About[]
}

/** Where an error is: in a call, or on a line that is in none. */
type Place = SourcePart & { readonly key: string }

/** The errors in one file. */
class Faults {
  readonly #source: SourceText
  readonly #parts: SourceParts
  readonly #places = new Map<number, Place | undefined>()

  constructor(source: SourceText) {
    this.#source = source
    this.#parts = new SourceParts(source.text)
  }

  /** What the engine threw on the line of an error of the compiler's, or in the same call. */
  thrown(told: readonly Diagnostic[], errors: readonly Diagnostic[]): readonly Diagnostic[] {
    const lines = new Set(errors.map(({ origin }) => origin?.line))
    const offsets = errors.map((each) => this.#offsetOf(each))
    return told.filter((each) => {
      if (each.code !== 'BW110') return false
      const offset = this.#offsetOf(each)
      // What the author throws, nobody else says.
      if (offset === undefined || this.#parts.isThrown(offset)) return false
      if (lines.has(each.origin?.line)) return true
      const place = this.#placeOf(each)
      return offsets.some((at) => place !== undefined && at !== undefined && isIn(at, place))
    })
  }

  /** The calls of which both have an error. */
  calls(told: readonly Diagnostic[], errors: readonly Diagnostic[]): readonly Call[] {
    const settled = told.filter(({ code }) => code !== 'BW110')
    const ours = groupBy(settled, (each) => this.#placeOf(each)?.key)
    const places = [...ours.values()].flatMap(([first]) => (first && this.#placeOf(first)) ?? [])
    const theirs = groupBy(errors, (each) => {
      const offset = this.#offsetOf(each)
      return offset === undefined ? undefined : smallest(places, offset)
    })
    return [...theirs].flatMap(([place, types]) => {
      if (place === undefined) return []
      const own = ours.get(place.key) ?? []
      return {
        settings: eachSettingOnce(own.filter(isForm)),
        rules: eachSettingOnce(own.filter((each) => !isForm(each))),
        types: types.map((each) => {
          const offset = this.#offsetOf(each) ?? 0
          return { diagnostics: [each], name: this.#parts.nameAt(offset, place) }
        }),
      }
    })
  }

  #placeOf(diagnostic: Diagnostic): Place | undefined {
    const offset = this.#offsetOf(diagnostic)
    if (offset === undefined) return undefined
    if (!this.#places.has(offset)) this.#places.set(offset, this.#findPlace(offset, diagnostic))
    return this.#places.get(offset)
  }

  #findPlace(offset: number, { origin }: Diagnostic): Place | undefined {
    const call = this.#parts.callAt(offset)
    if (call !== undefined) return { ...call, key: `${call.start} ${call.end}` }
    const { line = 0, column = 0 } = origin ?? {}
    const start = offset - column + 1
    const end = this.#source.offsetAt(line + 1, 1) ?? this.#source.text.length
    return { start, end, key: `line ${line}` }
  }

  #offsetOf({ origin }: Diagnostic): number | undefined {
    if (origin?.line === undefined || origin.column === undefined) return undefined
    return this.#source.offsetAt(origin.line, origin.column)
  }
}

function isForm({ code }: Diagnostic): boolean {
  return code === 'BW007'
}

/** The tool's errors of one call, by the setting that they are about. */
function eachSettingOnce(told: readonly Diagnostic[]): readonly About[] {
  const bySetting = groupBy(told, ({ code, path = '' }) => `${code} ${path}`)
  return [...bySetting.values()].map((diagnostics) => {
    const [{ path = '' } = {}] = diagnostics
    return { diagnostics, name: path.split(/[.[\]]+/).findLast((part) => !/^\d*$/.test(part)) }
  })
}

/** The faults that others are of as well: by name, and the rest where there is one for each. */
function matched(faults: readonly About[], others: readonly About[]): readonly Diagnostic[] {
  const left = new Set(others)
  const open = faults.filter((fault) => {
    const same = [...left].find(({ name }) => isSameName(name, fault.name))
    return same === undefined || !left.delete(same)
  })
  const unmatched = new Set(open.length <= left.size ? [] : open)
  return faults.flatMap((each) => (unmatched.has(each) ? [] : each.diagnostics))
}

/** Whether two names are one: sources and Smolfiles write them in different ways. */
function isSameName(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && plainName(one) === plainName(other)
}

function plainName(name: string): string {
  return name.replace(/[-_'"\s]/g, '').toLowerCase()
}

function fileOf({ origin }: Diagnostic): string {
  return origin?.file ?? ''
}
