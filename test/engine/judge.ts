import type { Answer } from './ask.ts'
import type { Case } from './cases.ts'
import type { Difference } from './difference.ts'
import { isCovered } from './difference.ts'
import { differences } from './differences.ts'
import type { Finding } from './findings.ts'
import { compare } from './findings.ts'
import { wrongToday } from './wrong-today.ts'

/** What is found in the answer to one Smolfile, beside the lists of differences. */
export interface Judgement {
  readonly isTaken: boolean
  /** The differences that it shows. */
  readonly known: readonly Difference[]
  readonly unlisted: readonly Finding[]
}

/** Holds an answer against the lists. */
export function judge(answer: Answer, text: string, folder: string): Judgement {
  const { findings: verdict, fields } = compare(answer, text, folder)
  // Where we are to take it one day, its record is compared today.
  const isComparable = verdict.every((each) => wrongToday.some((entry) => isCovered(each, entry)))
  const findings = isComparable ? [...verdict, ...fields()] : verdict
  const all = [...differences, ...wrongToday]
  const coversOf = (finding: Finding) => all.filter((each) => isCovered(finding, each))
  return {
    isTaken: 'record' in answer,
    known: findings.flatMap(coversOf),
    unlisted: findings.filter((finding) => coversOf(finding).length === 0),
  }
}

/** The findings that no list has, as lines. */
export function unlisted(cases: readonly Case[], judged: readonly Judgement[]): readonly string[] {
  return judged.flatMap(({ unlisted }, index) =>
    unlisted.map((finding) => `${cases[index]?.name}\n    ${describe(finding)}`),
  )
}

function describe(finding: Finding): string {
  if (finding.kind === 'error')
    return `only bottleworks refuses it: ${finding.code} ${finding.message}`
  if (finding.kind === 'refusal') return `only the engine refuses it: ${finding.message}`
  if (finding.kind === 'start') return finding.message
  const { field, stored, expected } = finding
  return `${field} is ${JSON.stringify(stored)}, and the Smolfile says ${JSON.stringify(expected)}`
}
