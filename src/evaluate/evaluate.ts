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
  const reads: Read[] = []
  const hear = (index: number, outcome: Outcome) => {
    const bottle = files[index]
    if (bottle !== undefined) reads[index] = readOutcome(bottle, outcome)
  }
  const paths = files.map(({ file }) => file)
  const diagnostics = await sandbox.evaluate(paths, hear)
  return {
    evaluated: reads.flatMap(({ evaluated }) => evaluated ?? []),
    printed: reads.flatMap(({ printed }) => printed ?? []),
    diagnostics: [...diagnostics, ...reads.flatMap(({ failure }) => failure ?? [])],
  }
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
  if (outcome.kind === 'not-loaded') return printed
  if (outcome.kind === 'failed') return { ...printed, failure: { ...outcome.diagnostic, slug } }
  const decoded = decodeDefinition(outcome.json)
  if (decoded.ok) return { ...printed, evaluated: { ...bottle, definition: decoded.definition } }
  const failure: Diagnostic = {
    code: 'BW115',
    severity: 'error',
    slug,
    message: `the definition is malformed: ${decoded.reason}`,
    origin: { file: bottle.file },
    hint: "export what bottle('…') gives, and leave the builders as they are",
  }
  return { ...printed, failure }
}
