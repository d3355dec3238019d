import * as v from 'valibot'
import type { NumberLimits, Row, RowOf } from '../language/rows.ts'
import { isTable } from '../smolfile/is-table.ts'
import { UnreadValue } from '../smolfile/toml-tree.ts'
import { hostKind, isListKind } from './kinds.ts'
import { rowOfKey } from './rows.ts'
import { secretReason } from './secrets.ts'
import { isPosixName, splitVariable } from './values/variable.ts'

type Table = Readonly<Record<string, unknown>>

/**
 * Returns the value of the setting that a value of another form most likely stands for, as other
 * tools write it: `"1g"` for 1024 MiB, a table of variables for their list. Undefined when nobody
 * can say, so that no value is made up.
 *
 * @param main Of a table, the key that a value in its place is of.
 */
export function meantValue(row: Row, value: unknown, main = ''): unknown {
  const schema = hostKind(row).schema(row)
  const read = row.kind === 'table' ? readTable(row, value, main) : readValue(row, value)
  return [read, value].find((each) => each !== undefined && v.is(schema, each))
}

function readValue(row: Row, value: unknown): unknown {
  switch (row.kind) {
    case 'flag':
    case 'network':
      return readFlag(value, row.kind === 'network')
    case 'count':
    case 'mebibytes':
      return readNumber(row, value)
    case 'word':
      return readWord(row.words, value)
    case 'duration':
      return typeof value === 'number' ? `${value}s` : textOf(value)
    case 'argv':
      return readArguments(value)
    case 'ports':
      return listOf(value, readPort) ?? pairsOf(value)
    case 'volumes':
      return listOf(value, readVolume) ?? pairsOf(value)
    case 'variables':
      return readVariables(value)
    case 'references':
      return readReferences(value)
    case 'image':
      return textOf(namedPart(value, ['image', 'name', 'location', 'repository', 'path']))
    case 'devices':
    case 'table':
    case 'tables':
    case 'constant':
      return undefined
    default:
      if (isListKind(row)) return listOf(value, textOf)
      return value instanceof UnreadValue ? undefined : textOf(value)
  }
}

function textOf(value: unknown): string | undefined {
  if (value instanceof UnreadValue) return value.text
  const isPlain = typeof value === 'string' || typeof value === 'number'
  return isPlain || typeof value === 'boolean' ? String(value) : undefined
}

/** Each element as `one` reads it, of a list or of one value that stands alone; all or none. */
function listOf(
  value: unknown,
  one: (item: unknown) => string | undefined,
): readonly string[] | undefined {
  const items = Array.isArray(value) ? value : [value]
  const texts = items.flatMap((item) => one(item) ?? [])
  return texts.length === items.length ? texts : undefined
}

const on = /^(?:true|yes|on|1|enabled|always|host|bridge|nat|default|all|virtio-net|tsi|user)$/i
const off = /^(?:false|no|off|0|disabled|never|none)$/i

/** A network is turned on by the table or the list that another tool has for it as well. */
function readFlag(value: unknown, isNetwork: boolean): boolean | undefined {
  if (isNetwork && typeof value === 'object' && !(value instanceof UnreadValue)) return true
  const text = textOf(value) ?? ''
  return on.test(text) ? true : off.test(text) ? false : undefined
}

/** Bytes, binary as every tool that runs machines counts them, and seconds. */
const bytes: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 }
const unitBytes = { MiB: 2 ** 20, GiB: 2 ** 30 } as const
const secondsOf: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 }

function readNumber({ unit }: NumberLimits, value: unknown): number | undefined {
  const [, amount = '', suffix = ''] =
    /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]*)\s*$/i.exec(textOf(value) ?? '') ?? []
  if (amount === '') return undefined
  const number = Number(amount)
  const short = suffix.toLowerCase()
  if (unit === undefined) {
    // Kubernetes counts processors in thousandths.
    const processors = short === 'm' ? Math.max(1, Math.ceil(number / 1000)) : number
    return short === '' || short === 'm' ? whole(processors) : undefined
  }
  if (unit === 'seconds') return whole(number * (secondsOf[short] ?? Number.NaN))
  if (short === '') return whole(number)
  const size = bytes[/^([kmgt])i?b?$/.exec(short)?.[1] ?? '']
  return size === undefined ? undefined : whole((number * size) / unitBytes[unit])
}

function whole(number: number): number | undefined {
  return Number.isSafeInteger(number) ? number : undefined
}

/** A word in another case or with other signs between; compose's `no` and its like. */
function readWord(words: readonly string[], value: unknown): string | undefined {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const text = textOf(value) ?? ''
  const same = words.find((word) => bare(word) === bare(text))
  if (same !== undefined) return same
  const spoken = on.test(text) ? 'always' : off.test(text) ? 'never' : ''
  return words.find((word) => word === spoken)
}

/** A line for a shell as one, and what needs none in words; compose's tests begin with a sign. */
function readArguments(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string' && value.trim() !== '') {
    const needsShell = /["'\\$`|&;<>()*?~#{}[\]!\n]/.test(value)
    return needsShell ? ['sh', '-c', value] : value.trim().split(/\s+/)
  }
  const [first = '', ...rest] = (Array.isArray(value) && listOf(value, textOf)) || []
  if (first === 'CMD') return rest
  if (first === 'CMD-SHELL') return ['sh', '-c', rest.join(' ')]
  if (Array.isArray(value)) return listOf(value, textOf)
  const run = namedPart(value, ['command', 'exec', 'cmd'])
  return run === value ? undefined : readArguments(run)
}

/** The first of these keys that a table has; what is no table is the part itself. */
function namedPart(value: unknown, keys: readonly string[]): unknown {
  const part = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (!isTable(part) || part instanceof UnreadValue) return part
  return keys.map((key) => part[key]).find((each) => each !== undefined)
}

function readPort(item: unknown): string | undefined {
  if (!isTable(item) || item instanceof UnreadValue) return textOf(item)
  const guest = textOf(
    namedPart(item, ['target', 'guestPort', 'containerPort', 'guest', 'container']),
  )
  const host = textOf(namedPart(item, ['published', 'hostPort', 'host', 'source'])) ?? guest
  return guest === undefined ? host : `${host}:${guest}`
}

function readVolume(item: unknown): string | undefined {
  if (!isTable(item) || item instanceof UnreadValue) return textOf(item)
  const host = textOf(namedPart(item, ['source', 'src', 'location', 'hostPath', 'host', 'path']))
  const guest = textOf(
    namedPart(item, [
      'target',
      'dst',
      'destination',
      'mountPoint',
      'mountPath',
      'guest',
      'container',
    ]),
  )
  if (host === undefined) return undefined
  const isReadOnly =
    [item.read_only, item.readOnly, item.readonly, item.ro].includes(true) ||
    item.writable === false
  return `${host}:${guest ?? host}${isReadOnly ? ':ro' : ''}`
}

/** A table from what is the host's to what is the guest's. */
function pairsOf(value: unknown): readonly string[] | undefined {
  const pairs = isTable(value) && !(value instanceof UnreadValue) ? Object.entries(value) : []
  const texts = pairs.flatMap(([host, guest]) => {
    const text = textOf(guest)
    return text === undefined ? [] : [`${host}:${text}`]
  })
  return texts.length === 0 || texts.length < pairs.length ? undefined : texts
}

/** `NAME=value` of a table, of a list of names with values, or of one text. */
function readVariables(value: unknown): readonly string[] | undefined {
  if (isTable(value) && !(value instanceof UnreadValue)) {
    return listOf(
      Object.entries(value).map(([name, each]) => ({ name, value: each })),
      variableOf,
    )
  }
  return listOf(value, variableOf)
}

function variableOf(item: unknown): string | undefined {
  if (!isTable(item) || item instanceof UnreadValue) {
    const [name, text] = splitVariable(textOf(item) ?? '')
    // Without a name nobody knows what the text is: it may be a secret.
    return textOf(item)?.includes('=') === true ? assigned(name, text) : 'NAME=value'
  }
  const name = textOf(item.name)
  const text = textOf(item.value)
  return name === undefined || text === undefined ? undefined : assigned(name, text)
}

/** The value is left out where it may be a secret: what this is for is shown. */
function assigned(name: string, value: string): string {
  return `${name}=${secretReason(name, value) === undefined ? value : '…'}`
}

/** References by name. The values of another tool may be the secrets themselves, and are left out. */
function readReferences(value: unknown): Table | undefined {
  const names = Array.isArray(value) ? value : isTable(value) ? Object.keys(value) : []
  const isList =
    names.length > 0 && names.every((name) => typeof name === 'string' && isPosixName(name))
  if (!isList) return undefined
  return Object.fromEntries(names.map((name) => [name, { from_env: name }]))
}

/** A table that stands as its main value: `health = "true"`, `restart = "on-failure:5"`. */
function readTable({ rows }: RowOf<'table'>, value: unknown, main: string): Table | undefined {
  if (isTable(value) && !(value instanceof UnreadValue)) return undefined
  const row = rowOfKey(rows, main)
  const [, word, retries] = /^([a-z-]+):(\d{1,9})$/.exec(textOf(value) ?? '') ?? []
  // As docker run writes a policy.
  if (row?.kind === 'word' && word !== undefined && rowOfKey(rows, 'max_retries') !== undefined) {
    return { [main]: word, max_retries: Number(retries) }
  }
  const isOdd = typeof value === 'boolean' && row?.kind !== 'flag' && row?.kind !== 'word'
  const meant = row === undefined || isOdd ? undefined : meantValue(row, value)
  return meant === undefined ? undefined : { [main]: meant }
}
