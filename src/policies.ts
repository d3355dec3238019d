/**
 * The module `'bottleworks/policies'`: policies that are ready to be used.
 *
 * @packageDocumentation
 */
/// <reference path="./text-files.d.ts" preserve="true" />

export type { Policy, PolicyName, PolicyOptions } from './language/policy/policy.ts'
