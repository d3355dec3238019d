import type * as v from 'valibot'
import { escapeControls } from '../diagnostic/text.ts'
import type { Problem } from './problem.ts'

/** What a schema found wrong with settings, in the words of diagnostics. */
export function schemaProblems(
  issues: readonly v.BaseIssue<unknown>[],
  pathOf: (keys: readonly (string | number)[]) => string,
): readonly Problem[] {
  return issues.map((issue) => {
    const keys = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
    const path = pathOf(keys)
    const received = escapeControls(issue.received)
    return {
      code: 'BW007',
      severity: 'error',
      path,
      message: `${escapeControls(path)} is ${received}; ${expectation(issue)}`,
    }
  })
}

function expectation({ expected, kind, type }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'there is no such setting'
  if (type === 'integer') return 'it must be a whole number'
  const limit = /^([<>])=(\d+)$/.exec(expected ?? '')
  if (limit !== null) return `it must be at ${limit[1] === '<' ? 'most' : 'least'} ${limit[2]}`
  return kind === 'schema' && expected !== null
    ? `it must be ${expected.replaceAll(' | ', ' or ')}`
    : 'it is not allowed'
}

/** `keys` as the path of a setting: `net[0].socket`. */
export function settingPath(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`
    return path === '' ? key : `${path}.${key}`
  }, '')
}
