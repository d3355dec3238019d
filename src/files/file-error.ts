import type { DiagnosticCode } from '../diagnostic/catalogue.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { escapeControls, quotePath } from '../diagnostic/text.ts'

/** An output path that cannot be used. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
  readonly diagnostic: Diagnostic
  /** Whether a part of the plan was carried out before. */
  readonly begun: boolean

  constructor(code: DiagnosticCode, message: string, hint?: string, begun = false) {
    super(message)
    this.begun = begun
    this.diagnostic = diagnosticOf(code, message, { hint })
  }

  /** The same error, met when a part of the plan had been carried out. */
  whenBegun(): OutputError {
    const { code, message } = this.diagnostic
    const hint = 'the rest was done in part, and every Smolfile is whole; run synth again'
    return new OutputError(code, message, hint, true)
  }
}

/** The error of a system call on `path`, in the words of a diagnostic. */
export function systemError(
  action: 'read' | 'write' | 'remove',
  path: string,
  error: unknown,
): OutputError {
  const { code = 'unknown', message } = error as NodeJS.ErrnoException
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'permission is denied',
    EPERM: 'permission is denied',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a file is where a folder should be',
    EISDIR: 'it is a folder',
    ELOOP: 'it is a symbolic link',
    EEXIST: 'a file is where a folder should be',
  }
  const reason = reasons[code] ?? escapeControls(message)
  return new OutputError('BW202', `cannot ${action} ${quotePath(path)}: ${reason}`)
}
