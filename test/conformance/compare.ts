import { isDiagnosticCode } from '../../src/diagnostic/catalogue.ts'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import { inexactInteger, stricterThanParser } from '../../src/dialects/smolvm/stricter.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import type { Verdict } from './parser.ts'

export interface Comparison {
  readonly ours: 'good' | 'bad'
  readonly theirs: 'good' | 'bad'
  /** The codes of our errors. */
  readonly codes: readonly string[]
  /** Absent when both agree, or ours is stricter by a rule that is documented as such. */
  readonly mismatch?: string
}

/** The codes of what the parser sees as well: TOML, keys and types; a table given twice. */
const formCodes = new Set<string>(['BW007', 'BW052', 'BW067', 'BW071'])

/** Compares our verdict on the text of a Smolfile with that of upstream's parser. */
export function compareVerdicts(text: string, verdict: Verdict): Comparison {
  const { diagnostics } = vetSmolfile(verdict.path, text, 'smolvm')
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const comparison: Comparison = {
    ours: errors.length === 0 ? 'good' : 'bad',
    theirs: verdict.ok ? 'good' : 'bad',
    codes: [...new Set(errors.map(({ code }) => code))],
  }
  if (!verdict.ok && !errors.some(({ code }) => formCodes.has(code))) {
    return { ...comparison, mismatch: `only the parser refuses it: ${verdict.error}` }
  }
  const unexplained = verdict.ok ? errors.filter((error) => !isStricter(error)) : []
  if (unexplained.length === 0) return comparison
  const told = unexplained.map(({ code, message }) => `${code} ${message}`).join('; ')
  return { ...comparison, mismatch: `the parser takes it: ${told}` }
}

function isStricter({ code, message }: Diagnostic): boolean {
  return (
    (isDiagnosticCode(code) && stricterThanParser[code] !== undefined) ||
    (code === 'BW007' && inexactInteger.test(message))
  )
}
