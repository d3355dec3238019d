import * as v from 'valibot'
import type { Severity } from '../diagnostic/catalogue/code-entry.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { groupBy } from '../diagnostic/group-by.ts'
import { escapeControls, quote } from '../diagnostic/text.ts'
import { closedObject } from '../files/json-schemas.ts'
import { contentHash } from './content-hash.ts'
import type { DirectPolicies } from './direct-policies.ts'
import type { Printed, Results } from './evaluate.ts'
import type { Input, Outcome } from './sandbox/protocol.ts'
import type { Sandbox } from './sandbox/sandbox.ts'

const policySchema = closedObject({
  policy: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}\/[a-z0-9][a-z0-9-]{0,63}$/)),
  judges: v.picklist(['bottle', 'fleet']),
  severity: v.picklist(['error', 'warning']),
  acknowledgeable: v.boolean(),
})

/** A policy, as its file says of itself. */
export interface PolicyFile {
  readonly name: `${string}/${string}`
  /** Relative to the folder that it is read from. */
  readonly file: string
  readonly judges: 'bottle' | 'fleet'
  readonly severity: Severity
  readonly acknowledgeable: boolean
}

export interface EvaluatedPolicies {
  readonly policies: readonly PolicyFile[]
  /** The modules that each policy file is made of, or would be. */
  readonly inputs: ReadonlyMap<string, readonly Input[]>
  /** What a result of these policies is kept by. */
  readonly hash: string
  readonly printed: readonly Printed[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What is known of policies from earlier evaluations. */
export interface PolicyMemory extends Results {
  inputsOf(file: string): readonly Input[]
}

/**
 * Runs policy files, in the sandbox unless they are pure, and reads what they say of themselves.
 *
 * @param direct Those of the files that are.
 */
export async function evaluatePolicies(
  sandbox: Sandbox,
  files: readonly string[],
  direct: DirectPolicies,
  cache?: PolicyMemory,
): Promise<EvaluatedPolicies> {
  const outcomes = new Map<string, Outcome>()
  const inputs = new Map<string, readonly Input[]>()
  const record = (file: string, outcome: Outcome, made: readonly Input[]) => {
    outcomes.set(file, outcome)
    inputs.set(file, made)
  }
  const learn = (file: string, outcome: Outcome, made: readonly Input[]) => {
    cache?.keep(file, outcome, made)
    record(file, outcome, made)
  }
  const left: string[] = []
  for (const file of files) {
    const outcome = cache?.find(file)
    const policy = outcome === undefined ? await direct.of(file) : undefined
    if (outcome !== undefined) record(file, outcome, cache?.inputsOf(file) ?? [])
    else if (policy === undefined) left.push(file)
    else {
      const { definition, inputs: made } = policy
      learn(file, { kind: 'definitions', members: [definition], printed: [] }, made)
    }
  }
  const diagnostics = await sandbox.evaluate(left, learn)
  const found = files.flatMap((file) => {
    const outcome = outcomes.get(file)
    return outcome === undefined ? [] : [readPolicy(file, outcome)]
  })
  const policies = found.flatMap((each) => ('code' in each ? [] : [each]))
  return {
    policies,
    inputs,
    hash: contentHash(JSON.stringify(files.map((file) => [file, inputs.get(file)]))),
    printed: files.flatMap((file) => {
      const lines = outcomes.get(file)?.printed ?? []
      return lines.length === 0 ? [] : [{ slug: file, lines }]
    }),
    diagnostics: [
      ...diagnostics,
      ...found.flatMap((each) => ('code' in each ? [each] : [])),
      ...sharedNames(policies),
    ],
  }
}

function readPolicy(file: string, outcome: Outcome): PolicyFile | Diagnostic {
  if (outcome.kind === 'failed') return outcome.diagnostic
  const [text = ''] = outcome.members
  const malformed = (message: string) => diagnosticOf('BW160', message, { origin: { file }, hint })
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return malformed('the policy is malformed: it is not JSON')
  }
  const result = v.safeParse(policySchema, data)
  if (!result.success) {
    const [issue] = result.issues
    const path = v.getDotPath(issue)
    const value = typeof issue.input === 'string' ? `: ${quote(issue.input)}` : ''
    const isPolicy = typeof data === 'object' && data !== null && 'policy' in data
    if (!isPolicy || path === null || !named.has(path))
      return malformed('the default export is not a policy')
    return malformed(`the policy's ${named.get(path)} is invalid${value}; ${allowed.get(path)}`)
  }
  const { policy, ...rest } = result.output
  return { name: policy as PolicyFile['name'], file, ...rest }
}

const named = new Map([
  ['policy', 'name'],
  ['severity', 'severity'],
  ['acknowledgeable', 'acknowledgeable'],
])

const allowed = new Map([
  ['policy', 'it is team/rule, of lower case letters, digits and dashes, of at most 64 each'],
  ['severity', 'it is "error" or "warning"'],
  ['acknowledgeable', 'it is true or false'],
])

const hint = "write export default policy('team/rule', { … }, ({ bottle, report }) => …)"

/** An error at each of the files that share a name: an acknowledgement would be of both. */
function sharedNames(policies: readonly PolicyFile[]): readonly Diagnostic[] {
  return [...groupBy(policies, ({ name }) => name)].flatMap(([name, sharers]) => {
    if (sharers.length < 2) return []
    return sharers.map(({ file }) => {
      const others = sharers.filter((each) => each.file !== file).map((each) => each.file)
      const message = `the policy ${quote(name)} is also in ${others.map(escapeControls).join(', ')}`
      return diagnosticOf('BW161', message, { origin: { file }, hint: 'give one another name' })
    })
  })
}
