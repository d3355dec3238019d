/**
 * How a secret is shown: not at all. Reviews, messages and excerpts may end up in a public log.
 */
import { quotePath } from '../diagnostic/text.ts'
import { tomlString } from '../smolfile/toml-text.ts'
import type { Span } from './secret-spans.ts'
import { merge, occurrences, replaceSpans, secretSpans, tokensWithin } from './secret-spans.ts'
import { secretReason, secretsInArguments, tokenIn } from './secrets.ts'

const sign = '***'

/**
 * What stands for secrets where values are compared: the same for the same secret and another for
 * another, so that a change of one is seen. The first has no number, since most are the only one.
 */
export class SecretLabels {
  readonly #numbers = new Map<string, number>()
  readonly #known: readonly string[]

  /** @param known Secrets by what stands elsewhere, which are left out wherever they are. */
  constructor(known: readonly string[] = []) {
    this.#known = known
  }

  /**
   * `value` without the secrets in it.
   *
   * @param more Parts of it that are secrets by what stands around it.
   */
  mask(value: string, name?: string, more: readonly Span[] = []): string {
    const known = occurrences(value, this.#known)
    const spans = merge([...secretSpans(value, name), ...known, ...more])
    const [only] = spans
    if (only === undefined) return value
    if (only.end - only.start === value.length) {
      const number = this.#numberOf(value)
      return number === 1 ? '(secret, not shown)' : `(secret ${number}, not shown)`
    }
    return this.replace(value, spans)
  }

  /** A name or a path of names, which may say a secret itself: `PASSWORD=…` can be a key. */
  maskName(name: string): string {
    return this.replace(name, looseSpans(name))
  }

  /** `text` with a short sign for each of the spans, which are secrets. */
  replace(text: string, spans: readonly Span[]): string {
    return replaceSpans(text, spans, (secret) => {
      if (secret.startsWith(sign)) return secret
      const number = this.#numberOf(secret)
      return number === 1 ? sign : `${sign}(${number})`
    })
  }

  #numberOf(secret: string): number {
    const number = this.#numbers.get(secret) ?? this.#numbers.size + 1
    this.#numbers.set(secret, number)
    return number
  }
}

/** `text` with a star for each character of the spans, so that every place in it stays its own. */
export function hideSpans(text: string, spans: readonly Span[]): string {
  return replaceSpans(text, merge(spans), (secret) => secret.replace(/[^\r\n]/g, '*'))
}

/** `text`, of which nothing more is known, without what has the form of a token. */
export function hideTokens(text: string): string {
  const spans = tokensWithin(text)
  if (spans.length === 0) return text
  return replaceSpans(text, spans, (secret) => (secret.startsWith(sign) ? secret : sign))
}

/** `NAME=value`, `"name": "value"`, `NAME: 'value'`. */
const assignment =
  /(?<![\w-])([A-Za-z_][\w-]{0,63})["']?\s{0,8}(?:=\s{0,8}(?:(["'`])(.{0,4096}?)\2|([^\s"'`,;]{1,4096}))|:\s{0,8}(["'`])(.{0,4096}?)\5)/dg

/** The secrets in a text that cannot be read as what it is: by the form of tokens, and by names. */
export function looseSpans(text: string): readonly Span[] {
  const assigned = [...text.matchAll(assignment)].flatMap(({ 1: name = '', indices }) => {
    const [start, end] = indices?.[3] ?? indices?.[4] ?? indices?.[6] ?? [0, 0]
    const isSecret = secretReason(snakeCase(name), text.slice(start, end)) !== undefined
    return isSecret ? secretSpans(text.slice(start, end), snakeCase(name)).map(moved(start)) : []
  })
  return merge([...assigned, ...tokensWithin(text)])
}

/** The same as texts. */
export function looseSecrets(text: string): readonly string[] {
  return looseSpans(text).map(({ start, end }) => text.slice(start, end))
}

/** The same with a star for each character. */
export function hideLoosely(text: string): string {
  return hideSpans(text, looseSpans(text))
}

/** The same with a short sign for each of them. */
export function hideNamed(text: string): string {
  return replaceSpans(text, looseSpans(text), () => sign)
}

/** A span of a part that begins at `start`, as one of the whole. */
export function moved(start: number): (span: Span) => Span {
  return (span) => ({ start: start + span.start, end: start + span.end })
}

/** `dbPassword` as variables are called: `db_Password`. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').replaceAll('-', '_')
}

/** The secrets among the texts in `value`, by their form, and by the names that they are given. */
export function secretsIn(value: unknown, name?: string): readonly string[] {
  if (typeof value === 'string') {
    const [, assigned, rest = value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(value) ?? []
    return secretSpans(rest, assigned ?? name).map(({ start, end }) => rest.slice(start, end))
  }
  if (typeof value !== 'object' || value === null) return []
  if (!Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, each]) => [
      ...secretsIn(key),
      ...secretsIn(each, key),
    ])
  }
  // A builder records a variable as a name and a value.
  const [key, text, ...more] = value
  if (typeof key === 'string' && typeof text === 'string' && more.length === 0) {
    return [...secretsIn(key, name), ...secretsIn(text, key), ...secretsIn(text)]
  }
  const announced = isTexts(value) ? announcedSecrets(value) : []
  return [...announced, ...value.flatMap((each) => secretsIn(each, name))]
}

/** The texts in `value` that are secrets by what stands before them in a list, as behind `--token`. */
export function announcedSecrets(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(announcedSecrets)
  if (!isTexts(value)) return inside
  return secretsInArguments(value).flatMap((found, index) => {
    const text = value[index] ?? ''
    return found.map(({ start, end }) => text.slice(start, end))
  })
}

function isTexts(value: object): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

/** A secret that is shorter is a word as well, and is left out where it stands alone. */
const shortest = 8
/** One that is still shorter is so only in quotes. */
const shortestWord = 4

/** A text with more of them is read by nobody: all that is quoted is left out of its messages. */
const mostSecrets = 200
/** Characters that are looked through for parts of secrets. */
const mostCompared = 50_000_000

/** Texts that are secrets, wherever they turn up in what is shown. */
export class KnownSecrets {
  readonly #spellings: readonly string[]
  readonly #isTooMany: boolean
  readonly #all: string
  #compared = 0

  constructor(secrets: Iterable<string>) {
    const lines = [...secrets].flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    const known = [...new Set(lines)].filter((each) => each !== '')
    this.#all = known.join('\n')
    this.#isTooMany = known.length > mostSecrets
    const spellings = this.#isTooMany ? [] : known.flatMap(spellingsOf)
    this.#spellings = [...new Set(spellings)].sort((a, b) => b.length - a.length)
  }

  /** `text` without the secrets, in whatever way they are written, and without tokens. */
  hide(text: string): string {
    if (this.#isTooMany) return hideTokens(text.replace(/(["'`]).*\1/gs, `$1${sign}$1`))
    const known = this.#spellings.reduce(withoutSecret, text)
    return hideTokens(this.#hideCut(known))
  }

  /** Whether `text` is a secret or a part of one, as far as that is known in time. */
  isPartOfOne(text: string): boolean {
    if (text.length < shortest || this.#all === '') return false
    this.#compared += this.#all.length
    return this.#compared > mostCompared || this.#all.includes(text)
  }

  /** Of a secret that was cut, by us or by the compiler, the beginning is left. */
  #hideCut(text: string): string {
    const cuts = [...text.matchAll(/\u2026|\.{3}/g)].slice(0, mostCuts)
    const spans = cuts.flatMap(({ index: end }): readonly Span[] => {
      const before = text.slice(0, end)
      const lengths = this.#spellings.map((secret) => beginningOf(secret, before))
      const [word = ''] = /[^\s"'`]{0,200}$/.exec(before) ?? []
      if (endings.some((ending) => tokenIn(word + ending) !== undefined)) lengths.push(word.length)
      const length = Math.max(0, ...lengths)
      return length < shortestWord ? [] : [{ start: end - length, end }]
    })
    return replaceSpans(text, merge(spans), () => sign)
  }
}

/** Cuts that are looked at in one text. */
const mostCuts = 20

/** The length of the longest beginning of `secret` that `text` ends with. */
function beginningOf(secret: string, text: string): number {
  let length = Math.min(secret.length, text.length)
  while (length > 0 && !text.endsWith(secret.slice(0, length))) length--
  return length
}

/** What makes the beginning of a token one. */
const endings = ['', ...Array.from({ length: 64 }, (_, index) => 'A'.repeat(index + 1))].flatMap(
  (fill) => [
    fill,
    ...(fill.length === 32
      ? [`${fill}.eyJ${fill}.${fill}`, `.eyJ${fill}.${fill}`, `${fill}@host`]
      : []),
  ],
)

function withoutSecret(text: string, secret: string): string {
  if (!text.includes(secret)) return text
  if (secret.length >= shortest) return text.replaceAll(secret, sign)
  const escaped = secret.replace(/[^\w\s]/g, '\\$&')
  const alone =
    secret.length < shortestWord ? `(?<=["'\`])${escaped}(?=["'\`])` : `(?<!\\w)${escaped}(?!\\w)`
  return text.replace(new RegExp(alone, 'g'), sign)
}

/** As it is, as JSON, TypeScript, TOML and messages write it. */
function spellingsOf(secret: string): readonly string[] {
  const quoted = [JSON.stringify(secret), quotePath(secret), tomlString(secret)]
  const single = secret.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')
  return [
    secret,
    single,
    encodeURIComponent(secret.toWellFormed()),
    ...quoted.map((each) => each.slice(1, -1)),
  ]
}
