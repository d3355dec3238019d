import type { DiagnosticCode } from '../diagnostic/catalogue.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quotePath } from '../diagnostic/text.ts'
import { systemReason } from './system-errors.ts'

/** A path that cannot be used, as a diagnostic. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly diagnostic: Diagnostic<DiagnosticCode>
  /** Whether a part of a plan was carried out before. */
  readonly begun: boolean

  constructor(code: DiagnosticCode, message: string, hint?: string, begun = false) {
    super(message)
    this.begun = begun
    this.diagnostic = diagnosticOf(code, message, { hint })
  }

  /** The same error, met when a part of the plan had been carried out. */
  whenBegun(): FileError {
    const { code, message } = this.diagnostic
    const hint = 'the rest was partly done, and every Smolfile is whole; run synth again'
    return new FileError(code, message, hint, true)
  }
}

/** The error of a system call on `path`, in the words of a diagnostic (BW202). */
export function systemError(
  action: 'read' | 'write' | 'remove',
  path: string,
  error: unknown,
): FileError {
  if (error instanceof FileError) return error
  return new FileError('BW202', `cannot ${action} ${quotePath(path)}: ${systemReason(error)}`)
}
