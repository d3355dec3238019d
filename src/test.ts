/**
 * The module `'bottleworks/test'` that a test of bottles imports.
 *
 * @packageDocumentation
 */
/// <reference path="./text-files.d.ts" preserve="true" />

export type { Expectation, ReachTarget, TestedBottle, TestedValue } from './language/test/test.ts'
export { expect, test } from './language/test/test.ts'
