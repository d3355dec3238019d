import type { FoundSecret } from './found-secret.ts'
import { isHarmless } from './references.ts'

const what = 'a URL with a password'

/** The passwords of the URLs of a text, wherever they stand, and of MySQL's own data source names. */
export function urlPasswordsIn(text: string): readonly FoundSecret[] {
  if (!text.includes('@')) return []
  const found: FoundSecret[] = []
  for (const { 0: whole, index } of text.matchAll(/:\/\/(?:(?!:\/\/)[^\s/])+/g)) {
    // A quote ends a URL, unless it is a part of the password.
    const quote = whole.search(/["'`<>]/)
    const strict = whole.slice(0, quote === -1 ? undefined : quote).lastIndexOf('@')
    const at = strict === -1 ? whole.lastIndexOf('@') : strict
    if (at > 3) found.push(...userinfo(text, index + 3, index + at))
  }
  return [...found, ...dataSources(text)]
}

/**
 * The signatures in the queries of URLs, with which anybody may do what was signed: those of Azure,
 * Amazon, Google, Tencent and CDNs.
 */
export function urlSignaturesIn(text: string): readonly FoundSecret[] {
  if (!/sig|hmac|hdn/i.test(text)) return []
  const found: FoundSecret[] = []
  const signature =
    /(?<=[?&](?:amp;)?(?:[a-z0-9_.-]{0,40}[_-])?(?:sig|signature|hmac|hdnts|hdnea|hdntl)=)[^&#\s"'`<>\\]{6,}/gi
  for (const { 0: value, index } of text.matchAll(signature)) {
    if (isHarmless(value)) continue
    found.push({
      what: 'a URL with a signature',
      by: 'place',
      start: index,
      end: index + value.length,
    })
  }
  return found
}

function userinfo(text: string, start: number, end: number): readonly FoundSecret[] {
  const colon = text.indexOf(':', start)
  if (colon === -1 || colon + 1 >= end) return []
  const user = text.slice(start, colon)
  const password = text.slice(colon + 1, end)
  // A port, and an address in what follows it; or a query without a path.
  if (/^\d{1,5}["'`<>,;?#&]/.test(password) || /[?#=&"'`<>]/.test(user)) return []
  if (/["'`<>][,:;)\]}<>=]/.test(password)) return []
  if (isHarmless(password) && !/^\d+$/.test(password)) return []
  // GitHub takes a token in the place of the user, with one of these passwords.
  if (/^x-oauth(?:-basic)?$/.test(password)) return isHarmless(user) ? [] : [form(start, colon)]
  return [form(colon + 1, end)]
}

/** `user:password@tcp(host:port)/name`, and Oracle's `user/password@` behind `thin:`. */
function dataSources(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = []
  for (const { index } of text.matchAll(/@(?:tcp|unix)\(/g)) {
    const before = /(?:^|[\s"'=`])[^\s:"'=`/]{0,64}:([^\s"'`]{1,128})$/.exec(
      text.slice(Math.max(0, index - 200), index),
    )
    const password = before?.[1]
    if (password !== undefined && !isHarmless(password))
      found.push(form(index - password.length, index))
  }
  for (const match of text.matchAll(
    /(?<=jdbc:oracle:[a-z]{2,6}:[^\s/@:]{1,64}\/)[^\s@/]{1,128}(?=@)/g,
  )) {
    if (!isHarmless(match[0])) found.push(form(match.index, match.index + match[0].length))
  }
  return found
}

function form(start: number, end: number): FoundSecret {
  return { what, by: 'form', start, end }
}
