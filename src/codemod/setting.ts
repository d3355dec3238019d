import { count, nearest, quote } from '../diagnostic/text.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { SchemaNode } from '../dialects/schema-node.ts'
import { schemaAt, schemaNode } from '../dialects/schema-node.ts'

/** One setting of a bottle, as `bottle set` names it. */
export interface Setting {
  /** As the origins of a definition name it: `env.DEBUG`, `network.allow_hosts[0]`. */
  readonly path: string
  readonly keys: readonly (string | number)[]
  readonly schema: SchemaNode
}

/** What is wrong with what was asked for, and what is allowed. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

/** A list of variables is set by name. */
const variableLists = /^((?:dev\.)?env)(?:\.(.*))?$/s

/**
 * The setting that `path` names, by the Smolfile's own keys.
 *
 * @throws SettingError when the dialect has no such setting.
 */
export function readPath(dialect: DialectName, path: string): Setting {
  const root = schemaNode(dialectOf(dialect).schema)
  const [, list, name] = variableLists.exec(path) ?? []
  if (list !== undefined) {
    if (name === undefined || name === '') {
      throw new SettingError(`${list} is set by name`, `such as ${list}.DEBUG`)
    }
    return { path, keys: [...list.split('.'), name], schema: { type: 'string' } }
  }
  const special = specialSetting(dialect, path)
  if (special !== undefined) return special
  const keys = splitPath(path)
  const schema = schemaAt(root, keys)
  if (schema === undefined || path === 'name') throw unknownSetting(path, keys, root)
  if (schema.entries !== undefined || schema.value !== undefined) {
    const known = Object.keys(schema.entries ?? { NAME: true }).map((key) => `${path}.${key}`)
    throw new SettingError(`${path} is a table`, `set one of ${known.join(', ')}`)
  }
  return { path, keys, schema }
}

/** What is not set in the Smolfile's own form. */
function specialSetting(dialect: DialectName, path: string): Setting | undefined {
  if (dialect === 'claude-bottle') {
    const index = /^net(?:\[(\d+)\])?$/.exec(path)
    const keys = ['net', Number(index?.[1] ?? 0)]
    return index === null
      ? undefined
      : { path: `net[${keys[1]}]`, keys, schema: { type: 'device' } }
  }
  if (path === 'net') return { path, keys: ['net'], schema: { type: 'network' } }
  if (path === 'net_backend') {
    throw new SettingError('net_backend is set with net', 'such as net virtio-net')
  }
  const [, name] = /^secrets\.(.+)$/s.exec(path) ?? []
  if (name === undefined) return undefined
  return { path, keys: ['secrets', name], schema: { type: 'secret' } }
}

/**
 * The value that `words` give the setting.
 *
 * @throws SettingError when it is of another type than the setting.
 */
export function readValue({ path, schema }: Setting, words: readonly string[]): unknown {
  if (schema.type === 'array') return readList(path, words)
  const [word = '', ...more] = words
  if (more.length > 0) {
    throw new SettingError(`${path} has one value, and ${count(words.length, 'value')} are given`)
  }
  if (schema.type === 'boolean') {
    if (word === 'true' || word === 'false') return word === 'true'
    throw new SettingError(`${path} is ${quote(word)}; it must be true or false`)
  }
  const read = readers[schema.type]
  return read === undefined ? word : read(path, word)
}

const readers: Readonly<Record<string, (path: string, word: string) => unknown>> = {
  number: readNumber,
  secret: readSecret,
  device: readDevice,
  network: readNetwork,
}

function splitPath(path: string): readonly (string | number)[] {
  return path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part, index) => (index > 0 && /^\d+$/.test(part) ? Number(part) : part))
}

function unknownSetting(
  path: string,
  keys: readonly (string | number)[],
  root: SchemaNode,
): SettingError {
  const table = schemaAt(root, keys.slice(0, -1)) ?? root
  const known = Object.keys(table.entries ?? {}).filter((key) => key !== 'name')
  const guess = nearest(String(keys.at(-1)), known)
  const parent = keys.length > 1 && table !== root ? `${path.slice(0, path.lastIndexOf('.'))}.` : ''
  const hint =
    guess === undefined ? `there are ${known.join(', ')}` : `did you mean ${parent}${guess}?`
  return new SettingError(`there is no setting ${quote(path)}`, hint)
}

function readList(path: string, words: readonly string[]): readonly string[] {
  const [first = ''] = words
  if (words.length !== 1 || !first.startsWith('[')) return words
  try {
    const list: unknown = JSON.parse(first)
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list
  } catch {
    // Told below.
  }
  throw new SettingError(
    `${path} is ${quote(first)}; it must be a JSON list of texts, or one word a value`,
  )
}

const mebibytes: Readonly<Record<string, number>> = { '': 1, mib: 1, gib: 1024 }

function readNumber(path: string, word: string): number {
  const isSize = /(?:^|\.)(?:memory|gpu_vram)$/.test(path)
  const [, digits, unit = ''] = /^(\d{1,16})([a-z]*)$/i.exec(word) ?? []
  const factor = mebibytes[unit.toLowerCase()]
  if (digits === undefined || factor === undefined || (unit !== '' && !isSize)) {
    const allowed = isSize ? 'a whole number of MiB, or such as 2gib or 512mib' : 'a whole number'
    throw new SettingError(`${path} is ${quote(word)}; it must be ${allowed}`)
  }
  return Number(digits) * factor
}

function readSecret(path: string, word: string): Readonly<Record<string, string>> {
  const [, kind, target = ''] = /^(env|file|keychain):(.+)$/s.exec(word) ?? []
  if (kind === undefined) {
    // The word is left out: it may be the secret itself.
    const hint = 'such as env:PGPASSWORD, file:/run/secrets/key or keychain:service'
    throw new SettingError(`${path} must be a reference to where the secret is`, hint)
  }
  return { [`from_${kind}`]: target }
}

function readDevice(path: string, word: string): object {
  const [, socket] = /^gvproxy:(.+)$/s.exec(word) ?? []
  if (socket !== undefined) return { type: 'virtio-net', attachment: 'unixgram', socket }
  throw new SettingError(`${path} is ${quote(word)}; it must be gvproxy: and the path of a socket`)
}

/** How the network is chosen; the reason for TSI stands in the source alone. */
export type NetworkChoice =
  | { readonly kind: 'virtio-net' }
  | { readonly kind: 'tsi'; readonly reason: string }

function readNetwork(path: string, word: string): NetworkChoice {
  if (word === 'virtio-net') return { kind: 'virtio-net' }
  const [, reason] = /^tsi:(.*\S.*)$/s.exec(word) ?? []
  if (reason !== undefined) return { kind: 'tsi', reason }
  throw new SettingError(`${path} is ${quote(word)}; it must be virtio-net, or tsi: and a reason`)
}
