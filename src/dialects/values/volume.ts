/** A mount: a folder of the host, a bucket, or a disk of the machine's own. */
export interface VolumeParts {
  /** The folder of the host or the URL of a bucket; absent for a disk. */
  readonly host?: string
  readonly guest: string
  readonly mode?: string
}

/** The parts of `host:guest[:mode]`, or of a path alone; a bucket's URL has a colon of its own. */
export function splitVolume(entry: string): VolumeParts | undefined {
  if (entry.startsWith('/') && !entry.includes(':')) return { guest: entry }
  const [, host, guest, mode] = /^(s3:\/\/[^:]*|[^:]*):([^:]*)(?::([^:]*))?$/.exec(entry) ?? []
  if (host === undefined || guest === undefined) return undefined
  return mode === undefined ? { host, guest } : { host, guest, mode }
}
