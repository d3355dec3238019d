import { splitVolume } from '../../src/dialects/values/volume.ts'

/** A volume: a folder of the host, a bucket, or a disk of the machine's own. */
export interface ReadVolume {
  readonly kind: 'folder' | 'bucket' | 'disk'
  readonly host: string
  readonly guest: string
  readonly mode?: string
}

/** The parts of an entry that is well-formed. */
export function readVolume(entry: string): ReadVolume | undefined {
  const parts = splitVolume(entry)
  if (parts === undefined || parts.host === '') return undefined
  const { host = '' } = parts
  const kind = host === '' ? 'disk' : host.startsWith('s3://') ? 'bucket' : 'folder'
  return { ...parts, host, kind }
}
