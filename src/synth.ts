/**
 * Programmatic synth: everything that the command line does, without a terminal.
 *
 * @packageDocumentation
 */
import { realpathSync } from 'node:fs'
import type { Plan } from './assembly/plan.ts'
import type { Diagnostic } from './diagnostic/diagnostic.ts'
import type { BottleFile } from './evaluate/discover.ts'
import type { Printed } from './evaluate/evaluate.ts'
import { Sandbox } from './evaluate/sandbox/sandbox.ts'
import type { Workplace } from './pipeline.ts'
import type { Bottle } from './smolfile/validate.ts'

export type { Action, Expected, Plan, PlanEntry } from './assembly/plan.ts'
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

/**
 * Evaluates and validates the bottles of a project. Reads no output and writes nothing.
 *
 * @throws When the project's folder does not exist, or for a bug in bottleworks.
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

type Pipeline = typeof import('./pipeline.ts')

/** The sandbox takes longest to start, so the rest of the tool is loaded in the meantime. */
async function work<T>(
  { project = '.' }: SynthOptions,
  run: (pipeline: Pipeline, place: Workplace) => Promise<T>,
): Promise<T> {
  const path = realpathSync(project)
  const sandbox = await Sandbox.start(path)
  try {
    return await run(await import('./pipeline.ts'), { project: path, sandbox })
  } finally {
    await sandbox.close()
  }
}
