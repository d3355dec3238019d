import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { secretReason, tokenIn } from '../secrets.ts'
import type { SmolvmDocument } from './document.ts'

/** That every variable has a name and a value, and each name is given once. */
export function checkVariables({ env = [], dev, secrets = {} }: SmolvmDocument) {
  return [
    ...checkEntries(env, 'env', new Set(Object.keys(secrets))),
    ...checkEntries(dev?.env ?? [], 'dev.env', new Set()),
  ]
}

function checkEntries(entries: readonly string[], list: string, secrets: ReadonlySet<string>) {
  const seen = new Set<string>()
  return entries.flatMap((entry, index) => {
    const path = `${list}[${index}]`
    const end = entry.indexOf('=')
    const name = end === -1 ? entry : entry.slice(0, end)
    const repeated = seen.has(name)
    seen.add(name)
    if (end === -1) return [unassigned(entry, path)]
    const value = entry.slice(end + 1)
    return [
      ...checkName(name, path),
      ...(repeated ? [twice(name, `twice in ${list}`, path)] : []),
      ...(secrets.has(name) ? [twice(name, `in ${list} and in secrets`, path)] : []),
      ...checkSecret(name, value, path),
    ]
  })
}

function unassigned(entry: string, path: string): Problem {
  const shown = tokenIn(entry) === undefined ? ` ${quote(entry)}` : ''
  const message = `the entry${shown} has no "="; smolvm drops it without a word`
  const hint = "write NAME=value, or .secret(name, hostEnv('…')) for a variable of the host"
  return errorAt('BW040', path, message, hint)
}

function checkName(name: string, path: string): readonly Problem[] {
  if (/^[\x21-\x3c\x3e-\x7e]+$/.test(name)) return []
  const message = `the name ${quote(name)} of an environment variable is malformed`
  const hint = 'a name is printable ASCII without "=" and space, and not empty'
  return [errorAt('BW006', path, message, hint)]
}

function twice(name: string, where: string, path: string): Problem {
  return errorAt('BW052', path, `the variable ${quote(name)} is set ${where}`, 'set it once')
}

/** A token is an error, whatever the variable's name: see checkTexts. */
function checkSecret(name: string, value: string, path: string): readonly Problem[] {
  const reason = secretReason(name, value)
  if (reason === undefined || tokenIn(value) !== undefined) return []
  const message = `${quote(name)} looks like a secret: ${reason}; it would be committed in plain text`
  const hint = "use .secret(name, hostEnv('…')), which is [secrets] with from_env in a Smolfile"
  return [warningAt('BW033', path, message, hint)]
}
