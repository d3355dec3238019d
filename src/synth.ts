/**
 * Programmatic synth: everything that the command line does, without a terminal.
 *
 * @packageDocumentation
 */
import { realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Diagnostic, Origin } from './diagnostic/diagnostic.ts'
import { quotePath } from './diagnostic/text.ts'
import { hasCache } from './evaluate/cache/cache-folder.ts'
import type { BottleFile } from './evaluate/discover.ts'
import type { Printed } from './evaluate/evaluate.ts'
import { readGuestModules } from './evaluate/sandbox/guest-modules.ts'
import type { Trail } from './evaluate/sandbox/protocol.ts'
import { Sandbox } from './evaluate/sandbox/sandbox.ts'
import { isBuilt } from './files/package-files.ts'
import type { Plan } from './output/plan.ts'
import type { Workplace } from './project/pipeline.ts'
import type { Bottle } from './project/validate.ts'

export type { Diagnostic, Origin } from './diagnostic/diagnostic.ts'
export type { Printed } from './evaluate/evaluate.ts'
export type { Trail } from './evaluate/sandbox/protocol.ts'
export type { Action, Expected, Plan, PlanEntry } from './output/plan.ts'
export type { Bottle } from './project/validate.ts'

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
  /** Is told of each bottle file as it has been evaluated. */
  readonly onProgress?: (progress: Progress) => void
  /** Use and keep what earlier evaluations gave. Default: yes, unless the tool runs from source. */
  readonly cache?: boolean
  /** Check the types of bottle files. Default: when the output tree is compared or written. */
  readonly types?: boolean
}

/** How far an evaluation is. */
export interface Progress {
  /** How many bottle files have been evaluated, or were known. */
  readonly done: number
  readonly total: number
  /** The last one. */
  readonly file: string
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
  /** Whether any of the plan was carried out, be it all or what came before an error. */
  readonly begun: boolean
}

/** The whole of a project's source, validated, before it is compared with the output tree. */
export interface LoadResult {
  /** Every bottle file of the project, good or bad. */
  readonly files: readonly BottleFile[]
  readonly bottles: readonly Bottle[]
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
}

/**
 * Evaluates and validates the bottles of a project. Reads no output and writes nothing.
 *
 * @throws ProjectError when the project is no folder; anything else is a bug in bottleworks.
 */
export async function loadBottles(options: SynthOptions = {}): Promise<LoadResult> {
  return work(options, (pipeline, place) => pipeline.loadBottles(place, options))
}

/**
 * Works out what must change in the output tree, and changes nothing.
 *
 * @throws As {@link loadBottles}.
 */
export async function planSynth(options: SynthOptions = {}): Promise<SynthResult> {
  return work(options, (pipeline, place) => pipeline.planSynth(place, options))
}

/**
 * Makes the output tree match the source. Nothing is written unless every bottle is good.
 *
 * @throws As {@link loadBottles}.
 */
export async function synth(options: SynthOptions = {}): Promise<SynthResult> {
  return work(options, (pipeline, place) => pipeline.applySynth(place, options))
}

/** The project is not a folder that can be used. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError'
}

export function projectPath(project: string): string {
  const path = resolve(project)
  try {
    const real = realpathSync(path)
    if (statSync(real).isDirectory()) return real
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new ProjectError(`there is no folder ${quotePath(path)}`)
    throw new ProjectError(`the folder ${quotePath(path)} cannot be opened (${code})`)
  }
  throw new ProjectError(`${quotePath(path)} is not a folder`)
}

/** One bottle, with where in the source each of its settings was made. */
export interface TraceResult {
  /** Absent when the bottle is bad, or there is none. */
  readonly bottle?: Bottle
  /** By the path of a setting; undefined where the place could not be found. */
  readonly origins?: ReadonlyMap<string, Origin | undefined>
  readonly diagnostics: readonly Diagnostic[]
}

/** One bottle, with all the places in the source that led to each of its settings. */
export interface ExplainResult {
  /** Absent when the bottle is bad, or there is none. */
  readonly bottle?: Bottle
  /** By the path of a setting. */
  readonly trails: ReadonlyMap<string, Trail>
  /** What settings were before a later call made them again, oldest first. */
  readonly overridden: readonly {
    readonly path: string
    readonly value: unknown
    readonly trail: Trail
  }[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Texts that stand for files, by their paths in the project; undefined for one that is to go. */
export type Drafts = ReadonlyMap<string, string | undefined>

/** A project that is looked at several times; the sandbox is started once. */
export interface Session {
  /** Real path of the project. */
  readonly project: string
  /** What {@link loadBottles} would give once `drafts` were written. */
  load(drafts?: Drafts): Promise<LoadResult>
  /** Evaluates bottles and finds the origins of their settings, by slug. */
  trace(slugs: readonly string[]): Promise<ReadonlyMap<string, TraceResult>>
  /** Evaluates one bottle and finds all the places that led to its settings. */
  explain(slug: string): Promise<ExplainResult>
  plan(options: SynthOptions): Promise<SynthResult>
  synth(options: SynthOptions): Promise<SynthResult>
}

/**
 * Gives `use` a session on the project, which ends with it.
 *
 * @param options Whether the first look may take what is known of the project. Default: no, for
 *   the sandbox is started at once then.
 * @throws As {@link loadBottles}.
 */
export async function withSession<T>(
  project: string,
  use: (session: Session) => Promise<T>,
  options: Pick<SynthOptions, 'cache'> = { cache: false },
): Promise<T> {
  return work({ ...options, project }, async (pipeline, place) => {
    const { project, sandbox } = place
    // A session asks where things were made, whatever is known: the thread starts meanwhile.
    sandbox.warm()
    const fresh = (drafts: Drafts = new Map()): Workplace => {
      sandbox.reload(
        new Map([...drafts].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]]))),
      )
      return { project, sandbox, drafts }
    }
    return use({
      project,
      load: (drafts) => pipeline.loadBottles(drafts === undefined ? place : fresh(drafts), {}),
      trace: async (slugs) => (await import('./project/tracing.ts')).traceBottles(fresh(), slugs),
      explain: async (slug) => (await import('./project/tracing.ts')).explainBottle(fresh(), slug),
      plan: (options) => pipeline.planSynth(fresh(), options),
      synth: (options) => pipeline.applySynth(fresh(), options),
    })
  })
}

type Pipeline = typeof import('./project/pipeline.ts')

/**
 * Gives `use` a sandbox on the project and what is known of it, for work that goes on.
 *
 * @throws As {@link loadBottles}.
 */
export async function withWorkplace<T>(
  options: Pick<SynthOptions, 'project' | 'cache'>,
  use: (place: Workplace) => Promise<T>,
): Promise<T> {
  return work(options, (_, place) => use(place))
}

/** The sandbox takes longest to start, so the rest of the tool is loaded in the meantime. */
async function work<T>(
  // Who runs the tool from source changes it, which no cache of results can know.
  { project = '.', cache = isBuilt }: SynthOptions,
  run: (pipeline: Pipeline, place: Workplace) => Promise<T>,
): Promise<T> {
  const path = projectPath(project)
  const sandbox = new Sandbox(path)
  const isCached = cache && hasCache(path)
  if (!isCached) sandbox.warm()
  try {
    const pipeline = await import('./project/pipeline.ts')
    const known = cache ? { cache: await openCache(path) } : {}
    return await run(pipeline, { project: path, sandbox, ...known })
  } finally {
    await sandbox.close()
  }
}

async function openCache(project: string) {
  const { EvaluationCache } = await import('./evaluate/cache/evaluation-cache.ts')
  return EvaluationCache.open(project, await readGuestModules())
}
