/** The documents of the tests of bottles, as those of json-documents.ts. */
import type { JsonBaselineEntry, JsonDiagnostic, JsonPrinted } from './json-documents.ts'

/** One setting that decided about an expectation. */
export interface JsonTestedSetting {
  /** The setting, such as `network.allow_hosts[0]`. */
  readonly path: string
  /** The file in which it is made, relative to the project. */
  readonly file?: string | undefined
  /** The line, counted from 1. */
  readonly line?: number | undefined
  /** The column, counted from 1. */
  readonly column?: number | undefined
}

/** One expectation that was not met. */
export interface JsonTestFailure {
  /** What was expected. */
  readonly expected: string
  /** What came instead. */
  readonly received: string
  /** The line of the expectation, counted from 1. */
  readonly line?: number | undefined
  /** The column, counted from 1. */
  readonly column?: number | undefined
  /** The setting that decided. */
  readonly setting?: JsonTestedSetting | undefined
}

/** One test of bottles. */
export interface JsonTest {
  /** The test file, relative to the project. */
  readonly file: string
  /** The name of the test. */
  readonly name: string
  /** The number of its expectations. */
  readonly expectations: number
  /** Whether all of them were met. */
  readonly ok: boolean
  /** Those that were not met. */
  readonly failures: readonly JsonTestFailure[]
}

/** What `bottle test` has found. */
export interface TestDocument {
  /** Whether there are no errors, and every expectation was met. */
  readonly ok: boolean
  /** The tests, in the order of their files. */
  readonly tests: readonly JsonTest[]
  /** What is wrong with the test files themselves. */
  readonly diagnostics: readonly JsonDiagnostic[]
  /** What test files printed, by their paths. */
  readonly printed: readonly JsonPrinted[]
}

/** What `bottle baseline` has changed. */
export interface BaselineDocument {
  /** Whether there are no errors. */
  readonly ok: boolean
  /** Whether the file was written, or removed when nothing was left. */
  readonly written: boolean
  /** What was taken in, or with `--check` would be. */
  readonly added: readonly JsonBaselineEntry[]
  /** What was taken out, or with `--check` would be. */
  readonly removed: readonly JsonBaselineEntry[]
  /** What it has now. */
  readonly entries: readonly JsonBaselineEntry[]
  /** The number of warnings of bottles that it does not have. */
  readonly open: number
  /** All errors. */
  readonly diagnostics: readonly JsonDiagnostic[]
}
