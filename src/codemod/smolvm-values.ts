import type { Code, Entry } from './code.ts'
import { call, literal } from './code.ts'
import type { CommentSupply } from './comments.ts'

/**
 * How the value at `path` is written. What is in the value takes its own comments. It is a method
 * so that a writer may ask for the type that the schema gives its key.
 */
export type ValueWriter = {
  write(value: unknown, path: string, comments: CommentSupply): Code
}['write']

export function text(value: string): Code {
  return literal(value)
}

export function number(value: number): Code {
  return literal(value)
}

export function switchValue(on: boolean): Code {
  return literal(on)
}

/** A size in MiB. */
export function size(mebibytes: number): Code {
  const code = sizeInMib(mebibytes)
  return code.kind === 'literal' ? call('mib', code) : code
}

/** The same where the key's name has the unit. */
export function sizeInMib(mebibytes: number): Code {
  const inGib = mebibytes > 0 && mebibytes % 1024 === 0
  return inGib ? call('gib', literal(mebibytes / 1024)) : literal(mebibytes)
}

/** A port's text: a number, or both sides by name. A form with more digits than needed stays. */
export function port(entry: string): Code {
  if (isNumber(entry)) return literal(Number(entry))
  const [host = '', guest = '', ...more] = entry.split(':')
  const sides = [host, guest].map(range)
  const [hostCode, guestCode] = sides
  if (hostCode === undefined || guestCode === undefined || more.length > 0) return literal(entry)
  return recordOf({ host: hostCode, guest: guestCode })
}

/** A duration's text. The type takes all of upstream's forms but one with a space at its end. */
export function duration(value: string): Code {
  return /[smh]\s+$/u.test(value) ? { kind: 'asserted', value, type: 'Duration' } : literal(value)
}

/** A signal by name or by number. */
export function signal(value: string): Code {
  return literal(isNumber(value) ? Number(value) : value)
}

export function secretReference(reference: {
  readonly from_env?: string | undefined
  readonly from_file?: string | undefined
  readonly from_keychain?: string | undefined
}): Code {
  const { from_env, from_file, from_keychain = '' } = reference
  if (from_env !== undefined) return call('hostEnv', literal(from_env))
  if (from_file !== undefined) return call('hostFile', literal(from_file))
  return call('hostKeychain', literal(from_keychain))
}

export function list(write: ValueWriter): ValueWriter {
  return (items: readonly unknown[], path, comments) => ({
    kind: 'list',
    items: items.map((item, index) => ({
      code: write(item, `${path}[${index}]`, comments),
      comments: comments.take(`${path}[${index}]`),
    })),
  })
}

/** A table, with the keys in the order of `writers` and in the authoring language's form. */
export function record(writers: Readonly<Record<string, ValueWriter>>): ValueWriter {
  return (table: Readonly<Record<string, unknown>>, path, comments) => ({
    kind: 'record',
    entries: Object.entries(writers).flatMap(([key, write]): readonly Entry[] => {
      const value = table[key]
      if (value === undefined) return []
      const inner = `${path}.${key}`
      const code = write(value, inner, comments)
      return [{ key: camelCase(key), code, comments: comments.takeAll(inner) }]
    }),
  })
}

/** The authoring language's name of upstream's `key`. */
export function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function recordOf(values: Readonly<Record<string, Code>>): Code {
  const entries = Object.entries(values).map(([key, code]) => ({ key, code, comments: [] }))
  return { kind: 'record', entries }
}

function range(side: string): Code | undefined {
  if (isNumber(side)) return literal(Number(side))
  const [first = '', last = '', ...more] = side.split('-')
  if (!isNumber(first) || !isNumber(last) || more.length > 0) return undefined
  const items = [first, last].map((end) => ({ code: literal(Number(end)), comments: [] }))
  return { kind: 'list', items }
}

/** Whether a number would be written just like this. */
function isNumber(digits: string): boolean {
  return /^\d{1,15}$/.test(digits) && String(Number(digits)) === digits
}
