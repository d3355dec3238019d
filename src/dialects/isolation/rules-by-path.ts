import type { Rows } from '../../language/rows.ts'
import { settingRows } from '../rows.ts'
import type { ClassRule } from './class-rule.ts'

/**
 * The rules for a change of each setting, by its path. A table is no setting, its keys are.
 * The path is hostile where it is looked up, so this is a map.
 */
export function rulesByPath<Document>(
  rows: Rows,
  rules: Readonly<Record<string, readonly ClassRule<Document>[]>>,
): ReadonlyMap<string, readonly ClassRule<Document>[]> {
  return new Map(
    settingRows(rows).flatMap(({ path, row }) =>
      row.kind === 'table' ? [] : [[path, rules[row.isolation] ?? []]],
    ),
  )
}
