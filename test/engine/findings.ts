import { isDeepStrictEqual } from 'node:util'
import type { DiagnosticCode } from '../../src/diagnostic/catalogue.ts'
import { isDiagnosticCode } from '../../src/diagnostic/catalogue.ts'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import type { Answer, EngineRecord } from './ask.ts'
import { expectedRecord } from './expected-record.ts'

/** One thing of which the engine and bottleworks do not say the same. */
export type Finding =
  /** An error of ours in what the engine takes. */
  | {
      readonly kind: 'error'
      readonly code: DiagnosticCode
      readonly path: string
      readonly message: string
    }
  /** What the engine says of what has no error for us. */
  | { readonly kind: 'refusal'; readonly message: string }
  /** What the engine says when it is to start what it has created. */
  | { readonly kind: 'start'; readonly message: string }
  /** A field of the record that is not what the document says. */
  | {
      readonly kind: 'field'
      readonly field: string
      readonly stored: unknown
      readonly expected: unknown
      readonly document: SmolvmDocument
    }

/** All that is found in one answer. */
export interface Comparison {
  readonly findings: readonly Finding[]
  /** What the record has beside what the document says; none where there is no record to compare. */
  readonly fields: () => readonly Finding[]
}

/** Not what a Smolfile says: the machine's name, a time, and what is drawn by lot. */
export const leftOut = new Set(['name', 'created_at', 'credential_placeholders'])

/** Compares what the engine says of a Smolfile with our verdict, and with what its document says. */
export function compare(answer: Answer, text: string, folder: string): Comparison {
  const { document, diagnostics, unfit } = vetSmolfile('Smolfile', text, 'smolvm')
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if ('refusal' in answer) {
    const findings =
      errors.length > 0 ? [] : [{ kind: 'refusal', message: answer.refusal } as const]
    return { findings, fields: () => [] }
  }
  const { record } = answer
  const isWhole = document !== undefined && (unfit?.size ?? 0) === 0
  return {
    findings: withoutReplaced(errors.filter(isOwn)).map(({ code, path = '', message }) => ({
      kind: 'error',
      code,
      path,
      message,
    })),
    fields: () => (isWhole ? compareRecord(record, document as SmolvmDocument, folder) : []),
  }
}

/**
 * The errors but for those of a list that `dev` replaces: the engine does not look at it, and that
 * both are set is an error of its own.
 */
function withoutReplaced<Each extends Diagnostic>(errors: readonly Each[]): readonly Each[] {
  const replaced = errors.flatMap(({ code, path = '' }) => {
    const [, list] = /^dev\.(\w+)$/.exec(path) ?? []
    return code === 'BW052' && list !== undefined ? [list] : []
  })
  return errors.filter(({ path = '' }) => !replaced.includes(path.replace(/\[\d+\]$/, '')))
}

function compareRecord(
  record: EngineRecord,
  document: SmolvmDocument,
  folder: string,
): readonly Finding[] {
  const expected = expectedRecord(document, folder)
  const fields = new Set([...Object.keys(record), ...Object.keys(expected)])
  return [...fields].flatMap((field): readonly Finding[] => {
    if (leftOut.has(field) || isDeepStrictEqual(record[field], expected[field])) return []
    return [{ kind: 'field', field, stored: record[field], expected: expected[field], document }]
  })
}

function isOwn(error: Diagnostic): error is Diagnostic<DiagnosticCode> {
  return isDiagnosticCode(error.code)
}
