import { isDeepStrictEqual } from 'node:util'
import type { DiagnosticCode } from '../diagnostic/catalogue.ts'
import { diagnosticCodes, isAcknowledgeable } from '../diagnostic/catalogue.ts'
import type { RuleName } from '../diagnostic/diagnostic.ts'
import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { escapeControls, quote } from '../diagnostic/text.ts'
import type { Checked, CommonSettings, Layout } from '../dialects/dialect.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectNames, dialectOf, isDialectName } from '../dialects/dialects.ts'
import { checkSlug } from '../dialects/slug.ts'
import type { RawDefinition, RecordedCall } from '../evaluate/definition.ts'
import { callOf } from '../evaluate/definition.ts'
import { bottleFileName } from '../evaluate/discover.ts'
import { isFleetFile } from '../evaluate/subject.ts'
import type { AcceptedProblem } from './acceptance.ts'
import { accepts, notAcknowledgeable, unreasoned, voidAcceptance } from './acceptance.ts'
import type { ClaimOf } from './shared-claims.ts'
import { problemIn, sharedClaims } from './shared-claims.ts'

/** A definition, and the bottle file that it came from. */
export interface Candidate {
  readonly file: string
  /** The slug that it is to have: the one that the file's name says, or in a fleet its own. */
  readonly slug: string
  readonly definition: RawDefinition
}

/** One bottle, of which all rules of its dialect hold. */
export interface Bottle {
  readonly slug: string
  readonly source: string
  readonly dialect: DialectName
  readonly document: SmolfileDocument
  readonly acknowledged: readonly AcceptedProblem[]
  /** How its Smolfile is laid out. Default: compact. */
  readonly layout?: Layout | undefined
}

/** A problem of a bottle, and the builder call that it is about. */
export interface BottleProblem extends Problem<DiagnosticCode | RuleName> {
  readonly file: string
  readonly slug: string
  readonly call: RecordedCall | undefined
  /** Problems with the same text here are one matter, seen from several places. */
  readonly matter?: string
  /** Whether it is of a policy that lets nobody accept it. */
  readonly isBinding?: boolean
}

export interface Validation {
  /** The bottles without errors. */
  readonly bottles: readonly Bottle[]
  readonly problems: readonly BottleProblem[]
}

/** The checks of candidates so far: a candidate is data, and stays as it is. */
export class KnownChecks {
  #common: CommonSettings = {}
  #checked = new WeakMap<Candidate, CheckedCandidate>()

  /** The check of a candidate, by what the project says of all its bottles. */
  of(candidate: Candidate, common: CommonSettings): CheckedCandidate {
    if (!isDeepStrictEqual(common, this.#common)) this.#checked = new WeakMap()
    this.#common = common
    const checked = this.#checked.get(candidate) ?? checkCandidate(candidate, common)
    this.#checked.set(candidate, checked)
    return checked
  }
}

/** Checks each definition by the rules of its dialect, and all of them against each other. */
export function validate(
  candidates: readonly Candidate[],
  known: KnownChecks = new KnownChecks(),
  common: CommonSettings = {},
): Validation {
  const { bottles, problems, claims } = validateEach(candidates, known, common)
  const shared = sharedClaims(claims, common)
  const bad = badOf(shared)
  return {
    bottles: bottles.filter(({ source, slug }) => !bad.has(bottleKey(source, slug))),
    problems: [...problems, ...shared],
  }
}

/** Checks each definition by the rules of its dialect, without a look at the others. */
export function validateEach(
  candidates: readonly Candidate[],
  known: KnownChecks,
  common: CommonSettings,
): Validation & { readonly claims: readonly ClaimOf[] } {
  const checked = candidates.map((candidate) => known.of(candidate, common))
  const problems = checked.flatMap((each) => each.problems)
  const bad = badOf(problems)
  const bottles = checked.flatMap(({ bottle }) =>
    bottle === undefined || bad.has(bottleKey(bottle.source, bottle.slug)) ? [] : [bottle],
  )
  return { bottles, problems, claims: checked.flatMap(({ claims }) => claims) }
}

/** The keys of the bottles that have errors. */
export function badOf(problems: readonly BottleProblem[]): ReadonlySet<string> {
  const wrong = problems.filter(({ severity }) => severity === 'error')
  return new Set(wrong.map(({ file, slug }) => bottleKey(file, slug)))
}

/** Tells a bottle from all others: a file may define several, and files may claim the same slug. */
export function bottleKey(file: string, slug: string): string {
  return JSON.stringify([file, slug])
}

interface CheckedCandidate {
  readonly bottle?: Bottle
  readonly problems: readonly BottleProblem[]
  readonly claims: readonly ClaimOf[]
}

function checkCandidate(candidate: Candidate, common: CommonSettings): CheckedCandidate {
  const { file, slug, definition } = candidate
  const found = (problem: Problem): BottleProblem => problemIn(candidate, problem)
  const name = definition.dialect
  if (!isDialectName(name)) {
    const message = `the dialect ${quote(name)} is unknown; there is ${dialectNames.map(quote).join(', ')}`
    const problem = errorAt('BW115', 'dialect', message)
    return { problems: [found(problem)], claims: [] }
  }
  const dialect = dialectOf(name)
  const checked = dialect.check(definition.slug, definition.smolfile, { ...common, slug })
  const { document } = checked
  const { open, acknowledged, void: voided } = acknowledge(definition, checked)
  // What a document would raise that has no form, nobody knows.
  const known = voided.filter(({ problem }) => document !== undefined || problem.code !== 'BW035')
  const problems = [...checkFileName(candidate), ...open]
    .map(found)
    .concat(known.map(({ problem, call }) => ({ ...problem, file, slug, call })))
  if (document === undefined) return { problems, claims: [] }
  const claims = dialect.claims(document).map((claim) => ({ candidate, ...claim }))
  const { layout } = common
  const bottle: Bottle = { slug, source: file, dialect: name, document, acknowledged, layout }
  return { bottle, problems, claims }
}

function checkFileName({ file, slug: fileSlug, definition }: Candidate): readonly Problem[] {
  const { slug } = definition
  if (slug === fileSlug || isFleetFile(file)) return []
  const message = `the slug ${quote(slug)} differs from the file name, which says ${quote(fileSlug)}`
  // A name that is no slug cannot be written: the next error would be about that.
  const isSlug = checkSlug(fileSlug).length === 0
  const rename = `rename the file to ${escapeControls(bottleFileName(slug))}`
  const hint = isSlug ? `${rename}, or write ${quote(fileSlug)}` : rename
  return [errorAt('BW002', 'slug', message, hint)]
}

/**
 * Sorts the problems into what stays open and what the author has accepted. What the project's own
 * policies say is not known yet: what is accepted of that is left for later.
 */
function acknowledge(
  definition: RawDefinition,
  { problems, accepted: own = [] }: Checked<unknown>,
) {
  const accepted = [
    ...own.map(({ path, ...given }) => ({ given, call: callOf(definition, path) })),
    ...definition.acknowledged.map(({ call, code, reason, at }) => ({
      given: at === undefined ? { code, reason } : { code, reason, at },
      call: definition.calls[call],
    })),
  ]
  const isAccepted = (problem: Problem) =>
    problem.severity !== 'error' && accepted.some(({ given }) => accepts(given, problem))
  const open = problems.filter((problem) => !isAccepted(problem))
  const voided = accepted.flatMap(({ given, call }) => {
    const problem = voidAcknowledgement(given, problems)
    return problem === undefined ? [] : [{ problem, call }]
  })
  const acknowledged = accepted.flatMap(({ given }) =>
    voidAcknowledgement(given, problems)?.severity === 'error' ||
    !(isRule(given.code) || problems.some((problem) => accepts(given, problem)))
      ? []
      : [given],
  )
  return { open, acknowledged, void: voided }
}

/** Whether a code is the name of a policy, `team/rule`. */
export function isRule(code: string): boolean {
  return code.includes('/')
}

function voidAcknowledgement(
  given: AcceptedProblem,
  problems: readonly Problem[],
): Problem | undefined {
  const { code, reason } = given
  if (!isRule(code) && !isAcknowledgeable(code)) {
    return notAcknowledgeable(code, diagnosticCodes.filter(isAcknowledgeable))
  }
  if (reason.trim() === '') return unreasoned(code)
  if (isRule(code) || problems.some((problem) => accepts(given, problem))) return undefined
  return voidAcceptance(given)
}
