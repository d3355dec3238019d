/**
 * Which parts of a text are a secret. What is one is said in `secrets.ts`; here it is found where in
 * a text it stands, so that everything around it can be shown: of a URL the password alone.
 */
import { secretReason, tokenIn } from './secrets.ts'

/** A part of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

const keyBlock =
  /-----BEGIN [A-Z0-9 ]{0,64}PRIVATE KEY[A-Z ]{0,16}-----(?:[^-]|-(?!----))*(?:-----END [A-Z0-9 ]{0,64}-----)?/g

/** What stands between the words of a script, a header, a message or a JSON document. */
const word = /[^\s"'`<>|;,()[\]{}…\\]+/g

/** Words in front of one that make it a secret: `--password`, `Authorization: Bearer`. */
const mostBefore = 2

/**
 * The parts of `text` that are secrets, in order, none within another. Of a URL it is the password
 * and never the host, by which a review classes a change.
 *
 * @param name The variable that it is the value of: by its name the whole value may be a secret.
 */
export function secretSpans(text: string, name?: string): readonly Span[] {
  const passwords = urlsIn(text).flatMap((url) => passwordIn(text, url))
  const isToken = tokenIn(text) !== undefined || passwords.length > 0
  if (!isToken) return isNamed(name, text) ? whole(text) : []
  const spans = tokenSpans(text, passwords)
  if (
    !isNamed(
      name,
      replaceSpans(text, spans, () => ''),
    )
  )
    return spans
  const [url] = urlsIn(text)
  if (url?.start !== 0 || passwords[0] === undefined) return whole(text)
  const rest = { start: url.end, end: text.length }
  return text.length <= url.end + 1 ? spans : merge([...spans, rest])
}

/** The tokens in a text of many words, such as a message or a file, which is never one as a whole. */
export function tokensWithin(text: string): readonly Span[] {
  return tokenSpans(
    text,
    urlsIn(text).flatMap((url) => passwordIn(text, url)),
  )
}

function isNamed(name: string | undefined, value: string): boolean {
  return name !== undefined && secretReason(name, value) !== undefined
}

/** `text` with `instead` of each of the spans. */
export function replaceSpans(
  text: string,
  spans: readonly Span[],
  instead: (secret: string) => string,
): string {
  let from = 0
  const parts = spans.map(({ start, end }) => {
    const part = text.slice(from, start) + instead(text.slice(start, end))
    from = end
    return part
  })
  return parts.join('') + text.slice(from)
}

/** Spans in order, those that touch as one. */
export function merge(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last === undefined || span.start > last.end) merged.push(span)
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
  }
  return merged
}

function whole(text: string): readonly Span[] {
  return text === '' ? [] : [{ start: 0, end: text.length }]
}

function tokenSpans(text: string, passwords: readonly Span[]): readonly Span[] {
  const blocks = [...text.matchAll(keyBlock)].map(spanOf)
  const known = merge([...blocks, ...passwords])
  // What is known is blanked, so that it makes nothing else a secret.
  const rest = replaceSpans(text, known, (secret) => ' '.repeat(secret.length))
  if (tokenIn(rest) === undefined) return known
  const words = [...rest.matchAll(word)].map(spanOf)
  return merge([...known, ...wordsWithTokens(rest, words)])
}

function spanOf({ 0: { length }, index }: RegExpExecArray): Span {
  return { start: index, end: index + length }
}

/** The secrets in words, of which only those are looked at that stand in a part that has any. */
function wordsWithTokens(text: string, words: readonly Span[]): readonly Span[] {
  const [first, last] = [words[0], words.at(-1)]
  if (first === undefined || last === undefined) return []
  if (tokenIn(text.slice(first.start, last.end)) === undefined) return []
  if (words.length <= 2 * (mostBefore + 1)) {
    return words.flatMap((_, index) => wordSpans(text, words, index))
  }
  const middle = words.length >> 1
  return [
    ...wordsWithTokens(text, words.slice(0, middle)),
    ...wordsWithTokens(text, words.slice(middle - mostBefore)),
  ]
}

/** The secret in a word: by itself, or by the words before it. */
function wordSpans(text: string, words: readonly Span[], index: number): readonly Span[] {
  const span = words[index]
  if (span === undefined) return []
  if (tokenIn(text.slice(span.start, span.end)) !== undefined) return tokensInWord(text, span)
  for (let before = 1; before <= mostBefore; before++) {
    const start = words[index - before]?.start
    if (start === undefined || tokenIn(text.slice(start, words[index - 1]?.end)) !== undefined)
      break
    if (tokenIn(text.slice(start, span.end)) !== undefined) return [assigned(text, span)]
  }
  return []
}

/** The parts of a word that are tokens, such as behind `--token=`, as small as they can be. */
function tokensInWord(text: string, span: Span): readonly Span[] {
  for (const part of [/[^:=@?&/.]+/g, /[^:=@?&/]+=*/g]) {
    const parts = [...text.slice(span.start, span.end).matchAll(part)]
      .map(spanOf)
      .map(({ start, end }) => ({ start: span.start + start, end: span.start + end }))
      .filter(({ start, end }) => tokenIn(text.slice(start, end)) !== undefined)
    if (parts.length > 0) return parts
  }
  const url = urlsIn(text).find(({ start, end }) => span.start <= start && end <= span.end)
  if (url !== undefined && url.end + 1 < span.end) return [{ start: url.end, end: span.end }]
  return [assigned(text, span)]
}

/** Of `X=y` and `user:password` what stands behind the sign. */
function assigned(text: string, { start, end }: Span): Span {
  const [sign] = /^[^=:]*[=:](?=.)/s.exec(text.slice(start, end)) ?? ['']
  return { start: start + sign.length, end }
}

/** The URLs of a text, each from its scheme to the end of its authority (RFC 3986, 3.2). */
function urlsIn(text: string): readonly Span[] {
  const found: Span[] = []
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    const [scheme] = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, at - 32), at)) ?? ['']
    const authority = /[^\s/?#"'`<>\\]*/y
    authority.lastIndex = at + 3
    const [host = ''] = authority.exec(text) ?? []
    if (scheme !== '') found.push({ start: at - scheme.length, end: at + 3 + host.length })
  }
  return found
}

function passwordIn(text: string, { start, end }: Span): readonly Span[] {
  const url = text.slice(start, end)
  const from = url.indexOf('://') + 3
  const at = url.lastIndexOf('@')
  const colon = url.indexOf(':', from)
  if (colon === -1 || at <= colon + 1 || tokenIn(url) === undefined) return []
  return [{ start: start + colon + 1, end: start + at }]
}
