import { posix } from 'node:path'
import * as v from 'valibot'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { RowOf } from '../../language/rows.ts'
import type { Code } from '../code.ts'
import { call, literal } from '../code.ts'
import { environmentCalls, variablesCode } from '../environment-calls.ts'
import { SettingError } from '../setting-error.ts'
import { reservedNames } from '../values/reserved-names.ts'
import { isPosixName, sortByName, sortEntries } from '../values/variable.ts'
import type { HostKind } from './kind.ts'
import { oneWord } from './kind.ts'

const value = v.union([v.string(), v.number(), v.boolean()])

export const variables: HostKind<RowOf<'variables'>> = {
  shape: 'variables',
  schema: ({ about }) => v.pipe(v.array(v.string()), v.description(about)),
  recorded: ({ texts }) =>
    v.array(v.strictTuple([v.string(), texts === true ? v.nullable(value) : value])),
  document: (entries: readonly (readonly [name: string, value: unknown])[]) =>
    sortByName(entries).map(([name, text]) => (text === null ? name : `${name}=${text}`)),
  normalize: sortEntries,
  write: variablesCode,
  calls: environmentCalls,
  read: oneWord,
  arbitrary: ({ entries }) => entries,
}

/** The kinds of references to a secret, by their one key, with the function that makes each. */
const sources = {
  from_env: 'hostEnv',
  from_file: 'hostFile',
  from_keychain: 'hostKeychain',
} as const

type SecretSource = Partial<Record<keyof typeof sources, string>>
type References = Readonly<Record<string, SecretSource>>

/** References to secrets by name. `reference` is the schema of one of them. */
export function referencesKind(
  reference: (row: RowOf<'references'>) => v.GenericSchema,
): HostKind<RowOf<'references'>> {
  return {
    shape: 'record',
    schema: (row) => v.record(v.string(), reference(row)),
    recorded: (row) => v.array(v.strictTuple([v.string(), reference(row)])),
    document: (entries: readonly (readonly [name: string, reference: unknown])[]) =>
      entries.length === 0 ? undefined : Object.fromEntries(sortByName(entries)),
    normalize: (references: References) =>
      Object.fromEntries(sortByName(Object.entries(references))),
    check: (references: References, path) =>
      Object.entries(references).flatMap(([name, each]) => [
        ...checkName(name, `${path}.${name}`),
        ...checkReference(name, each, `${path}.${name}`),
      ]),
    // A reference alone is written, as the argument of a call: see `calls`.
    write: (each: SecretSource) => referenceCode(each),
    calls(references: References, { method, key }, comments) {
      const above = comments.take(key)
      return Object.entries(references).map(([name, each], index) => ({
        method,
        args: [literal(name), referenceCode(each)].map((code) => ({ code, comments: [] })),
        comments: [...(index === 0 ? above : []), ...comments.takeAll(`${key}.${name}`)],
      }))
    },
    read(words, path) {
      const [, kind, target = ''] = /^(env|file|keychain):(.+)$/s.exec(oneWord(words, path)) ?? []
      if (kind !== undefined) return { [`from_${kind}`]: target }
      // The word is left out: it may be the secret itself.
      const hint = 'such as env:PGPASSWORD, file:/run/secrets/key or keychain:service'
      throw new SettingError(`${path} must be a reference to where the secret is`, hint)
    },
    arbitrary({ fc, text }) {
      const names = fc.constantFrom(
        'TOKEN',
        '_',
        'toString',
        'valueOf',
        'class',
        'Z9',
        'hasOwnProperty',
      )
      const part = text.map((each) => each.replaceAll('/', '') || 'x')
      const secret = fc.oneof(
        names.map((from_env) => ({ from_env })),
        text.map((each) => ({ from_file: `/run/${each.replace(/[/.]/g, '') || 'x'}` })),
        fc.tuple(part, fc.option(part, { nil: undefined })).map(([service, account]) => ({
          from_keychain: account === undefined ? service : `${service}/${account}`,
        })),
      )
      return fc.dictionary(names, secret, { maxKeys: 3, noNullPrototype: true })
    },
  }
}

function checkName(name: string, path: string): readonly Problem[] {
  if (isPosixName(name) && !reservedNames.has(name)) return []
  const message = `the name ${quote(name)} of a secret is malformed`
  const hint = 'it is the name of a variable: letters, digits and "_", and no digit first'
  return [errorAt('BW053', path, message, hint)]
}

function checkReference(name: string, reference: SecretSource, path: string): readonly Problem[] {
  const { from_env, from_file, from_keychain } = reference
  const given = Object.keys(reference)
  if (given.length !== 1) {
    const found = given.length === 0 ? 'no source' : `the sources ${given.join(' and ')}`
    const message = `the secret ${quote(name)} has ${found}; it must have exactly one`
    return [errorAt('BW053', path, message, 'one of from_env, from_file and from_keychain')]
  }
  const problem = (what: string) => [
    errorAt('BW053', `${path}.${given[0]}`, `the secret ${quote(name)} ${what}`),
  ]
  if (from_env !== undefined && !isPosixName(from_env)) {
    return problem(`reads the variable ${quote(from_env)}, which is not a valid variable name`)
  }
  if (from_file !== undefined && !isAbsoluteFile(from_file)) {
    return problem(`reads the file ${quote(from_file)}; the path must be absolute and normalized`)
  }
  if (from_keychain !== undefined && !/^[^/]+(?:\/.+)?$/s.test(from_keychain)) {
    return problem(
      `reads the keychain entry ${quote(from_keychain)}; it must be SERVICE or SERVICE/ACCOUNT`,
    )
  }
  return []
}

function isAbsoluteFile(path: string): boolean {
  return path.startsWith('/') && !path.endsWith('/') && posix.normalize(path) === path
}

function referenceCode(reference: SecretSource): Code {
  const [source = 'from_keychain', target = ''] = Object.entries(reference)[0] ?? []
  return call(sources[source as keyof typeof sources], literal(target))
}
