import {
  hideSpans,
  KnownSecrets,
  looseSpans,
  moved,
  secretsIn,
  snakeCase,
} from '../../dialects/masking.ts'
import type { Span } from '../../dialects/secret-spans.ts'
import { announcedSpans, merge, secretSpans, tokensWithin } from '../../dialects/secret-spans.ts'

/**
 * The text of a source with a star for each character of a secret in a string, a template or a
 * comment: every place in it stays its own.
 */
export function hideInSource(text: string): string {
  const { literals, comments } = scan(text)
  const secrets = new KnownSecrets(secretsOf(text, literals))
  const announced = announcedSpans(text, literals)
  const strings = literals.flatMap(({ start, end, value, name }, index): readonly Span[] => {
    const whole = { start, end }
    if (secrets.isPartOfOne(value)) return [whole]
    const spans = merge([...spansOf(value, name), ...(announced[index] ?? [])])
    return text.slice(start, end) === value
      ? spans.map(moved(start))
      : spans.length > 0
        ? [whole]
        : []
  })
  const remarks = comments.flatMap(({ start, end }) =>
    looseSpans(text.slice(start, end)).map(moved(start)),
  )
  return hideSpans(text, [...strings, ...remarks, ...tokensWithin(text)])
}

/** The secrets in the strings and templates of a source. */
export function secretsInSource(text: string): readonly string[] {
  return secretsOf(text, scan(text).literals)
}

interface Literal extends Span {
  readonly value: string
  /** What it is assigned to, or the key that it is the value of. */
  readonly name: string | undefined
}

function secretsOf(text: string, literals: readonly Literal[]): readonly string[] {
  const announced = announcedSpans(text, literals)
  return literals.flatMap(({ value, name }, index) => [
    ...secretsIn(value, name),
    ...(announced[index] ?? []).map(({ start, end }) => value.slice(start, end)),
  ])
}

function spansOf(value: string, name: string | undefined): readonly Span[] {
  const [whole = '', assigned] = /^([A-Za-z_]\w*)=/.exec(value) ?? []
  return secretSpans(value.slice(whole.length), assigned ?? name).map(moved(whole.length))
}

/**
 * Strings, templates and comments, by a look at the signs that begin and end them. Whether a slash
 * begins a regular expression is guessed by what stands before it, as editors do; the parser is
 * native code, which a hostile text can end, and this is for display.
 */
function scan(text: string) {
  const literals: Literal[] = []
  const comments: Span[] = []
  /** For each template that is open, the braces that are open in its substitution, and its name. */
  const open: { braces: number; readonly name: string | undefined }[] = []
  const template = (from: number, name: string | undefined): number => {
    chunk.lastIndex = from
    const [raw = ''] = chunk.exec(text) ?? []
    const end = from + raw.length
    add(from, end, name)
    if (text.startsWith('${', end)) {
      open.push({ braces: 0, name })
      return end + 2
    }
    return end + 1
  }
  const add = (start: number, end: number, name: string | undefined): void => {
    literals.push({ start, end, value: unescaped(text.slice(start, end)), name })
  }
  let at = 0
  while (at < text.length) {
    plain.lastIndex = at
    at += plain.exec(text)?.[0].length ?? 0
    const sign = text[at]
    if (sign === undefined) break
    const pattern = sign === '/' ? slash(text, at) : strings[sign]
    if (pattern !== undefined) {
      pattern.lastIndex = at
      const [raw = sign] = pattern.exec(text) ?? []
      const end = at + raw.length
      if (pattern === comment) comments.push({ start: at, end })
      else if (sign !== '/') {
        const isClosed = raw.length > 1 && raw.endsWith(sign)
        add(at + 1, isClosed ? end - 1 : end, nameBefore(text, at))
      }
      at = end
    } else if (sign === '`') {
      at = template(at + 1, nameBefore(text, at))
    } else {
      at++
      const substitution = open.at(-1)
      if (substitution === undefined) continue
      if (sign === '{') substitution.braces++
      else if (substitution.braces > 0) substitution.braces--
      else {
        open.pop()
        at = template(at, substitution.name)
      }
    }
  }
  return { literals, comments }
}

const plain = /[^'"`/{}]*/y
const chunk = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y
const comment = /\/\/[^\n\r]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/y
const expression = /\/(?:[^/\\[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*\]?)+\/?[a-z]*/y
const division = /\//y
const strings: Readonly<Record<string, RegExp>> = {
  "'": /'(?:[^'\\\n\r]|\\(?:\r\n|[\s\S]))*'?/y,
  '"': /"(?:[^"\\\n\r]|\\(?:\r\n|[\s\S]))*"?/y,
}

function slash(text: string, at: number): RegExp {
  if (text[at + 1] === '/' || text[at + 1] === '*') return comment
  const before = text.slice(Math.max(0, at - 24), at).trimEnd()
  return /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case))$/.test(before)
    ? expression
    : division
}

const longestName = 100

/** `name = `, `name: type = `, `name: `, `'name': `, `['name', ` before `end`. */
function nameBefore(text: string, end: number): string | undefined {
  const before = text.slice(Math.max(0, end - longestName), end).trimEnd()
  const last = before.at(-1)
  if (last !== '=' && last !== ':' && last !== ',' && last !== '(') return undefined
  for (const form of forms) {
    const name = form.exec(before)?.[1]
    if (name !== undefined) return snakeCase(name)
  }
  return undefined
}

const forms = [
  /(?<![\w$-])([A-Za-z_$][\w$-]*)["'`]?\]?\s*[?!]?\s*(?::[^;{}(),'"`\n=]*)?=\s*\(?$/,
  /(?<![\w$-])([A-Za-z_$][\w$-]*)["'`]?\]?\s*\??\s*:\s*\(?$/,
  /["'`]([A-Za-z_$][\w$-]*)["'`]\s*,$/,
]

const shortEscapes: Readonly<Record<string, string>> = {
  ...{ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0', '\n': '', '\r\n': '' },
}

/** What the inside of a literal stands for (ECMA-262, 12.9.4). */
function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw
  const form = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[\s\S]))/gi
  return raw.replace(form, (_all, long?: string, four?: string, two?: string, one = '') => {
    const digits = long ?? four ?? two
    if (digits === undefined) return shortEscapes[one] ?? one
    const code = Number.parseInt(digits, 16)
    return code > 0x10ffff ? '' : String.fromCodePoint(code)
  })
}
