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

/** The reports of each policy, of which the text names those that have some; undefined when the text is not what the guest's own code writes. */
function readReports(text: string, count: number): readonly (readonly Reported[])[] | undefined {
  if (!text.isWellFormed()) return undefined
  try {
    const data: unknown = JSON.parse(text)
    if (!Array.isArray(data) || !data.every((each) => isOfPolicy(each, count))) return undefined
    const lists = new Map<number, readonly Reported[]>(data)
    return Array.from({ length: count }, (_, index) => lists.get(index) ?? [])
  } catch {
    return undefined
  }
}

/** Whether it is the number of a policy and what it reports. */
function isOfPolicy(value: unknown, count: number): value is [number, readonly Reported[]] {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [index, list] = value
  return Number.isInteger(index) && index >= 0 && index < count && isListOfReports(list)
}

function isListOfReports(value: unknown): value is readonly Reported[] {
  return Array.isArray(value) && value.every(isReport)
}

function isReport(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 4) return false
  return value.every((part) => typeof part === 'string')
}
