import { writeReports } from '../review/write-reports.ts'
import type { WriteLog } from './check-command.ts'
import type { ProjectOptions } from './options.ts'
import { checkReport } from './review-reports.ts'
import { UsageError } from './usage-error.ts'

/** What writes the log of a check for code scanning; on stdout it is all that is there. */
export function checkLog({ project, json }: ProjectOptions, sarif: string): WriteLog {
  if (sarif === '-' && json) throw new UsageError('--json and --sarif - exclude each other')
  return async (found, bottles) => {
    const report = checkReport({ sarif, project }, found, bottles)
    if (sarif === '-') return { text: report.text(), unwritten: [] }
    return { unwritten: writeReports([report]) }
  }
}
