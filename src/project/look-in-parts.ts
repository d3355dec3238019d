import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors } from '../diagnostic/diagnostic.ts'
import { groupBy } from '../diagnostic/group-by.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import type { Evaluated, Memory, Printed } from '../evaluate/evaluate.ts'
import { evaluateBottles } from '../evaluate/evaluate.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import { manifestText } from '../output/manifest.ts'
import type { Expected } from '../output/plan.ts'
import { smolfileName } from '../output/tree.ts'
import { commonOf } from './common-settings.ts'
import type { Settings } from './configuration-form.ts'
import { expectedOutput, proveOutput } from './expected-output.ts'
import { hideSecrets } from './hide-secrets.ts'
import { locateProblems } from './locate.ts'
import type { LookOptions, SlimClaim } from './look.ts'
import { claimsOf } from './look.ts'
import type { PolicyOutcome } from './policies/policy-set.ts'
import { sharedClaims } from './shared-claims.ts'
import type { Bottle, BottleProblem } from './validate.ts'
import { KnownChecks, validateEach } from './validate.ts'

/** How many bottle files are looked at together where there are many more. */
export const partFiles = 2_000

/** What is needed of a project to look at it part by part. */
export interface PartsPlace {
  readonly project: string
  readonly sandbox: Sandbox
  readonly settings: Settings
  /** Hears what each file is made of. */
  readonly memory: Memory
  inputsOf(file: string): readonly string[]
  /** What the policies that judge one bottle at a time say of good bottles. */
  judge(
    bottles: readonly Bottle[],
    definitions: readonly Evaluated[],
    isFirst: boolean,
  ): Promise<PolicyOutcome>
}

/** What is told of files, with the secrets in them hidden: they are evaluated again for these. */
export async function hideInParts(
  { project, sandbox, memory, inputsOf }: PartsPlace,
  files: readonly BottleFile[],
  diagnostics: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  if (diagnostics.length === 0) return []
  const about = new Set(diagnostics.map(({ origin }) => origin?.file))
  const isAsked = ({ file }: BottleFile) => about.has(file)
  const asked = files.filter(isAsked)
  const { evaluated: definitions } = await evaluateBottles(sandbox, asked, memory)
  const place = { project, drafts: new Map(), files: asked, definitions, inputsOf }
  return hideSecrets({ diagnostics, printed: [] }, place).diagnostics
}

/** What is left of bottles that were looked at part by part: what others need, and the tree. */
export interface FoundInParts {
  /** The output of the bottles that are good by themselves. */
  readonly expected: readonly Expected[]
  readonly claims: readonly SlimClaim[]
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
  /** The files that did not give good bottles alone. */
  readonly partial: ReadonlySet<string>
  /** Whether policies have not judged as they should. */
  readonly isUnjudged: boolean
  /** The policies that have judged, and those that have not. */
  readonly judged: Pick<PolicyOutcome, 'skipped' | 'rules'>
}

/**
 * Looks at bottle files part by part, and forgets of each part all but what is to be written and what
 * others must not have as well: so the memory that it takes hardly depends on how many there are.
 */
export async function lookInParts(
  place: PartsPlace,
  files: readonly BottleFile[],
  { onProgress }: Pick<LookOptions, 'onProgress'>,
): Promise<FoundInParts> {
  const { project, sandbox, settings, memory, inputsOf } = place
  const common = commonOf(settings)
  const expected: Expected[] = []
  const claims: SlimClaim[] = []
  const told = new Told()
  const printed: Printed[] = []
  const partial = new Set<string>()
  let isUnjudged = false
  let rules: PolicyOutcome = nothingJudged
  for (let done = 0; done < files.length; done += partFiles) {
    const part = files.slice(done, done + partFiles)
    const result = await evaluateBottles(sandbox, part, memory, ({ done: more, file }) =>
      onProgress?.({ done: done + more, total: files.length, file }),
    )
    const valid = validateEach(result.evaluated, new KnownChecks(), common)
    const judged = await place.judge(valid.bottles, result.evaluated, done === 0)
    const problems = [...valid.problems, ...judged.problems]
    const located = await locateProblems(sandbox, problems, new WeakMap())
    const found = hideSecrets(
      {
        diagnostics: [...result.diagnostics, ...judged.diagnostics, ...located],
        printed: [...result.printed, ...judged.printed],
      },
      { project, drafts: new Map(), files: part, definitions: result.evaluated, inputsOf },
    )
    told.add(found.diagnostics)
    printed.push(...found.printed)
    claims.push(...valid.claims.map(claimsOf))
    isUnjudged ||= hasErrors(judged.diagnostics)
    const good = judged.bottles.filter((bottle) => isGood(bottle, judged.problems))
    expected.push(...good.map(written))
    const members = groupBy(good, ({ source }) => source)
    for (const [file, { length }] of groupBy(result.evaluated, (each) => each.file))
      if (members.get(file)?.length !== length) partial.add(file)
    rules = judged
  }
  const { skipped, rules: by } = rules
  return {
    ...{ expected, claims, partial, isUnjudged },
    diagnostics: told.all,
    printed: eachOnce(printed),
    judged: { skipped, rules: by },
  }
}

const nothingJudged: PolicyOutcome = {
  ...{ bottles: [], problems: [], diagnostics: [], printed: [], skipped: [] },
  rules: '',
}

function isGood({ source }: Bottle, problems: readonly BottleProblem[]): boolean {
  return !problems.some(({ severity, file }) => severity === 'error' && file === source)
}

/** The output of a bottle, proven, with nothing of the bottle itself. */
function written(bottle: Bottle): Expected {
  const expected = expectedOutput(bottle)
  const { text, companion } = expected
  proveOutput(bottle, [{ name: smolfileName, text }, ...(companion ? [companion] : [])])
  // Written out, it takes less memory than one that is spread, here and below.
  const { slug, source, dialect, acknowledged } = expected
  return { slug, source, dialect, text, companion, acknowledged, manifest: manifestText(expected) }
}

/** A diagnostic without what is left of how it came about, such as the whole text of its file. */
function slim(diagnostic: Diagnostic): Diagnostic {
  const { code, severity, message, slug, path, origin, hint, matter } = diagnostic
  if (matter !== undefined || slug === undefined || path === undefined || hint === undefined)
    return diagnostic
  const { file, line, column, text, inCommit } = origin ?? {}
  if (
    file === undefined ||
    inCommit === true ||
    line === undefined ||
    column === undefined ||
    text === undefined
  )
    return diagnostic
  const place = { file, line, column, text: Buffer.from(text).toString() }
  return { code, severity, message, slug, path, origin: place, hint }
}

/** Diagnostics of several parts: what is of no bottle is found in each of them. */
class Told {
  readonly all: Diagnostic[] = []
  readonly #known = new Set<string>()

  add(diagnostics: readonly Diagnostic[]): void {
    for (const each of diagnostics) {
      if (each.slug === undefined) {
        const key = JSON.stringify(each)
        if (this.#known.has(key)) continue
        this.#known.add(key)
      }
      this.all.push(slim(each))
    }
  }
}

/** What policies print before they judge, they print in each part. */
function eachOnce(printed: readonly Printed[]): readonly Printed[] {
  return [...new Map(printed.map((each) => [JSON.stringify(each), each])).values()]
}

/**
 * The errors of what bottles share of the host, for which those alone are evaluated again that do.
 *
 * @param files All bottle files.
 */
export async function sharedInParts(
  { project, sandbox, settings, memory, inputsOf }: PartsPlace,
  files: readonly BottleFile[],
  claims: readonly SlimClaim[],
): Promise<{ readonly bad: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] }> {
  const keyOf = ({ what, value }: SlimClaim) => `${what} ${value}`
  const [once, twice] = [new Set<string>(), new Set<string>()]
  for (const claim of claims) {
    const key = keyOf(claim)
    if (once.has(key)) twice.add(key)
    once.add(key)
  }
  const sharing = new Set(
    twice.size === 0 ? [] : claims.flatMap((each) => (twice.has(keyOf(each)) ? [each.file] : [])),
  )
  const looked = files.filter(({ file }) => sharing.has(file))
  if (looked.length === 0) return { bad: new Set(), diagnostics: [] }
  const { evaluated: definitions } = await evaluateBottles(sandbox, looked, memory)
  const common = commonOf(settings)
  const valid = validateEach(definitions, new KnownChecks(), common)
  const taken = claims.map(({ value }) => value)
  const problems = sharedClaims(valid.claims, common, taken)
  const located = await locateProblems(sandbox, problems, new WeakMap())
  const place = { project, drafts: new Map(), files: looked, definitions, inputsOf }
  const { diagnostics } = hideSecrets({ diagnostics: located, printed: [] }, place)
  return { bad: new Set(problems.map(({ file }) => file)), diagnostics }
}
