import type { DialectName } from '../../src/dialects/dialects.ts'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'
import { hostKind } from '../../src/dialects/kinds.ts'
import { settingRows } from '../../src/dialects/rows.ts'
import type { Shape } from '../../src/dialects/shape.ts'

/** How each setting of each dialect is compared; a table is no setting. */
export const shapes = Object.fromEntries(
  dialectNames.map((name) => [
    name,
    Object.fromEntries(
      settingRows(dialectOf(name).rows)
        .filter(({ row }) => row.kind !== 'table')
        .map(({ path, row }) => [path, hostKind(row).shape]),
    ),
  ]),
) as Readonly<Record<DialectName, Readonly<Record<string, Shape>>>>
