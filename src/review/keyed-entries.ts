import { groupBy } from '../diagnostic/group-by.ts'
import { splitVolume } from '../dialects/values/volume.ts'
import type { SettingValue } from './finding.ts'

type Kind = 'variables' | 'ports' | 'volumes'

interface Entry {
  readonly key: string
  readonly value: string | null
}

const readers: Readonly<Record<Kind, (entry: string) => Entry>> = {
  variables(entry) {
    const end = entry.indexOf('=')
    return end === -1
      ? { key: entry, value: null }
      : { key: entry.slice(0, end), value: entry.slice(end + 1) }
  },
  // TCP and UDP have ports each for itself.
  ports(entry) {
    const [host = ''] = entry.replace(/\/(?:tcp|udp)$/, '').split(':', 1)
    return { key: `${host}${entry.endsWith('/udp') ? '/udp' : ''}`, value: entry }
  },
  volumes: (entry) => ({ key: splitVolume(entry)?.guest ?? entry, value: entry }),
}

/** The entries by what they bind. Several entries of one key are one value: a list. */
export function keyedEntries(
  kind: Kind,
  entries: readonly string[],
): ReadonlyMap<string, SettingValue> {
  const keyed = groupBy(entries.map(readers[kind]), ({ key }) => key)
  return new Map(
    [...keyed].map(([key, all]) => {
      return [key, all.length === 1 ? all[0].value : all.map(({ value }) => value)]
    }),
  )
}
