import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { decodeDefinition } from './decode.ts'
import type { RawDefinition } from './definition.ts'
import type { BottleFile } from './discover.ts'
import type { Input, Outcome } from './sandbox/protocol.ts'
import type { Sandbox } from './sandbox/sandbox.ts'

/** A bottle file that gave a definition. */
export interface Evaluated extends BottleFile {
  readonly definition: RawDefinition
}

/** The lines that a bottle printed with `console`. Untrusted text. */
export interface Printed {
  readonly slug: string
  readonly lines: readonly string[]
}

export interface EvaluationResult {
  readonly evaluated: readonly Evaluated[]
  readonly printed: readonly Printed[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Runs the bottle files in the sandbox, and decodes what they say. What the cache knows is not run
 * again, and decoded all the same.
 */
export async function evaluateBottles(
  sandbox: Sandbox,
  files: readonly BottleFile[],
  cache?: Memory,
  onProgress?: (at: { done: number; total: number; file: string }) => void,
): Promise<EvaluationResult> {
  const bottles = new Map(files.map((bottle) => [bottle.file, bottle]))
  const reads = new Map<string, Read>()
  const record = (file: string, outcome: Outcome) => {
    const bottle = bottles.get(file)
    if (bottle !== undefined) reads.set(file, readOutcome(bottle, outcome))
    onProgress?.({ done: reads.size, total: files.length, file })
  }
  const unknown = files.filter(({ file }) => {
    const outcome = cache?.find(file)
    if (outcome !== undefined) record(file, outcome)
    return outcome === undefined
  })
  const run = unknown.map(({ file }) => file)
  const diagnostics = await sandbox.evaluate(run, (file, outcome, inputs) => {
    cache?.keep(file, outcome, inputs)
    record(file, outcome)
  })
  const results = files.flatMap(({ file }) => reads.get(file) ?? [])
  return {
    evaluated: results.flatMap(({ evaluated }) => evaluated),
    printed: results.flatMap(({ printed }) => printed),
    diagnostics: [...diagnostics, ...results.flatMap(({ failures }) => failures)],
  }
}

/** The results of earlier evaluations. */
export interface Memory {
  /** Returns the result of the bottle file, if it is still valid. */
  find(file: string): Outcome | undefined
  /** Takes what the bottle file has said, and which modules it was made of. */
  keep(file: string, outcome: Outcome, inputs: readonly Input[]): void
}

/** The result of one bottle file. */
interface Read {
  readonly evaluated: readonly Evaluated[]
  readonly failures: readonly Diagnostic[]
  readonly printed: readonly Printed[]
}

function readOutcome(bottle: BottleFile, outcome: Outcome): Read {
  const { slug } = bottle
  const printed = outcome.printed.length === 0 ? [] : [{ slug, lines: outcome.printed }]
  if (outcome.kind === 'failed') {
    return { evaluated: [], printed, failures: [{ ...outcome.diagnostic, slug }] }
  }
  const members = outcome.members.map((json) => readMember(bottle, json))
  return {
    printed,
    evaluated: members.flatMap((each) => ('definition' in each ? [each] : [])),
    failures: members.flatMap((each) => ('definition' in each ? [] : [each])),
  }
}

/** The definition that one member of a bottle file is, or why it is none. */
function readMember(bottle: BottleFile, json: string): Evaluated | Diagnostic {
  const decoded = decodeDefinition(json)
  if (decoded.ok) return { ...bottle, definition: decoded.definition }
  return diagnosticOf(decoded.code, decoded.message, {
    slug: bottle.slug,
    origin: { file: bottle.file },
    hint: "export what bottle('…') returns, and do not modify the builders",
  })
}
