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

/** What a bottle printed with `console`, a line an entry. Untrusted text. */
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
  const heard = new Map<string, Read>()
  const hear = (file: string, outcome: Outcome) => {
    const bottle = bottles.get(file)
    if (bottle !== undefined) heard.set(file, readOutcome(bottle, outcome))
    onProgress?.({ done: heard.size, total: files.length, file })
  }
  const unknown = files.filter(({ file }) => {
    const outcome = cache?.find(file)
    if (outcome !== undefined) hear(file, outcome)
    return outcome === undefined
  })
  const run = unknown.map(({ file }) => file)
  const diagnostics = await sandbox.evaluate(run, (file, outcome, inputs) => {
    cache?.keep(file, outcome, inputs)
    hear(file, outcome)
  })
  const reads = files.flatMap(({ file }) => heard.get(file) ?? [])
  return {
    evaluated: reads.flatMap(({ evaluated }) => evaluated ?? []),
    printed: reads.flatMap(({ printed }) => printed ?? []),
    diagnostics: [...diagnostics, ...reads.flatMap(({ failure }) => failure ?? [])],
  }
}

/** What is known of earlier evaluations. */
export interface Memory {
  /** What the bottle file said, if that still holds. */
  find(file: string): Outcome | undefined
  /** Takes what the bottle file has said, and which modules it was made of. */
  keep(file: string, outcome: Outcome, inputs: readonly Input[]): void
}

/** What has become of one bottle file. */
interface Read {
  readonly evaluated?: Evaluated
  readonly failure?: Diagnostic
  readonly printed?: Printed
}

function readOutcome(bottle: BottleFile, outcome: Outcome): Read {
  const { slug } = bottle
  const printed = outcome.printed.length === 0 ? {} : { printed: { slug, lines: outcome.printed } }
  if (outcome.kind === 'failed') return { ...printed, failure: { ...outcome.diagnostic, slug } }
  const decoded = decodeDefinition(outcome.json)
  if (decoded.ok) return { ...printed, evaluated: { ...bottle, definition: decoded.definition } }
  const failure = diagnosticOf(decoded.code, decoded.message, {
    slug,
    origin: { file: bottle.file },
    hint: "export what bottle('…') gives, and leave the builders as they are",
  })
  return { ...printed, failure }
}
