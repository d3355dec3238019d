import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import type { Decoded } from './decode.ts'
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
 * Evaluates the bottle files: directly what is a pure expression, and the rest in the sandbox, whose
 * word is decoded. What the cache knows is not run again. No file waits for the sandbox that is not
 * evaluated there.
 */
export async function evaluateBottles(
  sandbox: Sandbox,
  files: readonly BottleFile[],
  memory?: Memory,
  onProgress?: (at: { done: number; total: number; file: string }) => void,
): Promise<EvaluationResult> {
  const reads = new Map<string, Read>()
  const record = ({ file }: BottleFile, read: Read) => {
    reads.set(file, read)
    onProgress?.({ done: reads.size, total: files.length, file })
  }
  const direct = files.length === 0 ? undefined : await sandbox.direct()
  const left = files.filter((bottle) => {
    const found = direct?.evaluate(bottle.file)
    if (found === undefined) return true
    memory?.learn(bottle.file, found.inputs)
    const evaluated = [{ ...bottle, definition: found.definition }]
    record(bottle, { evaluated, failures: [], printed: [] })
    return false
  })
  const diagnostics = left.length === 0 ? [] : await evaluateRest(sandbox, left, memory, record)
  const results = files.flatMap(({ file }) => reads.get(file) ?? [])
  return {
    evaluated: results.flatMap(({ evaluated }) => evaluated),
    printed: results.flatMap(({ printed }) => printed),
    diagnostics: [...diagnostics, ...results.flatMap(({ failures }) => failures)],
  }
}

/** Evaluates what is not known in the sandbox. */
async function evaluateRest(
  sandbox: Sandbox,
  files: readonly BottleFile[],
  memory: Memory | undefined,
  record: (bottle: BottleFile, read: Read) => void,
): Promise<readonly Diagnostic[]> {
  const { decodeDefinition } = await import('./decode.ts')
  const results = await memory?.results()
  const bottles = new Map(files.map((bottle) => [bottle.file, bottle]))
  const hear = (file: string, outcome: Outcome) => {
    const bottle = bottles.get(file)
    if (bottle !== undefined) record(bottle, readOutcome(bottle, outcome, decodeDefinition))
  }
  const unknown = files.filter(({ file }) => {
    const outcome = results?.find(file)
    if (outcome !== undefined) hear(file, outcome)
    return outcome === undefined
  })
  return sandbox.evaluate(
    unknown.map(({ file }) => file),
    (file, outcome, inputs) => {
      results?.keep(file, outcome, inputs)
      hear(file, outcome)
    },
  )
}

/** The results of earlier evaluations in the sandbox. */
export interface Results {
  /** Returns the result of the bottle file, if it is still valid. */
  find(file: string): Outcome | undefined
  /** Takes what the bottle file has said, and which modules it was made of. */
  keep(file: string, outcome: Outcome, inputs: readonly Input[]): void
}

/** What is known of bottle files from before, and hears what is new. */
export interface Memory {
  /** The results of earlier evaluations, which take time to open. */
  results(): Promise<Results>
  /** Takes which files a bottle file is made of that was evaluated directly. */
  learn(file: string, inputs: readonly Input[]): void
}

/** The result of one bottle file. */
interface Read {
  readonly evaluated: readonly Evaluated[]
  readonly failures: readonly Diagnostic[]
  readonly printed: readonly Printed[]
}

type Decode = (json: string) => Decoded

function readOutcome(bottle: BottleFile, outcome: Outcome, decode: Decode): Read {
  const { slug } = bottle
  const printed = outcome.printed.length === 0 ? [] : [{ slug, lines: outcome.printed }]
  if (outcome.kind === 'failed') {
    return { evaluated: [], printed, failures: [{ ...outcome.diagnostic, slug }] }
  }
  const members = outcome.members.map((json) => readMember(bottle, decode(json)))
  return {
    printed,
    evaluated: members.flatMap((each) => ('definition' in each ? [each] : [])),
    failures: members.flatMap((each) => ('definition' in each ? [] : [each])),
  }
}

/** The definition that one member of a bottle file is, or why it is none. */
function readMember(bottle: BottleFile, decoded: Decoded): Evaluated | Diagnostic {
  if (decoded.ok) return { ...bottle, definition: decoded.definition }
  return diagnosticOf(decoded.code, decoded.message, {
    slug: bottle.slug,
    origin: { file: bottle.file },
    hint: "export what bottle('…') returns, and do not modify the builders",
  })
}
