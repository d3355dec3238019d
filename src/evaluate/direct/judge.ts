import type { JudgedBottle, ReachedPart } from '../../language/policy/judged.ts'
import type { Reported } from '../sandbox/protocol.ts'
import { Budget } from './budget.ts'
import { giveUp } from './give-up.ts'
import { callFunction } from './interpret.ts'
import type { PolicyValue, Value } from './values.ts'
import {
  emptyRecord,
  HostJudge,
  isList,
  isRecord,
  memberOf,
  Native,
  putMember,
  textOf,
} from './values.ts'

/** What is far below the limits of the sandbox, where nothing is cut or refused. */
const mostReports = 100
const longestText = 4_000
/** Most parts of reach of one kind that a policy of the tool's own goes through here, and which. */
const mostParts = 100
const partsOfReady = ['user', 'files', 'hosts', 'addresses', 'dns'] as const

/**
 * What a policy reports of a bottle, as the sandbox would, or nothing: of all that is not known here,
 * and of every error, the sandbox has the word. A policy holds nothing that it could change, so that
 * nothing of one bottle is left for the next.
 */
export function judgeDirectly(
  { judge }: PolicyValue,
  bottle: JudgedBottle,
): readonly Reported[] | undefined {
  const reports: Reported[] = []
  const report = (what: Value, message: Value, details: Value) => {
    if (reports.length === mostReports) giveUp()
    reports.push(['', pathOf(what), sound(textOf(message)), hintOf(details)])
  }
  try {
    if (judge instanceof HostJudge) {
      if (partsOfReady.some((part) => bottle.reach[part].length > mostParts)) giveUp()
      judge.call({ bottle, report: report as never })
      return reports
    }
    const given = emptyRecord()
    putMember(given, 'bottle', bottle as unknown as Value)
    const tell = new Native(([what, message, details]) => {
      report(what, message, details)
      return undefined
    })
    putMember(given, 'report', tell)
    callFunction(judge, [given], new Budget())
    return reports
  } catch {
    return undefined
  }
}

/** The setting that a report is about: by its path, or by what grants a part of reach. */
function pathOf(what: Value): string {
  if (typeof what === 'string') return sound(what)
  if (!isRecord(what)) return giveUp()
  const by = memberOf(what, 'by' satisfies keyof ReachedPart)
  if (by === undefined) return ''
  if (!isList(by)) return giveUp()
  const [first] = by
  if (first === undefined) return ''
  return typeof first === 'string' ? sound(first) : giveUp()
}

function hintOf(details: Value): string {
  if (details === undefined) return ''
  const hint = isRecord(details) ? memberOf(details, 'hint') : giveUp()
  return hint === undefined ? '' : sound(textOf(hint))
}

/** A text that comes out of the sandbox as it is. */
function sound(text: string): string {
  return text.length > longestText || text.includes('\0') || !text.isWellFormed() ? giveUp() : text
}
