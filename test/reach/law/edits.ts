import fc from 'fast-check'
import { addressOfBits, bitsOf } from './addresses.ts'
import type { Table } from './settings.ts'
import { dev, settings } from './settings.ts'

/** What happens to one setting. `pick` is where in a list. */
export interface Edit {
  readonly table: string
  readonly key: string
  readonly value: unknown
  readonly how: 'set' | 'remove' | 'add' | 'drop' | 'replace' | 'halve' | 'double' | 'move'
  readonly pick: number
}

export const edit: fc.Arbitrary<Edit> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...settings.filter(([table]) => table === 'network')) },
    { weight: 2, arbitrary: fc.constantFrom(...settings) },
  )
  .chain(([table, key, value]) =>
    fc.record({
      table: fc.constant(table),
      key: fc.constant(key),
      value,
      how: fc.constantFrom<Edit['how'][]>(
        ...(['set', 'remove', 'add', 'drop', 'replace', 'halve', 'double', 'move'] as const),
      ),
      pick: fc.nat(2),
    }),
  )

export function edited(document: Table, { table, key, value, how, pick }: Edit): Table {
  const old = (table === '' ? document : ((document[table] ?? {}) as Table))[key]
  if (how === 'move' && Array.isArray(old) && (table === '' || table === 'dev') && key in dev) {
    const without = put(document, table, key, undefined)
    return put(without, table === '' ? 'dev' : '', key, old)
  }
  // Ranges alone have halves.
  const isRanges = /cidrs|private|udp/.test(key)
  const suited = isRanges || (how !== 'halve' && how !== 'double') ? how : 'replace'
  return put(document, table, key, changed(old, value, suited, pick))
}

function changed(old: unknown, value: unknown, how: Edit['how'], pick: number): unknown {
  if (how === 'remove') return undefined
  if (!Array.isArray(old) || !Array.isArray(value) || how === 'set') return value
  const index = old.length === 0 ? 0 : pick % old.length
  const rest = old.filter((_, each) => each !== index)
  if (old.length === 0 && how !== 'add') return value
  switch (how) {
    case 'add':
      return [...old, ...value.slice(0, 1)]
    case 'drop':
      return rest
    case 'replace':
      return [...rest, ...value.slice(0, 1)]
    case 'halve':
      return [...rest, ...halves(old[index])]
    case 'double':
      return [...rest, ...doubled(old[index])]
    default:
      return value
  }
}

function put(document: Table, table: string, key: string, value: unknown): Table {
  const target = table === '' ? document : ((document[table] ?? {}) as Table)
  const { [key]: _, ...rest } = target
  const result = value === undefined ? rest : { ...rest, [key]: value }
  return table === '' ? result : { ...document, [table]: result }
}

/** The two ranges that are one together; whatever else is no range stays. */
function halves(entry: unknown): readonly unknown[] {
  const parts = rangeOf(entry)
  if (parts === undefined) return [entry]
  const [bits, length] = parts
  if (length === bits.length) return [entry]
  return ['0', '1'].map((bit) => {
    const half = bits.slice(0, length) + bit
    return `${addressOfBits(half.padEnd(bits.length, '0'))}/${length + 1}`
  })
}

/** The range of which this is one half. */
function doubled(entry: unknown): readonly unknown[] {
  const parts = rangeOf(entry)
  if (parts === undefined || parts[1] === 0) return [entry]
  const [bits, length] = parts
  return [`${addressOfBits(bits.slice(0, length - 1).padEnd(bits.length, '0'))}/${length - 1}`]
}

function rangeOf(entry: unknown): readonly [bits: string, length: number] | undefined {
  if (typeof entry !== 'string' || !/^[0-9a-f:.]+(\/\d+)?$/.test(entry)) return undefined
  const [address = '', length] = entry.split('/')
  if (!address.includes('::') && !/^\d+(\.\d+){3}$/.test(address)) return undefined
  const bits = bitsOf(address)
  return [bits, length === undefined ? bits.length : Number(length)]
}
