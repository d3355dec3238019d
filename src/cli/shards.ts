import { count } from '../diagnostic/text.ts'
import type { ShardResult, SynthResult } from '../synth.ts'
import type { JsonShard } from './json-documents.ts'
import type { ShardedOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/** Whether a shard found that the output tree is not as it should be. */
export function isStale({ shards = [] }: Pick<SynthResult, 'shards'>): boolean {
  return shards.some(({ stale }) => stale > 0)
}

/** Says of the last step which shards have failed: what is wrong, they have said themselves. */
export function showShards(terminal: Terminal, { shards = [] }: Pick<SynthResult, 'shards'>): void {
  for (const shard of shards) {
    const { ok, stale } = shard
    const name = nameOf(shard)
    if (!ok) terminal.err(`shard ${name} has failed: its own output says why`)
    else if (stale > 0)
      terminal.err(`shard ${name} found ${count(stale, 'file')} of the output tree out of date`)
  }
}

/** The parts of a JSON document about shards; none of a look at all bottles. */
export function jsonShards(
  { shard }: ShardedOptions,
  { shards }: Pick<SynthResult, 'shards'>,
): { readonly shard?: string; readonly shards?: readonly JsonShard[] } {
  return {
    ...(shard === undefined ? {} : { shard: nameOf(shard) }),
    ...(shards === undefined
      ? {}
      : {
          shards: shards.map((each) => {
            const { files, ok, stale } = each
            return { shard: nameOf(each), files, ok, stale }
          }),
        }),
  }
}

/** The number of bottle files that shards have looked at. */
export function filesOf({ shards = [] }: Pick<SynthResult, 'shards'>): number {
  return shards.reduce((sum, { files }) => sum + files, 0)
}

/** The bottles that a summary is of, in words. */
export function whose({ shard, join }: ShardedOptions): string {
  if (join !== undefined) return 'all shards joined: '
  return shard === undefined ? '' : `shard ${nameOf(shard)}: `
}

function nameOf({ index, count: of }: Pick<ShardResult, 'index' | 'count'>): string {
  return `${index}/${of}`
}
