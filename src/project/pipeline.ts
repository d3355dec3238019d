import type { Diagnostic, Origin } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import { nearest, quote, quotePath } from '../diagnostic/text.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { renderSmolfile } from '../dialects/render.ts'
import type { EvaluationCache } from '../evaluate/cache/evaluation-cache.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { bottleFolder, discoverBottles, repeatedSlugs } from '../evaluate/discover.ts'
import { evaluateBottles } from '../evaluate/evaluate.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import { checkTypes } from '../evaluate/types/check-types.ts'
import { mergeTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import { OutputError } from '../files/file-error.ts'
import { applyPlan } from '../output/apply.ts'
import type { Expected, Plan } from '../output/plan.ts'
import { editedDiagnostics, makePlan } from '../output/plan.ts'
import { defaultOut, readTree } from '../output/tree.ts'
import type { LoadResult, SynthOptions, SynthResult } from '../synth.ts'
import type { Bottle, Finding } from './validate.ts'
import { validate } from './validate.ts'

/** Where one run works. */
export interface Workplace {
  /** Real path of the project. */
  readonly project: string
  readonly sandbox: Sandbox
  /** What is known of earlier evaluations. */
  readonly cache?: EvaluationCache
  /** Texts that stand for bottle files and what they import; undefined for one that is to go. */
  readonly drafts?: ReadonlyMap<string, string | undefined>
}

/** Evaluates and validates the bottles of a project. Reads no output and writes nothing. */
export async function loadBottles(
  { project, sandbox, cache, drafts = new Map() }: Workplace,
  options: SynthOptions,
): Promise<LoadResult> {
  const all = listBottles(project, drafts)
  if ('code' in all) return { files: [], bottles: [], printed: [], diagnostics: [all] }
  const selected = selectFiles(all, options.only)
  const names = selected.files.map(({ file }) => file)
  const checking = options.types === true ? checkTypes(project, names) : Promise.resolve([])
  checking.catch(() => {}) // it is awaited below, unless the evaluation fails first
  const { evaluated, printed, diagnostics } = await evaluateBottles(
    sandbox,
    selected.files,
    cache,
    options.onProgress,
  )
  cache?.save(all.map(({ file }) => file))
  const { bottles, findings } = validate(evaluated)
  const located = await locateFindings(sandbox, findings)
  const repeated = repeatedSlugs(all)
  const told = [...selected.diagnostics, ...repeated, ...diagnostics, ...located]
  const types = mergeTypeErrors(await checking, told, names)
  const bad = new Set([...types.bad, ...repeated.map(({ origin }) => origin?.file)])
  return {
    files: all,
    bottles: types.isShared ? [] : bottles.filter(({ source }) => !bad.has(source)),
    printed,
    diagnostics: [...told, ...types.diagnostics],
  }
}

/** Works out what must change in the output tree, and changes nothing. */
export async function planSynth(place: Workplace, options: SynthOptions): Promise<SynthResult> {
  const { out = defaultOut, force = false, keepGoing = false, strict = false } = options
  const { types = true } = options
  const loaded = await loadBottles(place, { ...options, types })
  const { files, bottles, diagnostics: found, printed } = loaded
  const diagnostics = [...found]
  const failing = hasErrors(found) || (strict && found.length > 0)
  const result = (ok: boolean, plan?: Plan): SynthResult => ({
    bottles,
    printed,
    ok,
    applied: false,
    begun: false,
    files: files.filter(({ slug }) => options.only?.includes(slug) ?? true),
    diagnostics: sortDiagnostics(diagnostics),
    ...(plan === undefined ? {} : { plan }),
  })
  if (bottles.length === 0 && failing) return result(false)
  if (failing && !keepGoing) return result(false)
  const expected = bottles.map(expectedOutput)
  const good = new Set(bottles.map(({ slug }) => slug))
  const bad = new Set(files.map(({ slug }) => slug).filter((slug) => !good.has(slug)))
  const keep = (slug: string) => options.only !== undefined || bad.has(slug)
  try {
    const tree = readTree(place.project, out)
    const plan = makePlan(expected, tree, { out, keep, force })
    proveOutput(plan, bottles)
    return result(!failing, plan)
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    diagnostics.push(error.diagnostic)
    return result(false)
  }
}

/** Makes the output tree match the source. Nothing is written unless every bottle is good. */
export async function applySynth(place: Workplace, options: SynthOptions): Promise<SynthResult> {
  const planned = await planSynth(place, options)
  const { plan, diagnostics } = planned
  if (plan === undefined) return planned
  const { problems, ...state } = carryOut(plan, options.keepGoing)
  const ok = planned.ok && problems.length === 0
  return { ...planned, ...state, ok, diagnostics: sortDiagnostics([...diagnostics, ...problems]) }
}

/** What has come of a plan. */
export interface CarriedOut {
  readonly applied: boolean
  /** Whether any of it was carried out, be it all or what came before an error. */
  readonly begun: boolean
  /** What stands against it. */
  readonly problems: readonly Diagnostic[]
}

/** Carries out a plan, unless a Smolfile that it has a part in was edited by hand. */
export function carryOut(plan: Plan, keepGoing = false): CarriedOut {
  const edited = editedDiagnostics(plan)
  if (edited.length > 0 && !keepGoing) return { applied: false, begun: false, problems: edited }
  try {
    applyPlan(plan)
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    return { applied: false, begun: error.begun, problems: [...edited, error.diagnostic] }
  }
  return { applied: true, begun: true, problems: edited }
}

/** The bottle files, or why they cannot be listed: a folder may be closed to this user. */
export function listBottles(
  project: string,
  drafts: ReadonlyMap<string, string | undefined>,
): readonly BottleFile[] | Diagnostic {
  try {
    return discoverBottles(project, drafts)
  } catch (error) {
    const { code, path = bottleFolder, syscall } = error as NodeJS.ErrnoException
    if (syscall !== 'scandir') throw error
    const reason = code === 'EACCES' ? 'permission is denied' : `the system says ${code}`
    const message = `the folder ${quotePath(path)} cannot be read: ${reason}`
    return { code: 'BW100', severity: 'error', message }
  }
}

export function expectedOutput({
  slug,
  source,
  dialect,
  document,
  acknowledged,
}: Bottle): Expected {
  const text = dialectOf(dialect).render(document, { source })
  return { slug, source, dialect, text, acknowledged }
}

/**
 * Proves the Smolfiles that a plan is going to write. One that is on disk as it should be has been
 * proven when it was written.
 *
 * @throws BugError when one does not read back as its document.
 */
export function proveOutput({ entries }: Plan, bottles: readonly Bottle[]): void {
  const bySlug = new Map(bottles.map((bottle) => [bottle.slug, bottle]))
  for (const { slug, action, recordOnly } of entries) {
    const bottle = bySlug.get(slug)
    if (recordOnly || bottle === undefined || (action !== 'create' && action !== 'update')) continue
    renderSmolfile(bottle.dialect, bottle.document, { source: bottle.source })
  }
}

export function selectFiles(files: readonly BottleFile[], only: readonly string[] | undefined) {
  const diagnostics: Diagnostic[] = []
  if (files.length === 0) {
    const message = `there is no bottle: no file ${quote(`${bottleFolder}/**/*.bottle.ts`)} in the project`
    const hint = "write bottles/demo.bottle.ts, with export default bottle('demo')"
    diagnostics.push({ code: 'BW120', severity: 'error', message, hint })
  }
  if (only === undefined) return { files, diagnostics }
  const slugs = new Set(files.map(({ slug }) => slug))
  for (const slug of only) {
    if (slugs.has(slug)) continue
    const guess = nearest(slug, slugs)
    const hint = guess === undefined ? {} : { hint: `did you mean ${quote(guess)}?` }
    const message = `no bottle has the slug ${quote(slug)}`
    diagnostics.push({ code: 'BW121', severity: 'error', message, ...hint })
  }
  return { files: files.filter(({ slug }) => only.includes(slug)), diagnostics }
}

/** The places of findings that have been looked up before. */
export type KnownPlaces = WeakMap<Finding, Origin>

/** The findings with the places that they are about, which are looked up for these alone. */
export async function locateFindings(
  sandbox: Sandbox,
  findings: readonly Finding[],
  known: KnownPlaces = new WeakMap(),
): Promise<readonly Diagnostic[]> {
  const open = findings.flatMap((finding) =>
    finding.call === undefined || known.has(finding) ? [] : [{ finding, call: finding.call }],
  )
  const files = new Set(open.map(({ finding }) => finding.file))
  const origins = await sandbox.locate(
    [...files],
    open.map(({ call }) => call),
  )
  for (const [index, { finding }] of open.entries()) {
    const origin = origins[index]
    if (origin !== undefined) known.set(finding, origin)
  }
  const located = findings.map((finding) => {
    return { finding, origin: known.get(finding) ?? { file: finding.file } }
  })
  const byMatter = new Map<string, typeof located>()
  for (const each of located) {
    const { matter } = each.finding
    if (matter !== undefined) byMatter.set(matter, [...(byMatter.get(matter) ?? []), each])
  }
  return located.map(({ finding, origin }) => {
    const { code, severity, message, slug, path, matter } = finding
    const others = (byMatter.get(matter ?? '') ?? [])
      .filter((other) => other.finding !== finding)
      .map((other) => [other.origin.file, other.origin.line, other.origin.column].join(':'))
    const hint = others.length > 0 ? `also at ${others.join(', ')}` : finding.hint
    return { code, severity, message, slug, path, origin, ...(hint === undefined ? {} : { hint }) }
  })
}
