import { lazy } from '../lazy.ts'
import type { FoundSecret } from './found-secret.ts'
import { tokenShapes } from './token-shapes.ts'

/** Where a word begins: also behind an escape of JSON or a shell, or of a URL; each form begins with a letter or digit. */
const begin = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt])|(?<=%[0-9A-Fa-f]{2}))(?=[A-Za-z0-9])'

/** Whether there is any at all, asked of every value; which one is asked of few. */
const any = new RegExp(`${begin}(?:${tokenShapes.map(({ pattern }) => pattern).join('|')})`)
const which = lazy(
  () =>
    new RegExp(`${begin}(?:${tokenShapes.map(({ pattern }) => `(${pattern})`).join('|')})`, 'g'),
)

/** The tokens of a text by the forms of their issuers, and its private keys. */
export function tokensIn(text: string): readonly FoundSecret[] {
  const keys = text.includes(' KEY') ? keyBlocksIn(text) : []
  return any.test(text) ? [...keys, ...shapesIn(text)] : keys
}

function shapesIn(text: string): readonly FoundSecret[] {
  return [...text.matchAll(which())].map((match) => {
    const shape = tokenShapes.find((_, index) => match[index + 1] !== undefined)
    const what = shape?.what ?? 'a token'
    return { what, by: 'form', start: match.index, end: match.index + match[0].length }
  })
}

/** RFC 7468, OpenPGP, OpenSSH, OpenVPN: the whole block, or what there is of it. */
function keyBlocksIn(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = []
  const opening = /-{4,5} ?BEGIN[A-Z0-9\s]{0,40}?(?:PRIVATE|STATIC|SECRET) KEY/g
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const closing = /-{4,5} ?END[A-Z0-9\s]{0,60}-{0,5}/g
    closing.lastIndex = opening.lastIndex
    const end = closing.exec(text) === null ? text.length : closing.lastIndex
    found.push({ what: 'a private key', by: 'form', start: match.index, end })
    opening.lastIndex = end
  }
  return found
}
