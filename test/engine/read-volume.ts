/** A volume as the engine reads it: a folder of the host, a bucket, or a disk of the machine's own. */
export interface ReadVolume {
  readonly kind: 'folder' | 'bucket' | 'disk'
  readonly host: string
  readonly guest: string
  readonly mode: string | undefined
}

/** The parts of an entry that is well-formed. */
export function readVolume(entry: string): ReadVolume | undefined {
  if (/^\/[^:]*$/.test(entry)) return { kind: 'disk', host: '', guest: entry, mode: undefined }
  const [, host, guest, mode] = /^(s3:\/\/[^:]+|[^:]+):(\/[^:]*)(?::([^:]*))?$/.exec(entry) ?? []
  if (host === undefined || guest === undefined) return undefined
  return { kind: host.startsWith('s3://') ? 'bucket' : 'folder', host, guest, mode }
}
