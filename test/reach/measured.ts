import { readFileSync, writeFileSync } from 'node:fs'
import { inWords } from './lab/dns-message.ts'
import type { Observed } from './lab/host.ts'
import { addressOf, aliasTarget, recordsOf } from './lab/names.ts'
import type { Probe } from './probes.ts'
import { hostResolver, probes } from './probes.ts'
import type { Setting } from './settings.ts'

/** What the engine makes of one Smolfile. */
export interface Measured extends Setting {
  /** The network that it asks libkrun for; `refused` when it does not start the machine. */
  readonly network: 'refused' | 'none' | 'virtio-net' | 'tsi'
  /** Why it does not start the machine. */
  readonly refused?: string
  /** What it asks libkrun's own network to enforce, where that is TSI. */
  readonly policy?: readonly string[]
  /** What it asks the host's resolver by itself, before the guest asks for anything. */
  readonly asked?: readonly string[]
  /** Missing for TSI, which no stack of the engine's serves, and where nothing was started. */
  readonly reached?: Reached
}

/** What the guest, or the host by a published port, reaches: all else is closed. */
export interface Reached {
  /** Ids of probes, in the order of `probes`. */
  readonly open: readonly string[]
  /** The host's address that answered, where it is another than the one that was tried. */
  readonly at: Readonly<Record<string, string>>
  /** What the guest's DNS says to a question, where it is other than what the host's resolver says. */
  readonly answers: Readonly<Record<string, string>>
}

/** One probe in one setting. */
export interface Cell {
  readonly probe: Probe
  readonly result: 'open' | 'closed'
  /** The address that the guest's DNS answered, for a probe by name. */
  readonly answered?: string
}

interface File {
  readonly engine: string
  readonly probes: readonly Probe[]
  /** By the name of the first setting that has it. */
  readonly reached: Readonly<Record<string, Reached>>
  readonly settings: readonly (Omit<Measured, 'reached'> & { readonly reached?: string })[]
}

const path = new URL('measured.json', import.meta.url)

/** The committed measurements, in the order of `settings`. */
export function readMeasured(): readonly Measured[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as File
  return file.settings.map(({ reached: name, ...setting }) => {
    if (name === undefined) return setting
    const reached = file.reached[name]
    if (reached === undefined) throw new Error(`measured.json has no "${name}"`)
    return { ...setting, reached }
  })
}

/** Every probe with its result, in the order of `probes`; none where nothing was measured. */
export function cellsOf({ reached }: Measured): readonly Cell[] {
  if (reached === undefined) return []
  const { open, answers } = reached
  const opened = new Set(open)
  return probes.map((probe): Cell => {
    const result = opened.has(probe.id) ? 'open' : 'closed'
    if (probe.kind !== 'name') return { probe, result }
    const said = answers[`${probe.type} ${probe.name}`]
    const answered = said ?? addressOfName(probe.name)
    return answered?.includes(probe.type === 'A' ? '.' : ':')
      ? { probe, result, answered }
      : { probe, result }
  })
}

/** What the engine made of a setting, in the form of the data. */
export function describeObserved(setting: Setting, observed: Observed): Measured {
  const { refused, calls, asked } = observed
  const network = networkOf(observed)
  const policy = calls.filter((call) => call.startsWith('egress policy'))
  return {
    ...setting,
    network,
    ...(refused === undefined ? {} : { refused }),
    ...(policy.length === 0 ? {} : { policy }),
    ...(asked.length === 0 ? {} : { asked }),
    ...(network === 'virtio-net' || network === 'none' ? { reached: reachedOf(observed) } : {}),
  }
}

function networkOf({ refused, calls }: Observed): Measured['network'] {
  if (refused !== undefined) return 'refused'
  if (calls.includes('net')) return 'virtio-net'
  return calls.some((call) => /^vsock (?!0$)/.test(call)) ? 'tsi' : 'none'
}

function reachedOf(observed: Observed): Reached {
  const open = probes.filter(({ id }) => id in observed.open)
  const at = open.flatMap((probe) => {
    const address = observed.open[probe.id] ?? ''
    return address === ownAddress(probe) ? [] : [[probe.id, address]]
  })
  const answers = Object.entries(trueAnswers()).flatMap(([question, truth]) => {
    const said = observed.answers[question]
    return said === undefined || said === truth ? [] : [[question, said]]
  })
  return {
    open: open.map(({ id }) => id),
    at: Object.fromEntries(at),
    answers: Object.fromEntries(answers),
  }
}

/** The address at which the host, or the guest, is reached when nothing stands in between. */
function ownAddress(probe: Probe): string | undefined {
  if (probe.kind === 'published') return '100.96.0.2'
  if (probe.kind === 'question') return probe.server
  const { address } = probe.kind === 'address' ? probe : { address: addressOfName(probe.name) }
  return address?.replace(/^::ffff:/, '')
}

function addressOfName(name: string): string | undefined {
  return addressOf(name.startsWith('alias.') ? aliasTarget : name)
}

/** What the host's resolver says to each question of the probes, in the words of the laboratory. */
function trueAnswers(): Readonly<Record<string, string>> {
  const entries = probes.flatMap((probe) => {
    if (probe.kind !== 'name' && probe.kind !== 'question') return []
    const records = recordsOf(probe, hostResolver) ?? []
    const key = probe.kind === 'name' ? `${probe.type} ${probe.name}` : probe.id
    return [[key, inWords(records)] as const]
  })
  return Object.fromEntries(entries)
}

/** Writes the data: one line a fact, so that a change shows as what it is. */
export function writeMeasured(engine: string, measured: readonly Measured[]): void {
  const names = new Map<string, string>()
  const reached: Record<string, Reached> = {}
  const rows = measured.map(({ reached: own, ...rest }) => {
    if (own === undefined) return rest
    const text = JSON.stringify(own)
    const name = names.get(text) ?? rest.name
    names.set(text, name)
    reached[name] = own
    return { ...rest, reached: name }
  })
  const file: File = { engine, settings: rows, reached, probes }
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`)
}
