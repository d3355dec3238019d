/**
 * The module `'bottleworks/policies'`: policies that are ready to be used.
 *
 * @packageDocumentation
 */
/// <reference path="./text-files.d.ts" preserve="true" />

export type { Policy, PolicyName, PolicyOptions } from './language/policy/policy.ts'
export type { ReadyOptions } from './language/policy/ready.ts'
export {
  gatewayCompanions,
  listedHosts,
  listedNames,
  machineLimits,
  noRootUser,
  noWritableHomes,
  pinnedImages,
} from './language/policy/ready.ts'
