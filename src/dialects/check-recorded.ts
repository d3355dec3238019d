import * as v from 'valibot'
import type { Problem } from '../diagnostic/problem.ts'
import type { Rows } from '../language/rows.ts'
import { authoredPath, recordedPath } from './recorded-paths.ts'
import { documentOf } from './rows.ts'
import { schemaProblems } from './schema-problems.ts'
import { checkRecordedNames } from './variable-rules.ts'

type Table = Readonly<Record<string, unknown>>

/** The document that a builder's settings stand for, with what is wrong with it. */
export interface CheckedRecord<Document> {
  /** Absent when the settings are not of the dialect's form. */
  readonly document?: Document
  /** At the paths that the author knows. */
  readonly problems: readonly Problem[]
  readonly recorded?: Table
}

/**
 * Checks what a builder recorded, and makes its document.
 *
 * @param complete Adds to the settings' document what the dialect does.
 * @param check What is wrong with the document, or with the way in which it was recorded.
 */
export function checkRecorded<Document>(
  rows: Rows,
  schema: v.GenericSchema<unknown, Table>,
  settings: unknown,
  complete: (document: Table) => Document,
  check: (document: Document, recorded: Table) => readonly Problem[],
): CheckedRecord<Document> {
  const result = v.safeParse(schema, settings)
  if (!result.success) {
    const pathOf = (keys: readonly (string | number)[]) => recordedPath(rows, keys, settings)
    return { problems: schemaProblems(rows, result.issues, pathOf) }
  }
  const recorded = result.output
  const document = complete(documentOf(rows, recorded))
  const problems = check(document, recorded).map((problem) => {
    return { ...problem, path: authoredPath(rows, problem.path, recorded) }
  })
  return { document, recorded, problems: [...checkRecordedNames(rows, recorded), ...problems] }
}
