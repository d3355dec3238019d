import { snakeCase } from '../../dialects/masking.ts'
import type { Span } from '../../dialects/secret-spans.ts'
import { Brackets } from './brackets.ts'

/** A string or a chunk of a template, without its quotes. */
export interface Literal extends Span {
  readonly value: string
  /** What it is assigned to, the key that it is the value of, or the function that gives it. */
  readonly name: string | undefined
}

/**
 * Strings, templates and comments, by a look at the signs that begin and end them. Whether a slash
 * begins a regular expression is guessed by what stands before it, as editors do; the parser is
 * native code, which a hostile text can end, and this is for display.
 */
export function scanSource(text: string) {
  const literals: Literal[] = []
  const comments: Span[] = []
  const brackets = new Brackets(text)
  const nameAt = (at: number): string | undefined => {
    const name = brackets.nameOf(at)
    return name === undefined ? undefined : snakeCase(name)
  }
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
        add(at + 1, isClosed ? end - 1 : end, nameAt(at))
      }
      at = end
    } else if (sign === '`') {
      at = template(at + 1, nameAt(at))
    } else {
      const substitution = open.at(-1)
      const isEnd = sign === '}' && substitution?.braces === 0
      if (substitution !== undefined && sign === '{') substitution.braces++
      if (substitution !== undefined && sign === '}') substitution.braces--
      if (isEnd) open.pop()
      else brackets.take(sign, at)
      at = isEnd ? template(at + 1, substitution?.name) : at + 1
    }
  }
  return { literals, comments }
}

const plain = /[^'"`/{}()[\]=:?,;\n]*/y
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
