/** The meanings of errno(3), in the words of messages. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it does not exist',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a file is where a folder should be',
  EEXIST: 'a file is where a folder should be',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a symbolic link, which is not followed',
  ENAMETOOLONG: 'its name is too long',
}

/** The reason that a file is not read although the system would read it. */
export class ReadRefusal extends Error {
  override readonly name = 'ReadRefusal'
}

/** Returns why a system call failed or a file was refused. Any other error is rethrown. */
export function systemReason(error: unknown): string {
  if (error instanceof ReadRefusal) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  // The system's own message has the path, which may be the host's own business.
  return reasons[code] ?? `the system says ${code}`
}

/** Whether a file or its folder is not there. */
export function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}
