/** An address as its bits, most significant first: how a prefix is a prefix of text. */
export type Bits = string

const known = new Map<string, Bits>()

/** Returns the 32 or 128 bits of an address. */
export function bitsOf(address: string): Bits {
  const before = known.get(address)
  if (before !== undefined) return before
  const bits = address.includes(':') ? bitsOfIpv6(address) : bitsOfIpv4(address)
  known.set(address, bits)
  return bits
}

function bitsOfIpv4(address: string): Bits {
  return address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('')
}

function bitsOfIpv6(address: string): Bits {
  const dotted = address.includes('.') ? address.slice(address.lastIndexOf(':') + 1) : ''
  const tail = dotted === '' ? '' : bitsOfIpv4(dotted)
  const words = dotted === '' ? address : address.slice(0, -dotted.length)
  const [head = '', rest = ''] = words.split('::')
  const [before, after] = [head, rest].map((side) =>
    side
      .split(':')
      .filter((word) => word !== '')
      .map((word) => Number.parseInt(word, 16).toString(2).padStart(16, '0'))
      .join(''),
  ) as [Bits, Bits]
  return before + '0'.repeat(128 - before.length - after.length - tail.length) + after + tail
}

/** Returns the address of bits, in a form that needs no shortening. */
export function addressOfBits(bits: Bits): string {
  const step = bits.length === 32 ? 8 : 16
  const parts = Array.from({ length: bits.length / step }, (_, index) =>
    Number.parseInt(bits.slice(index * step, (index + 1) * step), 2),
  )
  return step === 8 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':')
}

/** Whether an address is in a CIDR, or is the address that stands for one. */
export function isIn(bits: Bits, cidr: string): boolean {
  const { width, prefix } = prefixOf(cidr)
  return bits.length === width && bits.startsWith(prefix)
}

const prefixes = new Map<string, { readonly width: number; readonly prefix: Bits }>()

function prefixOf(cidr: string) {
  const before = prefixes.get(cidr)
  if (before !== undefined) return before
  const [address = '', length] = cidr.split('/')
  const whole = bitsOf(address)
  const prefix = length === undefined ? whole : whole.slice(0, Number(length))
  const found = { width: whole.length, prefix }
  prefixes.set(cidr, found)
  return found
}

const mappedPrefix = '0'.repeat(80) + '1'.repeat(16)

/** The address of IPv4 that one of IPv6 stands for: `::ffff:192.0.2.1` for `192.0.2.1`. */
export function unmapped(bits: Bits): Bits | undefined {
  return bits.length === 128 && bits.startsWith(mappedPrefix) ? bits.slice(96) : undefined
}

/** The address of IPv6 that stands for one of IPv4. */
export function mappedBits(bits: Bits): Bits {
  return mappedPrefix + bits
}
