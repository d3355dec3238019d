/**
 * The module `'bottleworks/policy'` that a policy file imports.
 *
 * @packageDocumentation
 */
/// <reference path="./text-files.d.ts" preserve="true" />

export type {
  DocumentValue,
  IndexedBottle,
  JudgedAcknowledgement,
  JudgedBottle,
  JudgedReach,
  ReachedFiles,
  ReachedName,
  ReachedPart,
} from './language/policy/judged.ts'
export type {
  FleetJudge,
  FleetReport,
  Judge,
  Policy,
  PolicyName,
  PolicyOptions,
  ReportDetails,
  ReportProblem,
} from './language/policy/policy.ts'
export { fleetPolicy, policy } from './language/policy/policy.ts'
