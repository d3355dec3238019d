/**
 * Programmatic synth: everything that the command line does, without a terminal.
 *
 * @packageDocumentation
 */
import { realpathSync } from 'node:fs'
import { applyPlan } from './assembly/apply.ts'
import { OutputError } from './assembly/output-error.ts'
import type { Expected, Plan } from './assembly/plan.ts'
import { editedDiagnostics, makePlan } from './assembly/plan.ts'
import { defaultOut, readTree } from './assembly/tree.ts'
import type { Diagnostic } from './diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from './diagnostic/diagnostic.ts'
import { nearest, quote } from './diagnostic/text.ts'
import type { BottleFile } from './evaluate/discover.ts'
import { bottleFolder, discoverBottles, repeatedSlugs } from './evaluate/discover.ts'
import type { Printed } from './evaluate/evaluate.ts'
import { evaluateBottles } from './evaluate/evaluate.ts'
import { Sandbox } from './evaluate/sandbox/sandbox.ts'
import { renderSmolfile } from './smolfile/render.ts'
import type { Bottle, Finding } from './smolfile/validate.ts'
import { validate } from './smolfile/validate.ts'

export type { Action, Expected, Plan, PlanEntry } from './assembly/plan.ts'
export { changes } from './assembly/plan.ts'
export type { Diagnostic, Origin } from './diagnostic/diagnostic.ts'
export type { Printed } from './evaluate/evaluate.ts'
export type { Bottle } from './smolfile/validate.ts'

export interface SynthOptions {
  /** The project's folder, which holds `bottles/`. Default: the current folder. */
  readonly project?: string
  /** The output tree, relative to the project. Default: `smolfiles`. */
  readonly out?: string
  /** Look at these slugs alone. Default: all. */
  readonly only?: readonly string[]
  /** Go on with the good bottles when some are bad. */
  readonly keepGoing?: boolean
  /** Overwrite and remove Smolfiles that were edited by hand. */
  readonly force?: boolean
  /** Let warnings fail like errors. */
  readonly strict?: boolean
}

export interface SynthResult {
  readonly bottles: readonly Bottle[]
  /** Absent when the output tree could not be read, or a bottle is bad. */
  readonly plan?: Plan
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
  /** Every bottle file that was looked at, good or bad. */
  readonly files: readonly BottleFile[]
  /** Whether the source is good, and nothing stands against the plan. */
  readonly ok: boolean
  /** Whether the output tree now is what the plan says. */
  readonly applied: boolean
}

/** The whole of a project's source, validated, before it is compared with the output tree. */
export interface LoadResult {
  /** Every bottle file of the project, good or bad. */
  readonly files: readonly BottleFile[]
  readonly bottles: readonly Bottle[]
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
}

/** Evaluates and validates the bottles of a project. Reads no output and writes nothing. */
export async function loadBottles(options: SynthOptions = {}): Promise<LoadResult> {
  const project = projectPath(options)
  const starting = Sandbox.start(project)
  const all = discoverBottles(project)
  const selected = selectFiles(all, options.only)
  const sandbox = await starting
  try {
    const { evaluated, printed, diagnostics } = await evaluateBottles(sandbox, selected.files)
    const { bottles, findings } = validate(evaluated)
    const located = await locateFindings(sandbox, findings)
    const repeated = repeatedSlugs(all)
    const bad = new Set(repeated.flatMap(({ origin }) => origin?.file ?? []))
    return {
      files: all,
      bottles: bottles.filter(({ source }) => !bad.has(source)),
      printed,
      diagnostics: [...selected.diagnostics, ...repeated, ...diagnostics, ...located],
    }
  } finally {
    await sandbox.close()
  }
}

/** Works out what must change in the output tree, and changes nothing. */
export async function planSynth(options: SynthOptions = {}): Promise<SynthResult> {
  const { out = defaultOut, force = false, keepGoing = false, strict = false } = options
  const { files, bottles, diagnostics: found, printed } = await loadBottles(options)
  const diagnostics = [...found]
  const failing = hasErrors(found) || (strict && found.length > 0)
  const result = (ok: boolean, plan?: Plan): SynthResult => ({
    bottles,
    printed,
    ok,
    applied: false,
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
    const tree = readTree(projectPath(options), out)
    const plan = makePlan(expected, tree, { out, keep, force })
    return result(!failing, plan)
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    diagnostics.push(error.diagnostic)
    return result(false)
  }
}

/** Makes the output tree match the source. Nothing is written unless every bottle is good. */
export async function synth(options: SynthOptions = {}): Promise<SynthResult> {
  const planned = await planSynth(options)
  const { plan, diagnostics } = planned
  if (plan === undefined) return planned
  const edited = editedDiagnostics(plan)
  const failed = (more: readonly Diagnostic[]): SynthResult => ({
    ...planned,
    ok: false,
    diagnostics: sortDiagnostics([...diagnostics, ...more]),
  })
  if (edited.length > 0 && options.keepGoing !== true) return failed(edited)
  try {
    applyPlan(plan)
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    return failed([...edited, error.diagnostic])
  }
  const applied = { ...(edited.length > 0 ? failed(edited) : planned), applied: true }
  return applied
}

function projectPath({ project = '.' }: SynthOptions): string {
  return realpathSync(project)
}

function expectedOutput({ slug, source, dialect, document }: Bottle): Expected {
  return { slug, source, dialect, text: renderSmolfile(dialect, document, { source }) }
}

function selectFiles(files: readonly BottleFile[], only: readonly string[] | undefined) {
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

/** The findings with the places that they are about, which are looked up for these alone. */
async function locateFindings(
  sandbox: Sandbox,
  findings: readonly Finding[],
): Promise<readonly Diagnostic[]> {
  const called = findings.flatMap(({ call }) => call ?? [])
  const origins = await sandbox.locate([...new Set(findings.map(({ file }) => file))], called)
  let next = 0
  const located = findings.map((finding) => ({
    finding,
    origin: (finding.call === undefined ? undefined : origins[next++]) ?? { file: finding.file },
  }))
  return located.map(({ finding, origin }) => {
    const { code, severity, message, slug, path, matter } = finding
    const others = located
      .filter((other) => matter !== undefined && other.finding !== finding)
      .filter((other) => other.finding.matter === matter)
      .map((other) => [other.origin.file, other.origin.line, other.origin.column].join(':'))
    const hint = others.length > 0 ? `also at ${others.join(', ')}` : finding.hint
    return { code, severity, message, slug, path, origin, ...(hint === undefined ? {} : { hint }) }
  })
}
