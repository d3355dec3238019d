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

describe('many changes of one bottle', () => {
  const several = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => text(index))
  const list = (count: number, text: (index: number) => string) =>
    JSON.stringify(several(count, text))
  const tables = (count: number, word: string) =>
    several(
      count,
      (index) => `[[network.credentials]]
name = "${word}${index}"
environment_variable = "T"
allowed_hosts = ["${word}.example"]
`,
    ).join('')
  const secrets = '[secrets]\nT = { from_env = "T" }\n'

  it.each([
    [
      'hosts',
      (word: string, n: number) => `allow_hosts = ${list(n, (i) => `${word}${i}.example`)}`,
    ],
    [
      'ranges that are denied',
      (word: string, n: number) =>
        `allow_hosts = ["x.example"]\ndeny_cidrs = ${list(n, (i) => `${word === 'a' ? 10 : 11}.${i}.0.0/16`)}`,
    ],
  ])('of %s are each classed as a few are', (_what, network) => {
    expectAlike((word, n) => `[network]\n${network(word, n)}\n`)
  })

  it('of mounts are each classed as a few are', () => {
    expectAlike(
      (word, n) => `volumes = ${list(n, (i) => `/srv/${word}${i}:/mnt/${word}${i}:ro`)}\n`,
    )
  })

  it('of credentials are each classed as a few are', () => {
    const hosts = '[network]\nallow_hosts = ["a.example", "b.example"]\n'
    expectAlike((word, n) => `${hosts}${tables(n, word)}${secrets}`)
  })

  /** Every entry of one word is taken out, and as many of another are put in. */
  function expectAlike(text: (word: string, count: number) => string): void {
    const classes = (count: number) => {
      const [before, after] = ['a', 'b'].map((word) => bottleOf('app', text(word, count)))
      const [found] = reviewTrees(
        treeOf(before as ReviewedBottle),
        treeOf(after as ReviewedBottle),
      ).bottles
      const { findings = [] } = found ?? {}
      const kinds = findings.map((each) => `${each.class}: ${each.change} ${each.setting}`)
      return { count: findings.length, kinds: [...new Set(kinds)].sort() }
    }
    const [few, many] = [classes(2), classes(70)]
    expect(many.count).toBeGreaterThan(100)
    expect(many.kinds).toEqual(few.kinds)
    expect(few.kinds.some((kind) => kind.startsWith('widens: '))).toBe(true)
    expect(few.kinds.some((kind) => kind.startsWith('narrows: '))).toBe(true)
  }
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
      // Of the processor: how long others have it is not the review's.
      const start = process.cpuUsage()
      const { bottles } = reviewTrees(before, after)
      const { user, system } = process.cpuUsage(start)
      expect(bottles.filter(({ state }) => state === 'changed')).toHaveLength(10)
      return (user + system) / 1_000
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })
})
