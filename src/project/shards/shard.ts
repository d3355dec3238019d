import type { DefinitionFile } from '../../evaluate/discover.ts'
import { isFleetFile } from '../../evaluate/subject.ts'

/** A part of a project's bottle files, which is looked at by itself. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number
  readonly count: number
}

/** Most shards that a project can be divided into. */
export const mostShards = 10_000

/** Reads `2/5`; undefined when it is no shard. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text)?.map(Number) ?? []
  if (index === undefined || count === undefined) return undefined
  return index <= count && count <= mostShards ? { index, count } : undefined
}

/** A shard as it is written on the command line. */
export function shardText({ index, count }: Shard): string {
  return `${index}/${count}`
}

/** What decides the shard of a file: the slug that its name says, and of a fleet file its path. */
export function shardKey({ file, slug }: DefinitionFile): string {
  return isFleetFile(file) || slug === undefined ? file : slug
}

/** Whether a file is in a shard, by its {@link shardKey}. */
export function isInShard(key: string, { index, count }: Shard): boolean {
  return (fnv1a(key) % count) + 1 === index
}

/**
 * The hash of a text by which bottle files are shared out: FNV-1a of 32 bits, of its UTF-8. Build
 * systems know it as well, and with it which file is in which shard, so it never changes.
 */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}
