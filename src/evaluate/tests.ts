import * as v from 'valibot'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { closedObject } from '../files/json-schemas.ts'
import { decodeDefinition } from './decode.ts'
import type { RawDefinition } from './definition.ts'
import type { Printed, Results } from './evaluate.ts'
import type { Input, Outcome } from './sandbox/protocol.ts'
import type { Sandbox } from './sandbox/sandbox.ts'

const stackLength = 8_000
const nameLength = 500
const mostExpectations = 10_000

const expectedSchema = closedObject({
  matcher: v.picklist(['toReach', 'toHave', 'toReport']),
  isNot: v.boolean(),
  definition: v.pipe(v.number(), v.integer(), v.minValue(-1)),
  args: v.array(v.unknown()),
  call: closedObject({
    name: v.string(),
    stack: v.pipe(v.string(), v.maxLength(stackLength)),
  }),
})

const testsSchema = closedObject({
  definitions: v.array(v.string()),
  tests: v.array(closedObject({ name: v.string(), expected: v.array(expectedSchema) })),
})

/** One expectation of a test file. All of it is untrusted. */
export interface ExpectedOf extends Omit<v.InferOutput<typeof expectedSchema>, 'definition'> {
  /** The bottle; absent when what was given is none. */
  readonly definition: RawDefinition | undefined
}

export interface EvaluatedTest {
  readonly file: string
  readonly name: string
  readonly expected: readonly ExpectedOf[]
}

export interface EvaluatedTests {
  readonly tests: readonly EvaluatedTest[]
  readonly printed: readonly Printed[]
  readonly diagnostics: readonly Diagnostic[]
  /** The modules that each test file is made of. */
  readonly inputs: ReadonlyMap<string, readonly string[]>
}

/** What is known of tests from earlier evaluations. */
export interface TestMemory extends Results {
  inputsOf(file: string): readonly Input[]
}

/** Runs test files in the sandbox, and reads what they expect. */
export async function evaluateTests(
  sandbox: Sandbox,
  files: readonly string[],
  cache?: TestMemory,
): Promise<EvaluatedTests> {
  const outcomes = new Map<string, Outcome>()
  const inputs = new Map<string, readonly string[]>()
  const unknown = files.filter((file) => {
    const outcome = cache?.find(file)
    if (outcome !== undefined) {
      outcomes.set(file, outcome)
      inputs.set(
        file,
        (cache?.inputsOf(file) ?? []).map(({ path }) => path),
      )
    }
    return outcome === undefined
  })
  const keep = (file: string, outcome: Outcome, made: readonly Input[]) => {
    cache?.keep(file, outcome, made)
    outcomes.set(file, outcome)
    inputs.set(
      file,
      made.map(({ path }) => path),
    )
  }
  const unsound = await sandbox.evaluate(unknown, keep)
  const read = files.flatMap((file) => {
    const outcome = outcomes.get(file)
    return outcome === undefined ? [] : [readTests(file, outcome)]
  })
  return {
    tests: read.flatMap((each) => ('code' in each ? [] : each)),
    diagnostics: [...unsound, ...read.flatMap((each) => ('code' in each ? [each] : []))],
    printed: files.flatMap((file) => {
      const lines = outcomes.get(file)?.printed ?? []
      return lines.length === 0 ? [] : [{ slug: file, lines }]
    }),
    inputs,
  }
}

function readTests(file: string, outcome: Outcome): readonly EvaluatedTest[] | Diagnostic {
  if (outcome.kind === 'failed') return outcome.diagnostic
  const malformed = (why: string) =>
    diagnosticOf('BW115', `what the test file expects is malformed: ${why}`, { origin: { file } })
  let data: unknown
  try {
    data = JSON.parse(outcome.members[0] ?? '')
  } catch {
    return malformed('it is not JSON')
  }
  const result = v.safeParse(testsSchema, data)
  if (!result.success) return malformed('it is not what test() and expect() produce')
  const { definitions, tests } = result.output
  const count = tests.reduce((sum, { expected }) => sum + expected.length, 0)
  if (count > mostExpectations)
    return malformed(`it has more than ${mostExpectations} expectations`)
  const decoded = definitions.map((json) => decodeDefinition(json))
  const wrong = decoded.find((each) => !each.ok)
  if (wrong?.ok === false) return diagnosticOf(wrong.code, wrong.message, { origin: { file } })
  const found = decoded.map((each) => (each.ok ? each.definition : undefined))
  return tests.map(({ name, expected }) => ({
    file,
    name: name.toWellFormed().slice(0, nameLength),
    expected: expected.map(({ definition, ...rest }) => ({
      ...rest,
      definition: found[definition],
    })),
  }))
}
