import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { FileError } from '../files/file-error.ts'
import { writeReport } from '../files/write-report.ts'

/** Files to be written, each with its text; none that is not asked for. */
export interface Report {
  readonly path: string
  readonly text: () => string
}

/** Writes the reports, and gives what cannot be written. */
export function writeReports(reports: readonly Report[]): readonly Diagnostic[] {
  return reports.flatMap(({ path, text }) => {
    try {
      writeReport(path, text())
      return []
    } catch (error) {
      if (error instanceof FileError) return [error.diagnostic]
      throw error
    }
  })
}
