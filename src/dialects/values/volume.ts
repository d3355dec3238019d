export interface VolumeParts {
  readonly host: string
  readonly guest: string
  readonly mode: string | undefined
}

/** The parts of `host:guest[:mode]`; a bucket's URL has a colon of its own. */
export function splitVolume(entry: string): VolumeParts | undefined {
  const [, host, guest, mode] = /^(s3:\/\/[^:]+|[^:]*):([^:]*)(?::([^:]*))?$/.exec(entry) ?? []
  return host === undefined || guest === undefined ? undefined : { host, guest, mode }
}
