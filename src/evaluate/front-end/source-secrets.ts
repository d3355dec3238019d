import { hideSpans, KnownSecrets, looseSpans, moved, secretsIn } from '../../dialects/masking.ts'
import type { Span } from '../../dialects/secret-spans.ts'
import {
  announcedSpans,
  merge,
  occurrences,
  searchable,
  secretSpans,
  tokensWithin,
} from '../../dialects/secret-spans.ts'
import type { Literal } from './scan-source.ts'
import { scanSource } from './scan-source.ts'

/**
 * The text of a source with a star for each character of a secret in a string, a template or a
 * comment: every place in it stays its own.
 */
export function hideInSource(text: string): string {
  const { literals, comments } = scanSource(text)
  const spans = spansOfLiterals(text, literals)
  const known = secretsOf(literals, spans)
  const secrets = new KnownSecrets(known)
  const searched = searchable(known)
  const strings = literals.flatMap(({ start, end, value }, index): readonly Span[] => {
    const whole = { start, end }
    if (secrets.isPartOfOne(value)) return [whole]
    const own = spans[index] ?? []
    if (text.slice(start, end) === value) return own.map(moved(start))
    return own.length > 0 || occurrences(value, searched).length > 0 ? [whole] : []
  })
  const remarks = comments.flatMap(({ start, end }) =>
    looseSpans(text.slice(start, end)).map(moved(start)),
  )
  return hideSpans(text, [
    ...strings,
    ...remarks,
    ...tokensWithin(text),
    ...occurrences(text, searched),
  ])
}

/** The secrets in the strings and templates of a source. */
export function secretsInSource(text: string): readonly string[] {
  const { literals } = scanSource(text)
  return secretsOf(literals, spansOfLiterals(text, literals))
}

function secretsOf(
  literals: readonly Literal[],
  spans: readonly (readonly Span[])[],
): readonly string[] {
  return literals.flatMap(({ value, name }, index) => [
    ...secretsIn(value, name),
    ...(spans[index] ?? []).map(({ start, end }) => value.slice(start, end)),
  ])
}

/** The secrets in the value of each literal: by itself, by those before it, and by those it is joined to. */
function spansOfLiterals(text: string, literals: readonly Literal[]): readonly (readonly Span[])[] {
  const announced = announcedSpans(text, literals)
  const joined = joinedSpans(text, literals)
  return literals.map(({ value, name }, index) =>
    merge([...spansOf(value, name), ...(announced[index] ?? []), ...(joined[index] ?? [])]),
  )
}

function spansOf(value: string, name: string | undefined): readonly Span[] {
  const [whole = '', assigned] = /^([A-Za-z_]\w*)=/.exec(value) ?? []
  return secretSpans(value.slice(whole.length), assigned ?? name).map(moved(whole.length))
}

/** What stands between two literals that are one text: `+`, and the ends of a substitution. */
const joint = /^["'`]?\s{0,80}(?:\+|\$\{|\})\s{0,80}["'`]?$/
const longestJoint = 200

/** The parts of literals that are of a secret which several of them make together. */
function joinedSpans(text: string, literals: readonly Literal[]): readonly (readonly Span[])[] {
  const runs: Literal[][] = []
  for (const each of literals) {
    const last = runs.at(-1)?.at(-1)
    const isJoined =
      last !== undefined &&
      each.start - last.end < longestJoint &&
      joint.test(text.slice(last.end, each.start))
    if (isJoined) runs.at(-1)?.push(each)
    else runs.push([each])
  }
  return runs.flatMap((run) => {
    if (run.length === 1) return [[]]
    const spans = spansOf(run.map(({ value }) => value).join(''), run[0]?.name)
    let from = 0
    return run.map(({ value: { length } }) => {
      const start = from
      from += length
      return spans.flatMap((span) => {
        const part = { start: Math.max(span.start, start), end: Math.min(span.end, start + length) }
        return part.start < part.end ? [moved(-start)(part)] : []
      })
    })
  })
}
