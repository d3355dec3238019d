import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { cut } from '../diagnostic/text.ts'
import type { Decoded } from './decode.ts'
import type { RawDefinition } from './definition.ts'
import type { BottleFile, DefinitionFile } from './discover.ts'
import { limits } from './limits.ts'
import type { Input, Outcome } from './sandbox/protocol.ts'
import type { Sandbox } from './sandbox/sandbox.ts'

/** A definition that a file has given, and the slug that it is to have there. */
export interface Evaluated extends BottleFile {
  readonly definition: RawDefinition
}

/** The lines that a bottle printed with `console`. Untrusted text. */
export interface Printed {
  /** The slug of the bottle; of what is no single bottle its file. */
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
  files: readonly DefinitionFile[],
  memory?: Memory,
  onProgress?: (at: { done: number; total: number; file: string }) => void,
): Promise<EvaluationResult> {
  const reads = new Map<string, Read>()
  const record = ({ file }: DefinitionFile, read: Read) => {
    reads.set(file, read)
    onProgress?.({ done: reads.size, total: files.length, file })
  }
  const direct = files.length === 0 ? undefined : await sandbox.direct()
  const left = files.filter((bottle) => {
    const found = direct?.evaluate(bottle.file)
    if (found === undefined) return true
    memory?.learn(bottle.file, found.inputs)
    const evaluated = found.definitions.map((definition) => evaluatedAs(bottle, definition))
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
  files: readonly DefinitionFile[],
  memory: Memory | undefined,
  record: (bottle: DefinitionFile, read: Read) => void,
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

function readOutcome(bottle: DefinitionFile, outcome: Outcome, decode: Decode): Read {
  const { file, slug } = bottle
  const printed =
    outcome.printed.length === 0 ? [] : [{ slug: slug ?? file, lines: outcome.printed }]
  const about = slug === undefined ? {} : { slug }
  if (outcome.kind === 'failed') {
    return { evaluated: [], printed, failures: [{ ...outcome.diagnostic, ...about }] }
  }
  const members: Evaluated[] = []
  let values = 0
  for (const json of outcome.members) {
    const decoded = decode(json)
    if (decoded.ok) values += decoded.values
    // Nobody knows the slug of a member that is malformed: its file has none then.
    const failure = decoded.ok ? tooMany(values) : decoded
    if (failure !== undefined) {
      const { code, message } = failure
      const hint = "export what bottle('…') returns, and do not modify the builders"
      const failures = [diagnosticOf(code, message, { ...about, origin: { file }, hint })]
      return { evaluated: [], printed, failures }
    }
    if (decoded.ok) members.push(evaluatedAs(bottle, decoded.definition))
  }
  return { printed, evaluated: members, failures: [] }
}

function tooMany(values: number): Extract<Decoded, { ok: false }> | undefined {
  if (values <= limits.fleetValues) return undefined
  const message = `the definitions of the fleet have more than ${limits.fleetValues} values`
  return { ok: false, code: 'BW113', message }
}

/** A definition of a file; a bottle of a fleet has the slug that it says, be it one or not. */
function evaluatedAs({ file, slug }: DefinitionFile, definition: RawDefinition): Evaluated {
  return { file, slug: slug ?? cut(definition.slug, longestSlug), definition }
}

/** No slug is longer, so a longer one is refused. */
const longestSlug = 64
