import { basename, join } from 'node:path'
import { watch } from 'chokidar'
import { catalogue } from '../diagnostic/catalogue.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { formatDiagnostic, formatPlace } from '../diagnostic/format.ts'
import { count, escapeControls } from '../diagnostic/text.ts'
import { hideTokens } from '../dialects/masking.ts'
import type { TestFailure, TestResult, TestRun } from '../project/tests/run-tests.ts'
import { runTests } from '../project/tests/run-tests.ts'
import { writeReports } from '../review/write-reports.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonPrinted, jsonText } from './json.ts'
import type { JsonTest, TestDocument } from './json-test-documents.ts'
import { junitReport } from './junit.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics, showPrinted } from './terminal.ts'

export interface TestCommandOptions extends ProjectOptions {
  readonly only?: string
  readonly watch: boolean
  readonly junit?: string
  readonly types: boolean
  readonly cache: boolean
}

/** Runs the tests of bottles, once or whenever one of their files changes. */
export async function runTest(options: TestCommandOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.watch && options.json) {
    terminal.err('error: --watch shows what a person reads; leave out --json')
    return exitCode.usage
  }
  if (!options.watch) return (await runOnce(options, terminal)).code
  await watchTests(options, terminal)
  return exitCode.clean
}

async function runOnce(options: TestCommandOptions, terminal: Terminal) {
  const { project, only, types, cache, json, junit } = options
  const run = await runTests({ project, only, types, ...(cache ? {} : { cache }) })
  const reports = junit === undefined ? [] : [{ path: junit, text: () => junitReport(run) }]
  const diagnostics = [...run.diagnostics, ...writeReports(reports)]
  const failed = run.tests.filter(({ failures }) => failures.length > 0)
  const isGood = diagnostics.every(({ severity }) => severity !== 'error')
  if (json) {
    terminal.out(
      jsonText<TestDocument>({
        ok: isGood && failed.length === 0,
        tests: run.tests.map(jsonTest),
        diagnostics: jsonDiagnostics(diagnostics),
        printed: jsonPrinted(run.printed),
      }),
    )
  } else {
    showPrinted(terminal, run.printed)
    showDiagnostics(terminal, diagnostics, project)
    showTests(run, terminal, project)
  }
  const code = !isGood
    ? exitCode.sourceErrors
    : failed.length === 0
      ? exitCode.clean
      : exitCode.outOfDate
  return { run, code }
}

function jsonTest({ file, name, expectations, failures }: TestResult): JsonTest {
  return {
    file,
    name,
    expectations,
    ok: failures.length === 0,
    failures: failures.map(({ expected, received, origin, path, settingOrigin }) => ({
      expected,
      received,
      line: origin.line,
      column: origin.column,
      setting: path === undefined ? undefined : { path, ...placeOf(settingOrigin) },
    })),
  }
}

function placeOf(origin: TestFailure['settingOrigin']) {
  return { file: origin?.file, line: origin?.line, column: origin?.column }
}

function showTests({ tests }: TestRun, terminal: Terminal, project: string): void {
  const failed = tests.filter(({ failures }) => failures.length > 0)
  for (const test of failed) {
    for (const failure of test.failures) {
      const diagnostic = failedTest(test, failure)
      terminal.annotate?.(diagnostic, project)
      terminal.out(hideTokens(textOf(diagnostic, failure, terminal)))
    }
  }
  if (tests.length === 0) return
  const expectations = tests.reduce((sum, test) => sum + test.expectations, 0)
  const passed = tests.length - failed.length
  const text = `${count(passed, 'test')} passed, ${failed.length} failed, ${count(expectations, 'expectation')}`
  terminal.out(terminal.paintOut(failed.length === 0 ? 'green' : 'red', text))
}

/** A failure as what annotations are made of. */
function failedTest({ name }: TestResult, failure: TestFailure): Diagnostic {
  const { expected, received, origin } = failure
  const message = `${name === '' ? 'a test' : name}: expected ${expected}; ${received}`
  const { severity } = catalogue.BW170
  return { code: 'BW170', severity, message: escapeControls(message), origin }
}

function textOf(diagnostic: Diagnostic, failure: TestFailure, { paintOut }: Terminal): string {
  const { expected, received, path, settingOrigin } = failure
  const [name = ''] = diagnostic.message.split(`: expected ${escapeControls(expected)}`)
  const [head = '', ...frame] = formatDiagnostic({ ...diagnostic, message: name }, paintOut).split(
    '\n',
  )
  const setting =
    settingOrigin === undefined ? '' : formatPlace({ ...diagnostic, origin: settingOrigin })
  return [
    head.replace('error BW170', 'failed'),
    ...frame,
    `  ${paintOut('green', 'expected:')} ${escapeControls(expected)}`,
    `  ${paintOut('red', 'received:')} ${escapeControls(received)}`,
    ...(setting === ''
      ? []
      : [`  ${paintOut('cyan', 'set at:')} ${setting} (${escapeControls(path ?? '')})`]),
  ].join('\n')
}

/** For how long a burst of changes is waited out, in milliseconds. */
const quiet = 50

async function watchTests(options: TestCommandOptions, terminal: Terminal): Promise<void> {
  const stop = new AbortController()
  const interrupt = () => stop.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const { project } = options
  const watcher = watch(join(project, 'bottles'), { ignoreInitial: true, followSymlinks: false })
  let wake: () => void = () => {}
  let isChanged = false
  watcher
    .on('error', () => {})
    .on('all', () => {
      isChanged = true
      wake()
    })
  stop.signal.addEventListener('abort', () => wake(), { once: true })
  while (!stop.signal.aborted) {
    isChanged = false
    const { run } = await runOnce(options, terminal)
    watcher.add(run.inputs.map((path) => join(project, path)))
    terminal.status?.(`${basename(project)}: watching, press Ctrl-C to stop`)
    if (!isChanged && !stop.signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    await new Promise((resolve) => setTimeout(resolve, quiet))
  }
  await watcher.close()
}
