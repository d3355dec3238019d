import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { quote } from '../diagnostic/text.ts'
import type { Rows } from '../language/rows.ts'
import { keyedRows } from './keyed-rows.ts'
import { splitVariable } from './values/variable.ts'

/** Checks that a variable's name is printable ASCII without `=` and space, and not empty. */
export function checkVariableName(name: string, path: string): readonly Problem[] {
  if (/^[\x21-\x3c\x3e-\x7e]+$/.test(name)) return []
  const message = `the name ${quote(name)} of an environment variable is malformed`
  const hint = 'a name is printable ASCII without "=" and space, and not empty'
  return [errorAt('BW006', path, message, hint)]
}

/** Checks the names that a builder recorded: behind a "=" the rest would be taken for the value. */
export function checkRecordedNames(
  rows: Rows,
  recorded: Readonly<Record<string, unknown>>,
  prefix = '',
): readonly Problem[] {
  return keyedRows(rows).flatMap(({ key: own, row }): readonly Problem[] => {
    const key = prefix + own
    const value = recorded[own]
    if (value === undefined) return []
    if (row.kind === 'table') {
      return row.method === false
        ? []
        : checkRecordedNames(row.rows, value as Readonly<Record<string, unknown>>, `${key}.`)
    }
    if (row.kind !== 'variables') return []
    return (value as readonly (readonly [name: string, ...unknown[]])[]).flatMap(([each]) =>
      each.includes('=') ? checkVariableName(each, `${key}.${each}`) : [],
    )
  })
}

/** A variable of a list, with its place in it. */
export interface Variable {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** The variables of a list of `NAME=value`; what has no `=` or is there twice is a problem. */
export function readVariables(
  entries: readonly string[],
  list: string,
  unassigned: (entry: string, path: string) => Problem,
): { readonly variables: readonly Variable[]; readonly problems: readonly Problem[] } {
  const seen = new Set<string>()
  const variables: Variable[] = []
  const problems: Problem[] = []
  for (const [index, entry] of entries.entries()) {
    const path = `${list}[${index}]`
    const [name, value] = splitVariable(entry)
    if (seen.has(name)) problems.push(setTwice(name, `twice in ${list}`, path))
    seen.add(name)
    if (entry.includes('=')) variables.push({ name, value, path })
    else problems.push(unassigned(entry, path))
  }
  return { variables, problems }
}

/** The error that a variable is set in two places. */
export function setTwice(name: string, where: string, path: string): Problem {
  return errorAt('BW052', path, `the variable ${quote(name)} is set ${where}`, 'set it once')
}
