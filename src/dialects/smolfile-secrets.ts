import type { TomlString } from '../smolfile/toml-strings.ts'
import { tomlStrings } from '../smolfile/toml-strings.ts'
import { tomlString } from '../smolfile/toml-text.ts'
import { hideSpans, looseSpans, moved, SecretLabels, snakeCase } from './masking.ts'
import type { Span } from './secret-spans.ts'
import {
  announcedSpans,
  merge,
  occurrences,
  replaceSpans,
  searchable,
  secretSpans,
  tokensWithin,
} from './secret-spans.ts'
import { splitVariable } from './values/variable.ts'

/**
 * A Smolfile's text with a star for each character of a secret: every place in it stays its own.
 * What is no TOML is read loosely.
 */
export function hideInSmolfile(text: string): string {
  const read = readSecrets(text)
  const known = searchable(read.secrets)
  const written = read.strings.flatMap(({ string: each, spans }) => {
    const raw = text.slice(each.start, each.end)
    const { length: quotes } = /^(?:"""|'''|.)/.exec(raw)?.[0] ?? ''
    const inner = raw.length - quotes - each.value.length
    if (raw.startsWith(each.value, inner)) return spans.map(moved(each.start + inner))
    if (spans.length === 0 && occurrences(each.value, known).length === 0) return []
    // Of a string with escapes nobody knows the places, so that all of it is left out.
    return [{ start: each.start + quotes, end: each.end - quotes }]
  })
  const inText = [...tokensWithin(text), ...occurrences(text, known)]
  return hideSpans(text, [...written, ...read.loose, ...inText])
}

/**
 * Two Smolfiles' texts for a comparison: every string with a secret is written anew, with a label in
 * the secret's place, whatever its spelling was.
 */
export function maskSmolfiles(before: string, after: string): readonly [string, string] {
  const read = [before, after].map(readSecrets)
  const known = searchable(read.flatMap(({ secrets }) => secrets))
  const labels = new SecretLabels(known)
  const [had = '', has = ''] = read.map((each) => maskText(each, known, labels))
  return [had, has]
}

function maskText(
  { text, strings, loose }: ReadSecrets,
  known: readonly string[],
  labels: SecretLabels,
): string {
  const written = strings.flatMap(({ string: each, spans, isAnnounced }) => {
    if (spans.length === 0 && occurrences(each.value, known).length === 0) return []
    const [name, value] = isAnnounced ? [undefined, each.value] : partsOf(each)
    const masked = isAnnounced ? labels.replace(value, spans) : labels.mask(value, name)
    const prefix = each.value.slice(0, each.value.length - value.length)
    return [{ start: each.start, end: each.end, instead: tomlString(prefix + masked) }]
  })
  const others = loose.map(({ start, end }) => {
    const secret = text.slice(start, end)
    return { start, end, instead: labels.replace(secret, [{ start: 0, end: secret.length }]) }
  })
  const spans = [...written, ...others].sort((a, b) => a.start - b.start)
  const instead = spans.map((each) => each.instead)
  const masked = replaceSpans(text, spans, () => instead.shift() ?? '')
  return labels.replace(masked, merge([...tokensWithin(masked), ...occurrences(masked, known)]))
}

/** The secrets of a Smolfile's text, and where they are. */
interface ReadSecrets {
  readonly text: string
  readonly strings: readonly {
    readonly string: TomlString
    /** The parts of its value. */
    readonly spans: readonly Span[]
    /** Whether they are secrets by what stands before the string alone. */
    readonly isAnnounced: boolean
  }[]
  /** Those outside of strings, and of what is no TOML. */
  readonly loose: readonly Span[]
  readonly secrets: readonly string[]
}

function readSecrets(text: string): ReadSecrets {
  const read = tomlStrings(text)
  const announced = announcedSpans(text, read?.strings ?? [])
  const strings = (read?.strings ?? []).map((each, index) => {
    const own = spansOf(each)
    const spans = merge([...own, ...(announced[index] ?? [])])
    return { string: each, spans, isAnnounced: own.length === 0 && spans.length > 0 }
  })
  const loose =
    read === undefined
      ? merge([...looseSpans(text), ...openStrings(text)])
      : commentSpans(text, read.comments)
  const inStrings = strings.flatMap(({ string, spans }) =>
    spans.map(({ start, end }) => string.value.slice(start, end)),
  )
  const outside = loose.map(({ start, end }) => text.slice(start, end))
  return { text, strings, loose, secrets: [...inStrings, ...outside] }
}

function spansOf(each: TomlString): readonly Span[] {
  const [name, value] = partsOf(each)
  return secretSpans(value, name).map(moved(each.value.length - value.length))
}

/** The value in a string, and the name that it is given: of `NAME=value` what stands behind. */
function partsOf({ value, key, isElement }: TomlString): readonly [string | undefined, string] {
  if (!isElement) return [snakeCase(key), value]
  const [name, rest] = splitVariable(value)
  return /^\w+$/.test(name) && value.includes('=') ? [name, rest] : [undefined, value]
}

function commentSpans(text: string, comments: readonly Span[]): readonly Span[] {
  return comments.flatMap(({ start, end }) => looseSpans(text.slice(start, end)).map(moved(start)))
}

/** Strings of several lines in what is no TOML, whose names are secrets'. */
function openStrings(text: string): readonly Span[] {
  const opened = /([A-Za-z_][\w-]{0,63})["']?[ \t]{0,8}=[ \t]{0,8}("""|''')/g
  return merge(
    [...text.matchAll(opened)].flatMap(({ 0: { length }, 1: name = '', 2: quotes = '', index }) => {
      const start = index + length
      const close = text.indexOf(quotes, start)
      const end = close === -1 ? text.length : close
      return secretSpans(text.slice(start, end), snakeCase(name)).map(moved(start))
    }),
  )
}
