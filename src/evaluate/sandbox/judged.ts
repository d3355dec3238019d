import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import type { ModuleGraph } from '../front-end/load.ts'
import type { Locator } from '../front-end/locate.ts'
import type { Run } from './engine.ts'
import { withoutApart } from './engine.ts'
import { outcomeOf } from './outcome.ts'
import type { Judged, Reported } from './protocol.ts'

/** What came of a run in which policies judged, as the host reads it. */
export function judgedBy(
  policies: readonly string[],
  run: Run,
  graph: ModuleGraph,
  locator: Locator,
): Judged {
  const { printed } = run
  const reports = run.kind === 'judged' ? readReports(run.text, policies.length) : undefined
  if (reports !== undefined) return { kind: 'reports', reports, printed }
  const [file, ...others] = policies
  if (file === undefined || others.length > 0) return { kind: 'failed', printed }
  const named = 'text' in run ? { ...run, text: withoutApart(run.text, file) } : run
  const outcome = outcomeOf(file, named, graph, locator)
  if (outcome.kind === 'failed') return { kind: 'failed', printed, diagnostic: outcome.diagnostic }
  const message = 'what the policy reports is malformed'
  return {
    kind: 'failed',
    printed,
    diagnostic: diagnosticOf('BW115', message, { origin: { file } }),
  }
}

/** The reports of each policy; undefined when the text is not what the guest's own code writes. */
function readReports(text: string, count: number): readonly (readonly Reported[])[] | undefined {
  if (!text.isWellFormed()) return undefined
  try {
    const data: unknown = JSON.parse(text)
    const isWhole = Array.isArray(data) && data.length === count && data.every(isListOfReports)
    return isWhole ? data : undefined
  } catch {
    return undefined
  }
}

function isListOfReports(value: unknown): value is readonly Reported[] {
  return Array.isArray(value) && value.every(isReport)
}

function isReport(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 4) return false
  return value.every((part) => typeof part === 'string')
}
