/** A mount: a folder of the host, a bucket, or a disk of the machine's own. */
export interface VolumeParts {
  /** The folder of the host or the URL of a bucket; absent for a disk. */
  readonly host?: string
  readonly guest: string
  readonly mode?: string
}

/**
 * The parts of `host:guest[:mode]`, or of a path alone. A bucket's URL has colons of its own, as many
 * as it likes: the guest's path stands behind the last one, as smolvm 1.32.2 reads it.
 */
export function splitVolume(entry: string): VolumeParts | undefined {
  if (entry.startsWith('/') && !entry.includes(':')) return { guest: entry }
  const form = entry.startsWith('s3://') ? bucketForm : folderForm
  const [, host, guest, mode] = form.exec(entry) ?? []
  if (host === undefined || guest === undefined) return undefined
  return mode === undefined ? { host, guest } : { host, guest, mode }
}

const folderForm = /^([^:]*):([^:]*)(?::([^:]*))?$/
const bucketForm = /^(s3:\/\/.*?):([^:]*)(?::([^:/]*))?$/s
