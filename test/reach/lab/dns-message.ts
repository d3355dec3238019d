import ipaddr from 'ipaddr.js'

/** The types of question that the laboratory asks, by their numbers on the wire. */
export const recordTypes = {
  A: 1,
  NS: 2,
  CNAME: 5,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  HTTPS: 65,
} as const

export type RecordType = keyof typeof recordTypes

export interface Question {
  readonly name: string
  readonly type: RecordType
}

/** An answer: an address, the name of a CNAME, or for the other types a text. */
export interface Answer {
  readonly name: string
  readonly type: RecordType
  readonly data: string
}

/** What came back: the records, or why there are none. */
export interface Reply {
  readonly outcome: 'NOERROR' | 'SERVFAIL' | 'NXDOMAIN' | 'REFUSED' | 'error'
  readonly answers: readonly Answer[]
}

const outcomes: Readonly<Record<number, Reply['outcome']>> = {
  0: 'NOERROR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  5: 'REFUSED',
}

/** The records that answer a question: those that are no addresses or texts by their type alone. */
export function inWords(answers: readonly Answer[]): string {
  const words = answers.map(({ type, data }) => (type in told ? data : type))
  return words.join(' ') || 'no record'
}

const told = { A: true, AAAA: true, CNAME: true, TXT: true }

export function encodeQuestion(id: number, { name, type }: Question): Buffer {
  const head = Buffer.from([id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
  return Buffer.concat([head, encodeName(name), Buffer.from([0, recordTypes[type], 0, 1])])
}

/** The question of a message; undefined when it is of a type that the laboratory does not know. */
export function decodeQuestion(message: Buffer): Question | undefined {
  const { name, end } = decodeName(message, 12)
  const type = typeOf(message.readUInt16BE(end))
  return type === undefined ? undefined : { name, type }
}

export function encodeReply(query: Buffer, answers: readonly Answer[]): Buffer {
  const { end } = decodeName(query, 12)
  const head = Buffer.from(query.subarray(0, 12))
  head.writeUInt16BE(0x8180, 2)
  head.writeUInt16BE(answers.length, 6)
  head.fill(0, 8, 12)
  return Buffer.concat([head, query.subarray(12, end + 4), ...answers.map(encodeAnswer)])
}

export function decodeReply(message: Buffer): Reply {
  const outcome = outcomes[message.readUInt8(3) & 15] ?? 'error'
  let at = decodeName(message, 12).end + 4
  const answers: Answer[] = []
  for (let left = message.readUInt16BE(6); left > 0; left--) {
    const { name, end } = decodeName(message, at)
    const type = typeOf(message.readUInt16BE(end))
    const length = message.readUInt16BE(end + 8)
    if (type !== undefined) {
      answers.push({ name, type, data: decodeData(message, end + 10, length, type) })
    }
    at = end + 10 + length
  }
  return { outcome, answers }
}

function typeOf(number: number): RecordType | undefined {
  const types = Object.keys(recordTypes) as RecordType[]
  return types.find((type) => recordTypes[type] === number)
}

function encodeAnswer({ name, type, data }: Answer): Buffer {
  const bytes = encodeData(type, data)
  const fixed = Buffer.from([0, recordTypes[type], 0, 1, 0, 0, 0, 60, 0, bytes.length])
  return Buffer.concat([encodeName(name), fixed, bytes])
}

function encodeData(type: RecordType, data: string): Buffer {
  if (type === 'A' || type === 'AAAA') return Buffer.from(ipaddr.parse(data).toByteArray())
  if (type === 'CNAME' || type === 'NS') return encodeName(data)
  if (type === 'MX') return Buffer.concat([Buffer.from([0, 1]), encodeName(data)])
  if (type === 'SRV') return Buffer.concat([Buffer.from([0, 1, 0, 1, 27, 89]), encodeName(data)])
  if (type === 'HTTPS') return Buffer.concat([Buffer.from([0, 1]), encodeName(data)])
  return Buffer.from([data.length, ...Buffer.from(data)])
}

function decodeData(message: Buffer, at: number, length: number, type: RecordType): string {
  if (type === 'A' || type === 'AAAA') {
    if (length === 0) return 'no address'
    const address = ipaddr.fromByteArray([...message.subarray(at, at + length)])
    const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    return isMapped ? `::ffff:${address.toIPv4Address()}` : address.toString()
  }
  if (type === 'TXT') return message.toString('latin1', at + 1, at + length)
  return type === 'CNAME' ? decodeName(message, at).name : type
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').map((label) => [label.length, ...Buffer.from(label)])
  return Buffer.from([...labels.flat(), 0])
}

function decodeName(
  message: Buffer,
  start: number,
): { readonly name: string; readonly end: number } {
  const labels: string[] = []
  let at = start
  let end: number | undefined
  for (let steps = 0; steps < 64; steps++) {
    const length = message.readUInt8(at)
    if (length === 0) break
    if (length >= 192) {
      end ??= at + 2
      at = message.readUInt16BE(at) & 0x3fff
      continue
    }
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), end: end ?? at + 1 }
}
