import type { TomlString } from '../smolfile/toml-strings.ts'
import { tomlStrings } from '../smolfile/toml-strings.ts'
import { tomlString } from '../smolfile/toml-text.ts'
import type { SecretLabels } from './masking.ts'
import { hideSpans, looseSpans, moved, snakeCase } from './masking.ts'
import type { Span } from './secret-spans.ts'
import { announcedSpans, merge, replaceSpans, secretSpans, tokensWithin } from './secret-spans.ts'
import { splitVariable } from './values/variable.ts'

/**
 * A Smolfile's text with a star for each character of a secret: every place in it stays its own.
 * What is no TOML is read loosely.
 */
export function hideInSmolfile(text: string): string {
  const read = tomlStrings(text)
  if (read === undefined) return hideSpans(text, [...looseSpans(text), ...openStrings(text)])
  const announced = announcedSpans(text, read.strings)
  const written = read.strings.flatMap((each, index) => {
    const spans = merge([...spansOf(each), ...(announced[index] ?? [])])
    if (spans.length === 0) return []
    const raw = text.slice(each.start, each.end)
    const { length: quotes } = /^(?:"""|'''|.)/.exec(raw)?.[0] ?? ''
    const inner = raw.length - quotes - each.value.length
    if (raw.startsWith(each.value, inner)) return spans.map(moved(each.start + inner))
    // Of a string with escapes nobody knows the places, so that all of it is left out.
    return [{ start: each.start + quotes, end: each.end - quotes }]
  })
  return hideSpans(text, [...written, ...commentSpans(text, read.comments), ...tokensWithin(text)])
}

/**
 * A Smolfile's text for a comparison: every string with a secret is written anew, with a label in
 * the secret's place, whatever its spelling was.
 */
export function maskSmolfile(text: string, labels: SecretLabels): string {
  const read = tomlStrings(text)
  if (read === undefined) return labels.replace(text, looseSpans(text))
  const announced = announcedSpans(text, read.strings)
  const replaced = read.strings.flatMap((each, index) => {
    const spans = spansOf(each)
    const all = merge([...spans, ...(announced[index] ?? [])])
    if (all.length === 0) return []
    if (spans.length === 0) {
      const instead = tomlString(labels.replace(each.value, all))
      return [{ start: each.start, end: each.end, instead }]
    }
    const [name, value] = partsOf(each)
    const masked = labels.mask(value, name)
    const prefix = each.value.slice(0, each.value.length - value.length)
    return [{ start: each.start, end: each.end, instead: tomlString(prefix + masked) }]
  })
  const comments = commentSpans(text, read.comments).map(({ start, end }) => {
    const secret = text.slice(start, end)
    return { start, end, instead: labels.replace(secret, [{ start: 0, end: secret.length }]) }
  })
  const spans = [...replaced, ...comments].sort((a, b) => a.start - b.start)
  const instead = spans.map((each) => each.instead)
  const masked = replaceSpans(text, spans, () => instead.shift() ?? '')
  return labels.replace(masked, tokensWithin(masked))
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
