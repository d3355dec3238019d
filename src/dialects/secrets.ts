import { remembered } from './remembered.ts'
import { assignmentsIn } from './secrets/assignments.ts'
import { decodedIn } from './secrets/base64.ts'
import type { FoundSecret } from './secrets/found-secret.ts'
import { withoutOverlaps } from './secrets/found-secret.ts'
import { hereDocumentsIn } from './secrets/here-documents.ts'
import { namesPassword, namesSecret } from './secrets/names.ts'
import { secretWordsIn } from './secrets/options.ts'
import { placedPrograms } from './secrets/places.ts'
import { isHarmless } from './secrets/references.ts'
import { tokensIn } from './secrets/tokens.ts'
import { urlPasswordsIn, urlSignaturesIn } from './secrets/urls.ts'
import { wordsOf } from './secrets/words.ts'

export type { FoundSecret } from './secrets/found-secret.ts'

/** The shortest text in which a secret can be told from other text. */
const shortest = 8
/** How often base64 in base64 is looked into. */
const deepest = 2

/**
 * The secrets that a text holds, in its order. Time is linear in the text, however hostile.
 *
 * @param name The variable whose value the text is, if it is one: then all of it may be a secret.
 */
export function secretsIn(text: string, name?: string): readonly FoundSecret[] {
  const inside = secretsInside(text)
  if (name === undefined || text === '' || !isSecretOf(name, text)) return inside
  if (inside.some(({ by }) => by === 'form')) return inside
  return [{ what: 'a secret by its name', by: 'place', start: 0, end: text.length }]
}

/** The secrets of each of the arguments of a program, where one may say what the next one is. */
export function secretsInArguments(texts: readonly string[]): readonly (readonly FoundSecret[])[] {
  return secretsInList(JSON.stringify(texts))
}

const secretsInList = remembered((list): readonly (readonly FoundSecret[])[] => {
  const texts: readonly string[] = JSON.parse(list)
  const words = texts.map((text) => ({ text, start: 0, end: text.length, after: '' }))
  const announced = new Map<object, FoundSecret[]>()
  for (const { word, ...secret } of secretWordsIn(words)) {
    announced.set(word, [...(announced.get(word) ?? []), secret])
  }
  return words.map((word) =>
    withoutOverlaps([...secretsIn(word.text), ...(announced.get(word) ?? [])]),
  )
})

/** Returns the kind of token that a text holds, by the form that its issuer documents. */
export function tokenIn(text: string): string | undefined {
  return secretsInside(text).find(({ by }) => by === 'form')?.what
}

/** Returns why a literal environment variable looks like a secret, or undefined. */
export function secretReason(name: string, value: string): string | undefined {
  const token = tokenIn(value)
  if (token !== undefined) return `its value has the form of ${token}`
  if (value !== '' && isSecretOf(name, value)) return 'its name says so'
  const [inside] = secretsInside(value)
  return inside === undefined ? undefined : `it holds ${inside.what}`
}

/** The text with `shown` in the place of each secret. */
export function hideSecrets(text: string, secrets: readonly FoundSecret[], shown: string): string {
  const kept = secrets.map(({ start }, index) => text.slice(secrets[index - 1]?.end ?? 0, start))
  return [...kept, text.slice(secrets.at(-1)?.end ?? 0)].join(shown)
}

const secretsInside = remembered((text) => secretsAt(text, deepest))

function secretsAt(text: string, depth: number): readonly FoundSecret[] {
  if (text.length < shortest) return []
  return withoutOverlaps([
    ...tokensIn(text),
    ...urlPasswordsIn(text),
    ...urlSignaturesIn(text),
    ...hereDocumentsIn(text),
    ...assignmentsIn(text),
    ...announcedIn(text, depth),
    ...encodedIn(text, depth),
  ])
}

/** The secrets of the commands of a shell in a text, also of a command that is an argument. */
function announcedIn(text: string, depth: number): readonly FoundSecret[] {
  if (depth === 0 || !(/\s-|\|\s|<<<|\sset\s/.test(text) || placedPrograms.test(text))) return []
  const words = wordsOf(text)
  const inner = words.filter((word) => word.text !== text && /\s/.test(word.text))
  return [
    ...secretWordsIn(words),
    ...inner.flatMap((word) =>
      announcedIn(word.text, depth - 1).map((each) => ({
        ...each,
        start: each.start + word.start,
        end: each.end + word.start,
      })),
    ),
  ]
}

/** What base64 of a secret is: a secret. */
function encodedIn(text: string, depth: number): readonly FoundSecret[] {
  if (depth === 0) return []
  return decodedIn(text).flatMap(({ text: decoded, start, end }) => {
    const found = secretsAt(decoded, depth - 1)
    const inner = found.find(({ by }) => by === 'form') ?? found[0]
    return inner === undefined ? [] : [{ ...inner, what: `${inner.what} in base64`, start, end }]
  })
}

const isNameOfSecret = remembered(namesSecret)

function isSecretOf(name: string, value: string): boolean {
  if (/(?:^|_)HEADERS?$/i.test(name)) return hasOwnHeader(value)
  if (!isNameOfSecret(name)) return false
  return !isHarmless(value) || (namesPassword(name) && /^\d{4,}$/.test(value))
}

/** Headers that everybody may see. */
const plainHeaders =
  /^(?:accept(?:-[a-z]+)?|content-[a-z]+|user-agent|cache-control|host|origin|referer|x-request-id|x-forwarded-[a-z]+|connection|pragma|vary|etag|true|false|x-.*-(?:version|name|source))$/i

/** Whether a list of headers has one that is no common one: services give their keys any name. */
function hasOwnHeader(value: string): boolean {
  return value
    .split(/[,;\n|]/)
    .map((each) =>
      /^\s{0,8}["'{]{0,2}([A-Za-z][\w-]{0,80})["']?\s{0,8}[=:]\s{0,8}(\S.*)/.exec(each),
    )
    .some(
      (pair) => pair !== null && !plainHeaders.test(pair[1] ?? '') && !isHarmless(pair[2] ?? ''),
    )
}
