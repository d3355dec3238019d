import { posix } from 'node:path'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { VolumeParts } from './volume.ts'
import { splitVolume } from './volume.ts'

const modes = ['ro', 'rw', 'staged']

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
      const hint = 'such as "./src:/app" or "/data:/data:ro"'
      return [errorAt('BW047', path, `the volume ${quote(entry)} ${volume}`, hint)]
    }
    const target = posix.normalize(`${volume.guest}/`)
    const before = mounted.get(target)
    mounted.set(target, path)
    if (before === undefined) return checkWritable(volume, path)
    const message = `${quote(volume.guest)} is the mount point of both ${before} and ${path}`
    return [errorAt('BW048', path, message)]
  })
}

/** The parts of `entry`, or what is wrong with it. */
export function parseVolume(entry: string): VolumeParts | string {
  const parts = splitVolume(entry)
  if (parts === undefined) return 'is malformed; it must be host:guest[:ro|rw|staged]'
  const { host, guest, mode } = parts
  if (host === '') return 'has no path of the host'
  if (/^~|\$/.test(host)) return 'has "~" or "$", which smolvm does not expand'
  if (!guest.startsWith('/'))
    return `has the path ${quote(guest)} of the guest, which is not absolute`
  if (guest.split('/').some((part) => part === '.' || part === '..')) {
    return `has the path ${quote(guest)} of the guest, which has "." or ".."`
  }
  if (mode !== undefined && !modes.includes(mode)) {
    return `has the mode ${quote(mode)}; it must be "ro", "rw" or "staged"`
  }
  return parts
}

function checkWritable({ host, mode }: VolumeParts, path: string): readonly Problem[] {
  const folder = posix.normalize(`${host}/`)
  if (mode === 'ro' || !/^\/(?:root\/|home\/(?:[^/]+\/)?|Users\/(?:[^/]+\/)?)?$/.test(folder)) {
    return []
  }
  const message = `the host's ${quote(host)} is mounted writable: the guest could change everything in it`
  return [warningAt('BW062', path, message, 'mount the folder that is needed, or add ":ro"')]
}
