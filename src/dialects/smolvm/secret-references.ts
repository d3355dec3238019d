import { posix } from 'node:path'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { SmolvmDocument } from './document.ts'

type Reference = NonNullable<SmolvmDocument['secrets']>[string]

/** Names of objects' own machinery, which the schema's library drops without a word. */
const reserved = new Set(['__proto__', 'constructor', 'prototype'])
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** That every secret has a usable name and exactly one usable source. */
export function checkSecrets({ secrets = {} }: SmolvmDocument): readonly Problem[] {
  return Object.entries(secrets).flatMap(([name, reference]) => {
    const path = `secrets.${name}`
    return [...checkName(name, path), ...checkReference(name, reference, path)]
  })
}

function checkName(name: string, path: string): readonly Problem[] {
  if (variableName.test(name) && !reserved.has(name)) return []
  const message = `the name ${quote(name)} of a secret is malformed`
  const hint = 'it is the name of a variable: letters, digits and "_", and no digit first'
  return [errorAt('BW053', path, message, hint)]
}

function checkReference(name: string, reference: Reference, path: string): readonly Problem[] {
  const { from_env, from_file, from_keychain } = reference
  const sources = Object.keys(reference)
  if (sources.length !== 1) {
    const found = sources.length === 0 ? 'no source' : `the sources ${sources.join(' and ')}`
    const message = `the secret ${quote(name)} has ${found}; it must have exactly one`
    return [errorAt('BW053', path, message, 'one of from_env, from_file and from_keychain')]
  }
  const problem = (what: string) => [
    errorAt('BW053', `${path}.${sources[0]}`, `the secret ${quote(name)} ${what}`),
  ]
  if (from_env !== undefined && !variableName.test(from_env)) {
    return problem(`reads the variable ${quote(from_env)}, which is no name of a variable`)
  }
  if (from_file !== undefined && !isAbsoluteFile(from_file)) {
    return problem(`reads the file ${quote(from_file)}; the path must be absolute and normalized`)
  }
  if (from_keychain !== undefined && !/^[^/]+(?:\/[^/]+)?$/.test(from_keychain)) {
    return problem(
      `reads the keychain entry ${quote(from_keychain)}; it must be SERVICE or SERVICE/ACCOUNT`,
    )
  }
  return []
}

function isAbsoluteFile(path: string): boolean {
  return path.startsWith('/') && !path.endsWith('/') && posix.normalize(path) === path
}
