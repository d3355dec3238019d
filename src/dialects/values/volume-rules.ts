import { posix } from 'node:path'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { isProtectedFolder, isWithin, normalized, sensitivity } from './host-folders.ts'
import type { VolumeParts } from './volume.ts'
import { splitVolume } from './volume.ts'

const modes = ['ro', 'rw', 'staged']

/** Where smolvm 1.32.2 puts no disk: what it mounts there itself. */
const managedFolders = ['/dev', '/proc', '/storage', '/sys']

/**
 * Checks that the mounts of one list are ones that smolvm makes as they are written.
 *
 * @param list The path of the list.
 */
export function checkVolumes(entries: readonly string[], list: string): readonly Problem[] {
  const mounted = new Map<string, string>()
  return entries.flatMap((entry, index): readonly Problem[] => {
    const path = `${list}[${index}]`
    const volume = parseVolume(entry)
    if (typeof volume === 'string') {
      const hint = 'such as "./src:/app", "/data:/data:ro" or "/cache"'
      return [errorAt('BW047', path, `the volume ${quote(entry)} ${volume}`, hint)]
    }
    const target = posix.normalize(`${volume.guest}/`)
    const before = mounted.get(target)
    mounted.set(target, path)
    if (before === undefined) return checkFolder(volume, path)
    const message = `${quote(volume.guest)} is the mount point of both ${before} and ${path}`
    return [errorAt('BW048', path, message)]
  })
}

/** The parts of `entry`, or what is wrong with it. */
export function parseVolume(entry: string): VolumeParts | string {
  const parts = splitVolume(entry)
  if (parts === undefined) return 'is malformed; it must be host:guest[:ro|rw|staged], or a path'
  const { host, guest, mode } = parts
  if (host === '') return 'has no path of the host'
  if (host !== undefined && /^~|\$/.test(host)) {
    return 'has "~" or "$", which smolvm does not expand'
  }
  if (!guest.startsWith('/'))
    return `has the path ${quote(guest)} of the guest, which is not absolute`
  if (guest.split('/').some((part) => part === '.' || part === '..')) {
    return `has the path ${quote(guest)} of the guest, which has "." or ".."`
  }
  if (host === undefined) {
    if (/^\/+$/.test(guest)) return 'is a disk at "/", where the image is'
    const managed = managedFolders.find((folder) => isWithin(normalized(guest), folder))
    if (managed !== undefined) return `is a disk inside ${quote(managed)}, which smolvm manages`
  }
  if (mode !== undefined && !modes.includes(mode)) {
    return `has the mode ${quote(mode)}; it must be "ro", "rw" or "staged"`
  }
  return host?.startsWith('s3://') === true ? checkBucket(parts, host) : parts
}

function checkBucket(parts: VolumeParts, url: string): VolumeParts | string {
  if (/^s3:\/\/\/*$/.test(url)) return 'has no name of a bucket'
  if (parts.mode === 'staged') return 'has the mode "staged", which a bucket has not'
  if (parts.guest.includes(' ')) return 'has a space in the path of the guest, as a bucket must not'
  return /'/.test(url + parts.guest) ? 'has a single quote, as a bucket must not' : parts
}

function checkFolder({ host, mode }: VolumeParts, path: string): readonly Problem[] {
  if (host === undefined || host.startsWith('s3://')) return []
  if (isProtectedFolder(host)) {
    const message = `the host's ${quote(host)} is a folder of the system, which smolvm refuses to mount`
    return [errorAt('BW069', path, message, 'copy what is needed into a folder of its own')]
  }
  const what = sensitivity(host)
  if (what === undefined) return []
  const how = mode === 'ro' ? 'read' : 'read and change'
  const message = `the host's ${quote(host)} is mounted: it is ${what}, and the guest can ${how} it`
  return [warningAt('BW062', path, message, 'mount the one folder that the workload needs')]
}
