import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import type { DirectPolicy } from '../../evaluate/direct/direct.ts'
import type { DirectPolicies } from '../../evaluate/direct-policies.ts'
import type { EvaluatedPolicies } from '../../evaluate/policies.ts'
import type { Judgement } from '../../evaluate/sandbox/judging.ts'
import { packBottles } from '../../evaluate/sandbox/packed-inputs.ts'
import type { Reported } from '../../evaluate/sandbox/protocol.ts'
import type { Sandbox } from '../../evaluate/sandbox/sandbox.ts'
import type { JudgedBottle } from '../../language/policy/judged.ts'

interface Place {
  readonly sandbox: Sandbox
  readonly direct: DirectPolicies
  readonly evaluated: EvaluatedPolicies
}

/** After how many bottles that a policy gives up on it judges the rest in the sandbox. */
const mostGivenUp = 3

/**
 * Has policies judge bottles: those that are pure directly, and the others in the sandbox. Where one
 * of the first gives up, the sandbox has the word.
 *
 * @param files The policies.
 */
export async function judgeOpen(
  { sandbox, direct, evaluated }: Place,
  files: readonly string[],
  bottles: readonly JudgedBottle[],
): Promise<Judgement> {
  const isNone = files.length === 0 || bottles.length === 0
  const judging = isNone ? new Map() : await direct.judging(files, evaluated.inputs)
  const { reports, left } = judgeDirectly(judging, files, bottles)
  const printed = bottles.map((): readonly string[] => [])
  const failures = new Map<string, Diagnostic>()
  for (const { files: own, indices } of groups(left)) {
    const open = own.filter((file) => !isAmong(failures, file))
    const given = packBottles(indices.flatMap((index) => bottles[index] ?? []))
    const judged = await sandbox.judge(open, given)
    for (const [at, index] of indices.entries()) {
      for (const [file, all] of judged.reports[at] ?? []) reports[index]?.set(file, all)
      printed[index] = judged.printed[at] ?? []
    }
    for (const each of judged.failures) failures.set(JSON.stringify(each), each)
  }
  return { reports, printed, failures: [...failures.values()] }
}

/** @returns What is reported of each bottle, and the policies that have not judged it. */
function judgeDirectly(
  judging: ReadonlyMap<string, DirectPolicy>,
  files: readonly string[],
  bottles: readonly JudgedBottle[],
) {
  const givenUp = new Map(files.map((file) => [file, 0]))
  const reports = bottles.map(() => new Map<string, readonly Reported[]>())
  const left = bottles.map((bottle, index) =>
    files.filter((file) => {
      const before = givenUp.get(file) ?? 0
      const policy = before < mostGivenUp ? judging.get(file) : undefined
      const all = policy?.judge(bottle)
      if (all !== undefined) reports[index]?.set(file, all)
      else if (policy !== undefined) givenUp.set(file, before + 1)
      return all === undefined
    }),
  )
  return { reports, left }
}

/** The bottles that the same policies have not judged, with these. */
function groups(left: readonly (readonly string[])[]) {
  const found = new Map<string, { files: readonly string[]; indices: number[] }>()
  for (const [index, files] of left.entries()) {
    if (files.length === 0) continue
    const key = JSON.stringify(files)
    const group = found.get(key) ?? { files, indices: [] }
    found.set(key, group)
    group.indices.push(index)
  }
  return [...found.values()]
}

/** Whether one of the failures is of a policy: it judges no more. */
function isAmong(failures: ReadonlyMap<string, Diagnostic>, file: string): boolean {
  return [...failures.values()].some(({ origin }) => origin?.file === file)
}
