import { posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parsePorts } from '../../values/port.ts'
import { splitVolume } from '../../values/volume.ts'
import type { SettingValue } from '../change.ts'
import type { Predicate } from '../class-rule.ts'

/** Whether the same folder of the host is mounted, and the guest can no longer write to it. */
export const becameReadOnly: Predicate = ({ change: { before, after } }) => {
  const [had, has] = [volume(before), volume(after)]
  if (had === undefined || has === undefined) return false
  return has.mode === 'ro' && had.mode !== 'ro' && sameFolder(had.host, has.host)
}

/** Whether the same folder of the host is mounted, and the guest can now write to it. */
export const becameWritable: Predicate = ({ change: { before, after } }) => {
  const [had, has] = [volume(before), volume(after)]
  if (had === undefined || has === undefined) return false
  return had.mode === 'ro' && has.mode !== 'ro' && sameFolder(had.host, has.host)
}

/** Whether the entry means the same as before: writable is the default. */
export const sameVolume: Predicate = ({ change: { before, after } }) => {
  const [had, has] = [volume(before), volume(after)]
  if (had === undefined || has === undefined) return false
  return sameFolder(had.host, has.host) && (had.mode ?? 'rw') === (has.mode ?? 'rw')
}

/** Whether the mount is read-only. */
export const isReadOnly: Predicate = ({ change: { after } }) => volume(after)?.mode === 'ro'

/** Whether the entry means the same as before: a port alone is the guest's as well. */
export const samePort: Predicate = ({ change: { before, after } }) =>
  typeof before === 'string' &&
  typeof after === 'string' &&
  isDeepStrictEqual(parsePorts(before), parsePorts(after))

function volume(value: SettingValue | undefined) {
  return typeof value === 'string' ? splitVolume(value) : undefined
}

function sameFolder(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a === b || posix.normalize(`${a}/`) === posix.normalize(`${b}/`)
}
