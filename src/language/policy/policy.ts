import { definitionKey } from '../definition.ts'
import type { IndexedBottle, JudgedBottle, ReachedPart } from './judged.ts'

/** The name of a policy, by which it is shown and acknowledged. */
export type PolicyName = `${string}/${string}`

export interface PolicyOptions {
  /** Whether a bottle that it reports fails. Default: `error`. */
  readonly severity?: 'error' | 'warning'
  /** Whether a bottle can accept what it reports. Default: a warning, and no error. */
  readonly acknowledgeable?: boolean
}

export interface ReportDetails {
  /** What to do about it. */
  readonly hint?: string
}

/**
 * Reports a part of reach, or a setting by its path: `network.allow_hosts`, `env.TERM`.
 */
export type ReportProblem = (
  what: ReachedPart | string,
  message: string,
  details?: ReportDetails,
) => void

/** The same of one of several bottles: a part of its reach, or the bottle itself. */
export type FleetReport = (
  what: ReachedPart | IndexedBottle,
  message: string,
  details?: ReportDetails,
) => void

export type Judge = (given: {
  readonly bottle: JudgedBottle
  readonly report: ReportProblem
}) => void

export type FleetJudge = (given: {
  readonly bottles: readonly IndexedBottle[]
  readonly report: FleetReport
}) => void

/** What a policy file exports. */
export interface Policy {
  /** @internal Read by the host after the policy file has run. */
  readonly [definitionKey]: {
    readonly policy: string
    readonly judges: 'bottle' | 'fleet'
    readonly severity: string
    readonly acknowledgeable: boolean
  }
  /** @internal */
  readonly [judgeKey]: Judge | FleetJudge
}

/** Under this key the sandbox finds the function of a policy. */
export const judgeKey: unique symbol = Symbol.for('bottleworks.judge')

/**
 * A rule of your own, which judges one bottle at a time. It keeps nothing from one bottle to the next:
 * each is judged as if it were the only one.
 *
 * @param name The policy's name, `team/rule`: lower case letters, digits and dashes on both sides. It
 *   is the code of what it reports.
 *
 * @example
 * ```ts
 * import { policy } from 'bottleworks/policy'
 *
 * export default policy('acme/no-devices', { severity: 'error' }, ({ bottle, report }) => {
 *   for (const device of bottle.reach.devices) report(device, `${bottle.slug} has ${device.what}`)
 * })
 * ```
 */
export function policy(name: PolicyName, options: PolicyOptions, judge: Judge): Policy {
  return policyOf('bottle', name, options, judge)
}

/**
 * A rule of your own on all bottles together, at most 2,000 of them. It runs where all bottles are
 * looked at, and not with `--only`.
 *
 * @example
 * ```ts
 * import { fleetPolicy } from 'bottleworks/policy'
 *
 * export default fleetPolicy('acme/one-device', { severity: 'warning' }, ({ bottles, report }) => {
 *   const having = bottles.filter(({ reach }) => reach.devices.length > 0)
 *   for (const bottle of having.slice(1)) report(bottle, `${bottle.slug} has a device as well`)
 * })
 * ```
 */
export function fleetPolicy(name: PolicyName, options: PolicyOptions, judge: FleetJudge): Policy {
  return policyOf('fleet', name, options, judge)
}

function policyOf(
  judges: 'bottle' | 'fleet',
  name: string,
  { severity = 'error', acknowledgeable = severity === 'warning' }: PolicyOptions,
  judge: Judge | FleetJudge,
): Policy {
  return Object.freeze({
    [definitionKey]: Object.freeze({ policy: name, judges, severity, acknowledgeable }),
    [judgeKey]: judge,
  })
}
