import { posix } from 'node:path'
import { splitVolume } from '../../values/volume.ts'
import type { SettingValue } from '../change.ts'
import type { Predicate } from '../class-rule.ts'

/** That the same folder of the host is mounted, and the guest can write to it no longer. */
export const becameReadOnly: Predicate = ({ change: { before, after } }) => {
  const [had, has] = [volume(before), volume(after)]
  if (had === undefined || has === undefined) return false
  return has.mode === 'ro' && had.mode !== 'ro' && sameFolder(had.host, has.host)
}

/** That the same folder of the host is mounted, and the guest can write to it now. */
export const becameWritable: Predicate = ({ change: { before, after } }) => {
  const [had, has] = [volume(before), volume(after)]
  if (had === undefined || has === undefined) return false
  return had.mode === 'ro' && has.mode !== 'ro' && sameFolder(had.host, has.host)
}

/** That the entry says the same in another way: writable is the default. */
export const sameVolume: Predicate = ({ change: { before, after } }) => {
  const [had, has] = [volume(before), volume(after)]
  if (had === undefined || has === undefined) return false
  return sameFolder(had.host, has.host) && (had.mode ?? 'rw') === (has.mode ?? 'rw')
}

/** That what is mounted cannot be written to. */
export const isReadOnly: Predicate = ({ change: { after } }) => volume(after)?.mode === 'ro'

/** That the entry says the same in another way: a port alone is the guest's as well. */
export const samePort: Predicate = ({ change: { before, after } }) =>
  typeof before === 'string' && typeof after === 'string' && guestPort(before) === guestPort(after)

function guestPort(entry: string): string {
  return entry.includes(':') ? entry.slice(entry.indexOf(':') + 1) : entry
}

function volume(value: SettingValue | undefined) {
  return typeof value === 'string' ? splitVolume(value) : undefined
}

function sameFolder(a: string, b: string): boolean {
  return a === b || posix.normalize(`${a}/`) === posix.normalize(`${b}/`)
}
