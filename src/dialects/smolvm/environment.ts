import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { settings } from '../../language/smolvm/settings.ts'
import { valuesOfKind } from '../rows.ts'
import { secretReason, tokenIn } from '../secrets.ts'
import { trimBlanks } from '../values/blanks.ts'
import { checkVariableName, readVariables, setTwice } from '../variable-rules.ts'
import type { SmolvmDocument } from './document.ts'

/** Checks that every variable has a name and a value, and each name is given once. */
export function checkVariables(document: SmolvmDocument): readonly Problem[] {
  const secrets = new Set(Object.keys(document.secrets ?? {}))
  return valuesOfKind(settings, document, 'variables').flatMap(([path, entries]) =>
    checkEntries(entries as readonly string[], path, path === 'env' ? secrets : new Set()),
  )
}

function checkEntries(entries: readonly string[], list: string, secrets: ReadonlySet<string>) {
  const { variables, problems } = readVariables(entries, list, unassigned)
  return [
    ...problems,
    ...variables.flatMap(({ name, value, path }) => [
      ...checkVariableName(name, path),
      ...(secrets.has(name) ? [setTwice(name, `in ${list} and in secrets`, path)] : []),
      ...checkEnd(name, value, path),
      ...checkSecret(name, value, path),
    ]),
  ]
}

function unassigned(entry: string, path: string): Problem {
  const shown = tokenIn(entry) === undefined ? ` ${quote(entry)}` : ''
  const message = `the entry${shown} has no "="; smolvm hands the host's value to the guest, if the host has one`
  const hint = "write NAME=value, or .secret(name, hostEnv('…')) for a variable of the host"
  return errorAt('BW040', path, message, hint)
}

/** The value is left out of the message: it may be a secret. */
function checkEnd(name: string, value: string, path: string): readonly Problem[] {
  if (trimBlanks(`=${value}`).length === value.length + 1) return []
  const message = `the value of ${quote(name)} ends in a blank or a line feed, which smolvm takes off without a word`
  const hint = 'take it off, as with .trimEnd(), or let the workload add it'
  return [errorAt('BW008', path, message, hint)]
}

/** A token is an error, whatever the variable's name: see checkTexts. */
function checkSecret(name: string, value: string, path: string): readonly Problem[] {
  const reason = secretReason(name, value)
  if (reason === undefined || tokenIn(value) !== undefined) return []
  const message = `${quote(name)} looks like a secret: ${reason}; it would be committed in plain text`
  const hint = "use .secret(name, hostEnv('…')), which is [secrets] with from_env in a Smolfile"
  return [warningAt('BW033', path, message, hint)]
}
