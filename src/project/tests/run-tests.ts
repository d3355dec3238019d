import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf, sortDiagnostics } from '../../diagnostic/diagnostic.ts'
import { nearest, quote } from '../../diagnostic/text.ts'
import { SecretLabels, secretsIn } from '../../dialects/masking.ts'
import { EvaluationCache } from '../../evaluate/cache/evaluation-cache.ts'
import { callOf } from '../../evaluate/definition.ts'
import { discoverTests } from '../../evaluate/discover.ts'
import type { Printed } from '../../evaluate/evaluate.ts'
import { readGuestModules } from '../../evaluate/sandbox/guest-modules.ts'
import { Sandbox } from '../../evaluate/sandbox/sandbox.ts'
import type { EvaluatedTest, ExpectedOf } from '../../evaluate/tests.ts'
import { evaluateTests } from '../../evaluate/tests.ts'
import { checkTypes } from '../../evaluate/types/check-types.ts'
import { mergeTypeErrors, noTypeErrors } from '../../evaluate/types/merge-type-errors.ts'
import { FileError } from '../../files/file-error.ts'
import { isBuilt } from '../../files/package-files.ts'
import { commonOf } from '../common-settings.ts'
import { readConfiguration } from '../configuration.ts'
import { hideSecrets } from '../hide-secrets.ts'
import { projectPath } from '../project-path.ts'
import { validate } from '../validate.ts'
import type { JudgedExpectation, TestSubject } from './judge-expectation.ts'
import { judgeExpectation } from './judge-expectation.ts'

export interface TestOptions {
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** Run tests with this in their names, or in those of their files, alone. */
  readonly only?: string | undefined
  readonly types?: boolean
  /** Use and keep what earlier evaluations gave. Default: yes, unless the tool runs from source. */
  readonly cache?: boolean
}

/** An expectation that was not met. */
export interface TestFailure {
  readonly expected: string
  readonly received: string
  /** Where it is expected. */
  readonly origin: Origin
  /** The setting that decided, and where it was made. */
  readonly path?: string | undefined
  readonly settingOrigin?: Origin | undefined
}

/** What came of one test. */
export interface TestResult {
  readonly file: string
  readonly name: string
  readonly expectations: number
  readonly failures: readonly TestFailure[]
}

export interface TestRun {
  readonly tests: readonly TestResult[]
  /** What is wrong with the test files themselves. */
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
  /** The files that the tests are made of. */
  readonly inputs: readonly string[]
}

/**
 * Runs the tests of a project: its test files in the sandbox, and then what they expect.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function runTests(options: TestOptions = {}): Promise<TestRun> {
  const project = projectPath(options.project ?? '.')
  const { settings, diagnostics } = await readConfiguration(project)
  if (diagnostics.length > 0) return { ...nothing, diagnostics }
  let files: readonly string[]
  try {
    files = discoverTests(project, settings.bottles)
  } catch (error) {
    if (error instanceof FileError) return { ...nothing, diagnostics: [error.diagnostic] }
    throw error
  }
  const sandbox = new Sandbox(project)
  try {
    const { cache: isCached = isBuilt, types = true, only } = options
    const cache = isCached
      ? EvaluationCache.open(project, await readGuestModules(), true)
      : undefined
    const checking = types ? checkTypes(project, files) : undefined
    checking?.catch(() => {}) // it is awaited below, unless the evaluation fails first
    const evaluated = await evaluateTests(sandbox, files, cache)
    cache?.save(files)
    const inputsOf = (file: string) => evaluated.inputs.get(file) ?? []
    const verdict = await mergeTypeErrors(
      (await checking) ?? noTypeErrors,
      evaluated.diagnostics,
      files,
      inputsOf,
    )
    const isWanted = ({ file, name }: EvaluatedTest) =>
      only === undefined || name.includes(only) || file.includes(only)
    const wanted = evaluated.tests.filter(isWanted)
    const common = commonOf(settings)
    const tests = await judgeTests(sandbox, wanted, common)
    const problems = [...verdict.told, ...verdict.diagnostics]
    if (only === undefined) problems.push(...withoutTests(files, evaluated.tests, problems))
    if (wanted.length === 0 && problems.length === 0) problems.push(none(only, evaluated.tests))
    const told = { diagnostics: sortDiagnostics(problems), printed: evaluated.printed }
    const sources = files.map((file) => ({ file, slug: file }))
    const place = { project, drafts: new Map(), files: sources, definitions: [], inputsOf }
    const inputs = [...new Set([...evaluated.inputs.values()].flat())]
    return { tests, ...hideSecrets(told, place), inputs }
  } finally {
    await sandbox.close()
  }
}

const nothing: TestRun = { tests: [], diagnostics: [], printed: [], inputs: [] }

/** An error for each file that has no test, and of which nothing else is said. */
function withoutTests(
  files: readonly string[],
  tests: readonly EvaluatedTest[],
  told: readonly Diagnostic[],
): readonly Diagnostic[] {
  const known = new Set([
    ...tests.map(({ file }) => file),
    ...told.map(({ origin }) => origin?.file),
  ])
  const hint = 'call test() of bottleworks/test in it, or remove it'
  return files
    .filter((file) => !known.has(file))
    .map((file) => diagnosticOf('BW122', 'there is no test in it', { origin: { file }, hint }))
}

function none(only: string | undefined, all: readonly EvaluatedTest[]): Diagnostic {
  if (only === undefined || all.length === 0) {
    const hint = 'write bottles/demo.bottle-test.ts, with test() and expect() of bottleworks/test'
    return diagnosticOf('BW122', 'there is no test: no file *.bottle-test.ts', { hint })
  }
  const guess = nearest(
    only,
    all.map(({ name }) => name),
  )
  const hint = guess === undefined ? undefined : `did you mean ${quote(guess)}?`
  return diagnosticOf('BW122', `no test has ${quote(only)} in its name`, { hint })
}

interface Found {
  readonly test: EvaluatedTest
  readonly expected: ExpectedOf
  readonly subject: TestSubject | undefined
  readonly judged: JudgedExpectation
}

async function judgeTests(
  sandbox: Sandbox,
  tests: readonly EvaluatedTest[],
  common: Parameters<typeof validate>[2],
): Promise<readonly TestResult[]> {
  const subjects = new Map<unknown, TestSubject>()
  const subjectOf = (file: string, { definition }: ExpectedOf): TestSubject | undefined => {
    if (definition === undefined) return undefined
    const known = subjects.get(definition)
    if (known !== undefined) return known
    // A preset is tested by a bottle that has no file of its own.
    const candidate = { file, slug: definition.slug, definition }
    const { bottles, problems } = validate([candidate], undefined, common)
    const subject = { definition, bottle: bottles[0], problems }
    subjects.set(definition, subject)
    return subject
  }
  const failed = tests.flatMap((test) =>
    test.expected.flatMap((expected): readonly Found[] => {
      const subject = subjectOf(test.file, expected)
      const judged = judgeExpectation(expected, subject)
      return judged.isMet ? [] : [{ test, expected, subject, judged }]
    }),
  )
  const failures = await place(sandbox, failed)
  return tests.map((test) => ({
    file: test.file,
    name: test.name,
    expectations: test.expected.length,
    failures: failures.filter((_, index) => failed[index]?.test === test),
  }))
}

/** Finds where each was expected, and where the setting that decided was made. */
async function place(sandbox: Sandbox, failed: readonly Found[]): Promise<readonly TestFailure[]> {
  const origins = await sandbox.locate(
    failed.map(({ test: { file }, expected: { call } }) => ({ file, call })),
  )
  const made = failed.flatMap(({ test: { file }, subject, judged: { path } }, index) => {
    if (subject === undefined || path === undefined) return []
    const call = callOf(subject.definition, path)
    return call === undefined ? [] : [{ index, file, call }]
  })
  const found = await sandbox.locate(made)
  const settings = new Map(made.map(({ index }, each) => [index, found[each]]))
  return failed.map(({ test, judged, subject }, index) => {
    const { path } = judged
    const labels = new SecretLabels(secretsIn(subject?.definition.smolfile))
    const [expected, received] = [judged.expected, judged.received].map((text) =>
      labels.mask(text),
    ) as [string, string]
    const origin = origins[index] ?? { file: test.file }
    return { expected, received, origin, path, settingOrigin: settings.get(index) }
  })
}
