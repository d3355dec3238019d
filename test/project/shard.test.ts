import { describe, expect, it } from 'vitest'
import { isInShard, parseShard } from '../../src/project/shards/shard.ts'

/** The shard of `count` that a slug is in. */
function shardOf(slug: string, count: number): readonly number[] {
  const indexes = Array.from({ length: count }, (_, index) => index + 1)
  return indexes.filter((index) => isInShard(slug, { index, count }))
}

describe('the shard of a bottle file', () => {
  it.each([
    // FNV-1a of 32 bits: 0x811c9dc5, 0xe40c292c and 0xbf9cf968, as its authors publish them.
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('of %j is by FNV-1a, and stays so', (slug, hash) => {
    for (const count of [1, 2, 7, 1000]) expect(shardOf(slug, count)).toEqual([(hash % count) + 1])
  })

  it('is one alone, and shards are of like size', () => {
    const sizes = new Map<number, number>()
    for (let index = 0; index < 2_000; index++) {
      const [shard = 0, ...more] = shardOf(`agent-${index}`, 8)
      expect(more).toEqual([])
      sizes.set(shard, (sizes.get(shard) ?? 0) + 1)
    }
    for (const size of sizes.values()) expect(Math.abs(size - 250)).toBeLessThan(50)
  })

  it('is read from the command line', () => {
    expect(parseShard('2/5')).toEqual({ index: 2, count: 5 })
    for (const text of ['', '0/1', '2/1', '1/0', '01/2', '1/2/3', '1/10001', '-1/2', '1', ' 1/2'])
      expect(parseShard(text), text).toBeUndefined()
  })
})
