import type { ReachPart } from '../../src/reach/beyond.ts'

/** A change that looks like less, or like nothing, and the parts in which it reaches more. */
export type Evasion = readonly [what: string, before: string, after: string, ...parts: ReachPart[]]

export const base = 'net = true\nnet_backend = "virtio-net"\n'
export const net = (...lines: string[]) => `${base}[network]\n${lines.join('\n')}\n`
export const list = (key: string, ...entries: string[]) => `${key} = ${JSON.stringify(entries)}`
export const hosts = (...names: string[]) => list('allow_hosts', ...names)
export const patterns = (...names: string[]) => list('allow_host_patterns', ...names)
export const cidrs = (...ranges: string[]) => list('allow_cidrs', ...ranges)
export const opened = (...ranges: string[]) => list('allow_private', ...ranges)
export const denied = (...ranges: string[]) => list('deny_cidrs', ...ranges)
export const udp = (...ranges: string[]) => list('allow_udp', ...ranges)
export const block = 'block_private = true'
export const noBlock = 'block_private = false'
