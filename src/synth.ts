/**
 * Programmatic synth: everything that the command line does, without a terminal.
 *
 * @packageDocumentation
 */
import { openProject } from './project/open-project.ts'
import type { LoadResult, SynthOptions, SynthResult } from './project/types.ts'

export type { Diagnostic, Origin } from './diagnostic/diagnostic.ts'
export type { Printed } from './evaluate/evaluate.ts'
export type { Action, Expected, Plan, PlanEntry } from './output/plan.ts'
export type { BaselineEntry } from './project/baseline/baseline.ts'
export type { Cause } from './project/causes.ts'
export type { GivenPolicies } from './project/policies/policy-set.ts'
export { ProjectError } from './project/project-path.ts'
export type { Shard } from './project/shards/shard.ts'
export type {
  LoadResult,
  Progress,
  ShardOptions,
  ShardResult,
  SynthOptions,
  SynthResult,
} from './project/types.ts'
export type { Bottle } from './project/validate.ts'

/**
 * Evaluates and validates the bottles of a project. Reads no output and writes nothing.
 *
 * @throws ProjectError when the project is no folder; anything else is a bug in bottleworks.
 */
export async function loadBottles(options: SynthOptions = {}): Promise<LoadResult> {
  return openProject(options, (context) => context.load(options))
}

/**
 * Works out what must change in the output tree, and changes nothing.
 *
 * @throws As {@link loadBottles}.
 */
export async function planSynth(options: SynthOptions = {}): Promise<SynthResult> {
  return openProject(options, (context) => context.plan(options))
}

/**
 * Makes the output tree match the source. Nothing is written unless every bottle is good.
 *
 * @throws As {@link loadBottles}.
 */
export async function synth(options: SynthOptions = {}): Promise<SynthResult> {
  return openProject(options, (context) => context.synth(options))
}
