/** Standard and URL-safe alphabets, in one line or in many; what is shorter holds no token. */
const runs =
  /(?:(?<![A-Za-z0-9+/_\\-])|(?<=\\[nrt]))[A-Za-z0-9+/_-]{24,}(?:\r?\n[A-Za-z0-9+/]{4,})*={0,2}/g

/** A part of a text that is base64 of printable text. */
export interface EncodedPart {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The parts of a text that are printable text in base64: keys and configurations travel so. */
export function decodedIn(text: string): readonly EncodedPart[] {
  if (text.length < 24) return []
  const found: EncodedPart[] = []
  for (const match of text.matchAll(runs)) {
    const decoded = printable(match[0])
    if (decoded === undefined) continue
    found.push({ text: decoded, start: match.index, end: match.index + match[0].length })
  }
  return found
}

/** What base64 stands for, if that is printable ASCII. */
export function printable(base64: string): string | undefined {
  if (!isPrintable(decode(base64.slice(0, 16)))) return undefined
  const decoded = decode(base64)
  return isPrintable(decoded) ? decoded : undefined
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1')
}

function isPrintable(text: string): boolean {
  return /^[\t\n\r\x20-\x7e]+$/.test(text)
}
