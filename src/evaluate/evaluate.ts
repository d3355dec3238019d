import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { RawDefinition } from '../smolfile/definition.ts'
import { decodeDefinition } from './decode.ts'
import type { BottleFile } from './discover.ts'
import type { Outcome } from './sandbox/protocol.ts'
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

/** Runs the bottle files in the sandbox, and decodes what they say. */
export async function evaluateBottles(
  sandbox: Sandbox,
  files: readonly BottleFile[],
): Promise<EvaluationResult> {
  const evaluated: Evaluated[] = []
  const printed: Printed[] = []
  const failures: Diagnostic[] = []
  const hear = (index: number, outcome: Outcome) => {
    const bottle = files[index]
    if (bottle === undefined) return
    if (outcome.printed.length > 0) printed.push({ slug: bottle.slug, lines: outcome.printed })
    const { definition, failure } = readOutcome(bottle, outcome)
    if (definition !== undefined) evaluated.push({ ...bottle, definition })
    if (failure !== undefined) failures.push({ ...failure, slug: bottle.slug })
  }
  const paths = files.map(({ file }) => file)
  const diagnostics = await sandbox.evaluate(paths, hear)
  return { evaluated, printed, diagnostics: [...diagnostics, ...failures] }
}

interface Read {
  readonly definition?: RawDefinition
  readonly failure?: Diagnostic
}

function readOutcome({ file }: BottleFile, outcome: Outcome): Read {
  if (outcome.kind === 'not-loaded') return {}
  if (outcome.kind === 'failed') return { failure: outcome.diagnostic }
  const decoded = decodeDefinition(outcome.json)
  if (decoded.ok) return { definition: decoded.definition }
  const failure: Diagnostic = {
    code: 'BW115',
    severity: 'error',
    message: `the definition is malformed: ${decoded.reason}`,
    origin: { file },
    hint: "export what bottle('…') gives, and leave the builders as they are",
  }
  return { failure }
}
