/**
 * Which parts of a text are a secret, so that everything around them can be shown: of a URL the
 * password alone. What is one is said in `secrets.ts`.
 */
import { urlPasswordsIn, urlSignaturesIn } from './secrets/urls.ts'
import { secretsIn, secretsInArguments } from './secrets.ts'

/** A part of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * The parts of `text` that are secrets, in order, none within another.
 *
 * @param name The variable that it is the value of: by its name the whole value may be a secret.
 */
export function secretSpans(text: string, name?: string): readonly Span[] {
  return merge(secretsIn(text, name))
}

/**
 * What has the form of a secret in a text of many words, such as a message or a file: what is one by
 * the words around it is left, since words of a text are no program's arguments.
 */
export function tokensWithin(text: string): readonly Span[] {
  const byForm = secretsIn(text).filter(({ by }) => by === 'form')
  return merge([...byForm, ...urlPasswordsIn(text), ...urlSignaturesIn(text)])
}

/** A string in a text, with or without its quotes. */
interface Written extends Span {
  readonly value: string
}

/**
 * The secrets that strings are by those before them, such as `--token`, in lists and calls: for each
 * of the strings, the spans in its value.
 */
export function announcedSpans(
  text: string,
  strings: readonly Written[],
): readonly (readonly Span[])[] {
  const runs: Written[][] = []
  for (const each of strings) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (last !== undefined && separator.test(text.slice(last.end, each.start))) run?.push(each)
    else runs.push([each])
  }
  return runs.flatMap((run) => (run.length < 2 ? [[]] : argumentSpans(run)))
}

/** What stands between two elements of a list, or arguments of a call. */
const separator = /^["'`]*\s*,\s*["'`]*$/

function argumentSpans(run: readonly Written[]): readonly (readonly Span[])[] {
  return secretsInArguments(run.map(({ value }) => value)).map(merge)
}

/** A shorter secret may be a word as well. */
const shortest = 8
/** More secrets than that are not looked for in what stands around them. */
const most = 200

/** Those of the secrets that are looked for wherever they may stand. */
export function searchable(secrets: Iterable<string>): readonly string[] {
  return [...new Set(secrets)].filter(({ length }) => length >= shortest).slice(0, most)
}

/** Where {@link searchable} secrets stand in a text. */
export function occurrences(text: string, secrets: readonly string[]): readonly Span[] {
  const spans: Span[] = []
  for (const secret of secrets) {
    for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length)) {
      spans.push({ start: at, end: at + secret.length })
    }
  }
  return merge(spans)
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
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last === undefined || start > last.end) merged.push({ start, end })
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, end) }
  }
  return merged
}
