import type { DiagnosticCode } from '../diagnostic/codes.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { quote } from '../diagnostic/text.ts'

/** An output path that cannot be used. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
  readonly diagnostic: Diagnostic

  constructor(code: DiagnosticCode, message: string, hint?: string) {
    super(message)
    this.diagnostic = { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }
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
    ENOTDIR: 'a part of the path is not a folder',
    EISDIR: 'it is a folder',
    ELOOP: 'it is a symbolic link',
    EEXIST: 'it is in the way',
  }
  const reason = reasons[code] ?? message
  return new OutputError('BW202', `cannot ${action} ${quote(path)}: ${reason}`)
}
