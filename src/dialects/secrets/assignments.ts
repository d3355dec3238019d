import { printable } from './base64.ts'
import type { FoundSecret } from './found-secret.ts'
import { namesPassword, namesSecret, secretWord } from './names.ts'
import { isHarmless } from './references.ts'

/** What may stand between a name and its value: `=`, `: `, `" : "`, `=>`. */
const separator = /["'\\]{0,2}[ \t]{0,8}(=>|:=|=|:)(?!=)([ \t]{0,8})(\\?["'`])?/y
/** HTTP's authentication schemes, which a header names before the secret. */
const scheme =
  /(Bearer|Basic|Token|ApiKey|Api-Key|Digest|Splunk|GenieKey|SSWS|Bot|DeepL-Auth-Key|Klaviyo-API-Key)(?:\s|%20|\+)\s{0,8}/iy
/** Up to a space or a quote, or what JSON and shells write for a new line. */
const unquoted = /^(?:[^\s"'`\\]|\\(?![nrt"']))+/
/** Where the next of several values begins, or the next command. */
const next = /[,;&](?=["']?[A-Za-z_][\w.-]{0,63}["']?[=:])|&&|\|\||[;|)}\]>]+$/

/**
 * The values that a text assigns to names of secrets: `API_KEY=x`, `--token=x`, `?token=x`,
 * `"password": "x"`, `Authorization: Bearer x`; and what a word like `Bearer` announces.
 */
export function assignmentsIn(text: string): readonly FoundSecret[] {
  if (!secretWord.test(text)) return []
  return [...assignedIn(text), ...announcedIn(text)]
}

function assignedIn(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = []
  const name = /(?<![$\w{.-]|\$\{)-{0,2}_{0,2}([A-Za-z][\w.-]*)|[A-Za-z_][\w.-]*/g
  for (let match = name.exec(text); match !== null; match = name.exec(text)) {
    const [whole, own] = match
    if (own === undefined || !says(own)) continue
    separator.lastIndex = match.index + whole.length
    const between = separator.exec(text)
    // A part of a longer name: `arn:aws:secretsmanager:…:secret:x`.
    const isPart = between?.[0] === ':' && text[match.index - 1] === ':'
    if (between === null || isPart) continue
    const value = valueAt(text, separator.lastIndex, between[3])
    name.lastIndex = Math.max(value.end, name.lastIndex)
    // npm calls it so, in base64 or not.
    const isOfNpm = own === 'auth' && whole.startsWith('_') && !isHarmless(value.text)
    if (!isOfNpm && !isSecret(own, value.text, between, value.hasScheme)) continue
    found.push({
      what: `a value of ${shown(own)}`,
      by: 'place',
      start: value.start,
      end: value.end,
    })
  }
  return found
}

/** Docker, npm and Go call a user and a password in base64 so. */
function says(name: string): boolean {
  return namesSecret(name) || /^_?(?:auth|authconfig|identitytoken|_auth)$/i.test(name)
}

function isSecret(
  name: string,
  value: string,
  [, sign = '', space = '', quote]: RegExpExecArray,
  hasScheme: boolean,
): boolean {
  if (/^_?auth/i.test(name) && !namesSecret(name)) return printable(value)?.includes(':') === true
  if (isHarmless(value)) return namesPassword(name) && /^\d{4,}$/.test(value)
  if (hasScheme || quote !== undefined) return quote === undefined || !isProse(value)
  // "Token: the one that you got" is prose.
  return sign !== ':' || space === '' || !/^[A-Za-z]+[.,!?]?$/.test(value)
}

function isProse(value: string): boolean {
  return /^[A-Za-z]+(?: [A-Za-z]+){2,}[.!?]?$/.test(value)
}

interface Value {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly hasScheme: boolean
}

function valueAt(text: string, from: number, quote: string | undefined): Value {
  scheme.lastIndex = from
  const hasScheme = scheme.test(text)
  const start = hasScheme ? scheme.lastIndex : from
  const end = quote === undefined ? unquotedEnd(text, start) : quotedEnd(text, start, quote)
  return { text: text.slice(start, end), start, end, hasScheme }
}

function quotedEnd(text: string, start: number, quote: string): number {
  const end = text.indexOf(quote, start)
  return end === -1 ? text.length : end
}

function unquotedEnd(text: string, start: number): number {
  // What is replaced may have spaces in it.
  const command = /\$\([^()]{0,400}\)|\$\{[^{}]{0,200}\}|<[^<>\s][^<>]{0,60}>/y
  command.lastIndex = start
  if (command.test(text)) return command.lastIndex
  // Most values are short, and reading on from each of many to the end of the text is not linear.
  for (const length of [128, 4_096, text.length]) {
    const run = unquoted.exec(text.slice(start, start + length))?.[0] ?? ''
    const cut = next.exec(run)
    if (cut !== null) return start + cut.index
    if (run.length < length) return start + run.length
  }
  return text.length
}

/** `Bearer x` and `Basic x` without the name of a header, and `login x password y` of .netrc. */
function announcedIn(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = []
  const add = (what: string, match: RegExpExecArray) => {
    const secret = match[1] ?? ''
    const end = match.index + match[0].length
    if (!isHarmless(secret)) found.push({ what, by: 'place', start: end - secret.length, end })
  }
  for (const match of text.matchAll(/\b[Bb]earer(?: |%20)([A-Za-z0-9._~+/-]{16,}=*)/g)) {
    if (/\d/.test(match[1] ?? '')) add('a bearer token', match)
  }
  for (const match of text.matchAll(/\b[Bb]asic(?: |%20)([A-Za-z0-9+/_-]{6,}={0,2})/g)) {
    if (printable(match[1] ?? '')?.includes(':') === true) add('a user and a password', match)
  }
  for (const match of text.matchAll(
    /\blogin\s{1,8}[^\s]{1,256}\s{1,8}(?:account\s{1,8}[^\s]{1,256}\s{1,8})?password\s{1,8}([^\s"'\\]+)/g,
  )) {
    add('a password of .netrc', match)
  }
  return found
}

function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name
}
