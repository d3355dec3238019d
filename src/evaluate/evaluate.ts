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
  const { outcomes, diagnostics } = await sandbox.evaluate(files.map(({ file }) => file))
  const evaluated: Evaluated[] = []
  const printed: Printed[] = []
  const failures: Diagnostic[] = []
  for (const [index, bottle] of files.entries()) {
    const outcome = outcomes[index]
    if (outcome === undefined) continue
    if (outcome.printed.length > 0) printed.push({ slug: bottle.slug, lines: outcome.printed })
    const result = readOutcome(bottle, outcome)
    if (result?.definition !== undefined)
      evaluated.push({ ...bottle, definition: result.definition })
    if (result?.failure !== undefined) failures.push({ ...result.failure, slug: bottle.slug })
  }
  return { evaluated, printed, diagnostics: [...diagnostics, ...failures] }
}

function readOutcome({ file }: BottleFile, outcome: Outcome) {
  if (outcome.kind === 'not-loaded') return undefined
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
