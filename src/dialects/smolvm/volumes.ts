import { posix } from 'node:path'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { SmolvmDocument } from './document.ts'
import { isNetworked } from './network.ts'

/** That mounts are ones that smolvm makes as they are written. */
export function checkVolumes(document: SmolvmDocument): readonly Problem[] {
  const { volumes = [], dev } = document
  return [
    ...checkList(document, volumes, 'volumes'),
    ...checkList(document, dev?.volumes ?? [], 'dev.volumes'),
  ]
}

function checkList(document: SmolvmDocument, entries: readonly string[], list: string) {
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
    if (before !== undefined) {
      const message = `${quote(volume.guest)} is mounted on by ${before} and by ${path}`
      return [errorAt('BW048', path, message)]
    }
    return [...checkBucket(document, volume, path), ...checkWritable(volume, path)]
  })
}

interface Volume {
  readonly host: string
  readonly guest: string
  readonly mode: string | undefined
}

/** The parts of `entry`, or what is wrong with it. */
function parseVolume(entry: string): Volume | string {
  const match = /^(s3:\/\/[^:]+|[^:]*):([^:]*)(?::([^:]*))?$/.exec(entry)
  if (match === null) return 'is malformed; it must be host:guest[:ro|rw|staged]'
  const [, host = '', guest = '', mode] = match
  if (host === '') return 'has no path of the host'
  if (/^~|\$/.test(host)) return 'has "~" or "$", which smolvm does not expand'
  if (!guest.startsWith('/'))
    return `has the path ${quote(guest)} of the guest, which is not absolute`
  if (guest.split('/').some((part) => part === '.' || part === '..')) {
    return `has the path ${quote(guest)} of the guest, which has "." or ".."`
  }
  if (mode !== undefined && !['ro', 'rw', 'staged'].includes(mode)) {
    return `has the mode ${quote(mode)}; it must be "ro", "rw" or "staged"`
  }
  return { host, guest, mode }
}

function checkBucket(document: SmolvmDocument, { host }: Volume, path: string) {
  if (!host.startsWith('s3://')) return []
  if (document.image === undefined) {
    return [errorAt('BW047', path, `the volume of ${quote(host)} needs an image`)]
  }
  if (isNetworked(document)) return []
  return [errorAt('BW057', path, `the volume of ${quote(host)} needs a network, and there is none`)]
}

function checkWritable({ host, mode }: Volume, path: string): readonly Problem[] {
  const folder = posix.normalize(`${host}/`)
  if (mode === 'ro' || !/^\/(?:root\/|home\/(?:[^/]+\/)?|Users\/(?:[^/]+\/)?)?$/.test(folder)) {
    return []
  }
  const message = `the host's ${quote(host)} is mounted writable: the guest could change everything in it`
  return [warningAt('BW062', path, message, 'mount the folder that is needed, or add ":ro"')]
}
