/** Characters that look random, the same ones each time: tokens are put together, never written. */
function filler(alphabet: string, length: number, step: number): string {
  return Array.from({ length }, (_, index) => alphabet[(index * step + 3) % alphabet.length]).join(
    '',
  )
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

export const alnum = (length: number) =>
  filler(`${letters}${letters.toUpperCase()}0123456789`, length, 37)
export const lower = (length: number) => filler(`${letters}0123456789`, length, 23)
export const upper = (length: number) => filler(`${letters.toUpperCase()}0123456789`, length, 23)
export const hex = (length: number) => filler('0123456789abcdef', length, 7)
export const digits = (length: number) => filler('1234567890', length, 7)
export const bech32 = (length: number) => filler('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', length, 7)
export const uuid = () => [hex(8), hex(4), hex(4), hex(4), hex(12)].join('-')

export function base64(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64')
}

/** A block as RFC 7468 has it; the words are apart, so that no tool takes a source for a leak. */
export function pem(label: string, body = `MIIEvQ${alnum(200)}`, newline = '\n'): string {
  const dashes = '-'.repeat(5)
  return [`${dashes}BEGIN ${label}${dashes}`, body, `${dashes}END ${label}${dashes}`].join(newline)
}
