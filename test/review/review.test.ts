import { describe, expect, it } from 'vitest'
import { compareLists } from '../../src/review/compare-lists.ts'
import { withOrigins } from '../../src/review/finding.ts'
import { reviewTrees } from '../../src/review/review.ts'
import type { ReviewedBottle } from '../../src/review/tree.ts'
import { bottleOf, treeOf } from './case-trees.ts'

function bottle(slug: string, socket = `/run/claude-bottle/${slug}/gvproxy.sock`): ReviewedBottle {
  return bottleOf(
    slug,
    `name = "claude-bottle-${slug}"\ncommand = ["claude"]\nenv = []\n
[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "${socket}"\n`,
  )
}

/** One of many, with as many variables as agents have, and not parsed: that takes its time. */
function numbered(index: number, socket: string): ReviewedBottle {
  const env = Array.from({ length: 16 }, (_, number) => `VARIABLE_${number}=value ${number}`)
  const net = [{ type: 'virtio-net', attachment: 'unixgram', socket }] as const
  const document = { name: `claude-bottle-b${index}`, command: ['claude', '--print'], env, net }
  const text = JSON.stringify(document)
  return { slug: `b${index}`, dialect: 'claude-bottle', document, text, acknowledged: {} }
}

const states = (before: readonly ReviewedBottle[], after: readonly ReviewedBottle[]) =>
  reviewTrees(treeOf(...before), treeOf(...after)).bottles.map(({ slug, state, from }) =>
    from === undefined ? `${slug} ${state}` : `${slug} ${state} from ${from}`,
  )

describe('lists', () => {
  const change = (before: string, after: string) =>
    compareLists('cmd', 'cmd', before.split(''), after.split('')).map(
      ({ path, change, before, after }) => `${path} ${change} ${before ?? ''}${after ?? ''}`,
    )

  it('say of an inserted argument that it is one', () => {
    expect(change('abc', 'axbc')).toEqual(['cmd[1] added x'])
    expect(change('abc', 'xabc')).toEqual(['cmd[0] added x'])
    expect(change('abcd', 'abd')).toEqual(['cmd[2] removed c'])
  })

  it('say of an argument in the place of another that it changed', () => {
    expect(change('abc', 'axc')).toEqual(['cmd[1] changed bx'])
    expect(change('abc', 'axyc')).toEqual(['cmd[1] changed bx', 'cmd[2] added y'])
    expect(change('abcd', 'axd')).toEqual(['cmd[1] changed bx', 'cmd[2] removed c'])
  })

  it('are compared as a whole when they have nothing in common, in a moment', () => {
    const many = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word}${index}`)
    const start = performance.now()
    expect(compareLists('cmd', 'cmd', many('a'), many('b'))).toHaveLength(1)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('a bottle by another name', () => {
  it('is renamed when nothing but the slug differs', () => {
    expect(states([bottle('web')], [bottle('api')])).toEqual(['api renamed from web'])
    expect(states([bottle('claude')], [bottle('agent-2')])).toEqual(['agent-2 renamed from claude'])
    expect(states([bottle('a'), bottle('b')], [bottle('c'), bottle('d')])).toEqual([
      'c renamed from a',
      'd renamed from b',
    ])
  })

  it('is another when anything else differs', () => {
    expect(states([bottle('web')], [bottle('api', '/run/other.sock')])).toEqual([
      'api added',
      'web removed',
    ])
    const [first] = reviewTrees(treeOf(bottle('web')), treeOf(bottle('api'))).bottles
    expect(first?.findings.map(({ path }) => path)).toEqual(['slug', 'name', 'net[0].socket'])
  })

  it('does not hide what it may reach behind the slug', () => {
    const host = (slug: string) => bottleOf(slug, `[network]\nallow_hosts = ["${slug}.example"]\n`)
    const [renamed] = reviewTrees(treeOf(host('a')), treeOf(host('b'))).bottles
    expect(renamed?.state).toBe('renamed')
    expect(renamed?.findings.map((each) => `${each.class} ${each.path}`)).toContain(
      'widens network.allow_hosts',
    )
  })

  it('is still there when its old name is another bottle now', () => {
    expect(states([bottle('a')], [bottle('a', '/x.sock'), bottle('b')])).toEqual([
      'a changed',
      'b added',
    ])
  })
})

describe('a new bottle', () => {
  it('without a device widens, although there is nothing that it has', () => {
    const open = bottleOf('open', 'name = "claude-bottle-open"\ncommand = []\nenv = []\nnet = []\n')
    const [added] = reviewTrees(treeOf(), treeOf(open)).bottles
    expect(added?.findings).toMatchObject([
      { path: 'bottle', class: 'neutral' },
      { path: 'name', class: 'neutral' },
      { path: 'net', class: 'widens' },
      { path: 'env', class: 'widens' },
    ])
  })

  it('by the name of another widens', () => {
    const [added] = reviewTrees(treeOf(), treeOf({ ...bottle('a'), slug: 'b' })).bottles
    expect(added?.findings.find(({ path }) => path === 'name')?.class).toBe('widens')
  })
})

describe('a review', () => {
  it('gives each finding the origin that the caller knows', () => {
    const review = reviewTrees(treeOf(bottle('a')), treeOf(bottle('a', '/x.sock')))
    const located = withOrigins(review, (slug, path) => ({ file: `${slug} ${path}`, line: 3 }))
    expect(located.bottles[0]?.findings[0]?.origin).toEqual({ file: 'a net[0].socket', line: 3 })
    expect(withOrigins(review, () => undefined)).toEqual(review)
  })

  it('takes far less than 100 ms for 1,000 bottles of which ten changed', () => {
    const tree = (socketOf: (index: number) => string) =>
      treeOf(...Array.from({ length: 1_000 }, (_, index) => numbered(index, socketOf(index))))
    const before = tree((index) => `/run/${index}.sock`)
    const after = tree((index) => (index < 10 ? '/run/x.sock' : `/run/${index}.sock`))
    reviewTrees(before, after)
    const times = [1, 2, 3].map(() => {
      const start = performance.now()
      const { bottles } = reviewTrees(before, after)
      expect(bottles.filter(({ state }) => state === 'changed')).toHaveLength(10)
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })
})
