import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Paint } from '../../src/diagnostic/format.ts'
import { withOrigins } from '../../src/review/finding.ts'
import { reviewAsHtml } from '../../src/review/output/html.ts'
import { reviewAsJson } from '../../src/review/output/json.ts'
import { reviewAsMarkdown } from '../../src/review/output/markdown.ts'
import { sarifLog } from '../../src/review/output/sarif.ts'
import { reviewForTerminal } from '../../src/review/output/terminal.ts'
import { reviewTrees } from '../../src/review/review.ts'
import type { ReviewedTree } from '../../src/review/tree.ts'
import { bottleOf, readCase, treeOf } from './case-trees.ts'

const root = new URL('cases', import.meta.url).pathname

function reviewOf(name: string) {
  const { before, after } = readCase(join(root, name))
  return reviewTrees(before, after)
}

/** So many bottles, each of which may reach so many hosts more. */
function grownTrees(bottles: number, hosts: number): { before: ReviewedTree; after: ReviewedTree } {
  const tree = (count: number) =>
    treeOf(
      ...Array.from({ length: bottles }, (_, index) => {
        const names = Array.from(
          { length: count },
          (_host, number) => `"h${number}.b${index}.example"`,
        )
        return bottleOf(
          `b${index}`,
          `memory = ${1_000 * index + count}\n[network]\nallow_hosts = [${names}]\n`,
        )
      }),
    )
  return { before: tree(1), after: tree(1 + hosts) }
}

describe('at a terminal', () => {
  it.each([80, 100, 120])('no line of our own is wider than %i columns', (width) => {
    const names = ['claude-bottle-added', 'smolvm-credentials', 'long-values', 'smolvm-resources']
    for (const name of names) {
      const lines = reviewForTerminal(reviewOf(name), { width }).split('\n')
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
    }
  })

  it('the classes are painted, and no value is', () => {
    const paint: Paint = (style, text) => `<${style}>${text}</${style}>`
    const text = reviewForTerminal(reviewOf('claude-bottle-no-proxy'), { paint })
    expect(text.split('\n').slice(0, 4)).toEqual([
      '<bold>web</bold>  <dim>changed · claude-bottle · bottles/web.bottle.ts</dim>',
      '  <yellow>compared without a gvproxy.yaml of synth: what is behind the socket decides what is reached</yellow>',
      '  <red>widens </red>  more hosts are reached without the proxy',
      '    env.NO_PROXY  "localhost,127.0.0.1" -> "localhost,*"',
    ])
  })

  it('shows what differs of a long value, at its end too', () => {
    const long = 'a.example,'.repeat(100)
    const text = (value: string) =>
      bottleOf(
        'web',
        `name = "claude-bottle-web"\ncommand = ["a"]\nenv = ["NO_PROXY=${value}"]\nnet = []\n`,
      )
    const review = reviewTrees(treeOf(text(long)), treeOf(text(`${long}*`)))
    expect(reviewForTerminal(review)).toContain(',*"')
  })
})

describe('in Markdown', () => {
  it('the comment stays under the limit, and says how much is left out', () => {
    const { before, after } = grownTrees(40, 200)
    const review = reviewTrees(before, after)
    const text = reviewAsMarkdown(review)
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text.length).toBeGreaterThan(60_000)
    const shown = text.match(/^ {2}- /gm)?.length ?? 0
    const { widens, narrows, neutral } = reviewAsJson(review).summary
    const [, more, worst] = /… and (\d+) more changes, of which (\d+) widen\n$/.exec(text) ?? []
    expect(shown + Number(more)).toBe(widens + narrows + neutral)
    const openly = text.split('<details>')[0]?.match(/^ {2}- /gm)?.length ?? 0
    expect(openly + Number(worst)).toBe(widens)
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0)
  })

  it('a picture too large is left out', () => {
    const small = grownTrees(2, 3)
    const large = grownTrees(2, 60)
    expect(reviewAsMarkdown(reviewTrees(small.before, small.after))).toContain('```mermaid')
    expect(reviewAsMarkdown(reviewTrees(large.before, large.after))).not.toContain('```mermaid')
  })
})

describe('the picture', () => {
  const network = (rest: string) => `net = true\nnet_backend = "virtio-net"\n${rest}`
  const listed = (hosts: string, rest = '') =>
    network(`${rest}\n[network]\nallow_hosts = [${hosts}]\nblock_private = true\n`)
  const pictureOf = (before: ReviewedTree, after: ReviewedTree) =>
    /```mermaid\n([\s\S]*?)\n```/.exec(reviewAsMarkdown(reviewTrees(before, after)))?.[1] ?? ''
  /** The lines between nodes by their labels, as `web ==> virtio-net`. */
  const linesOf = (picture: string) => {
    const labels = new Map(
      [...picture.matchAll(/^ {2}(n\d+)\(?\[["]?(.*?)["]?\]/gm)].map(([, id = '', label = '']) => [
        id,
        label
          .replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
          .replace(/^"|"$/g, ''),
      ]),
    )
    return [...picture.matchAll(/^ {2}(n\d+) (\S+) (n\d+)$/gm)].map(
      ([, from = '', arrow, to = '']) => `${labels.get(from)} ${arrow} ${labels.get(to)}`,
    )
  }

  it('has what is new in thick lines, of a new bottle all', () => {
    const after = treeOf(bottleOf('web', listed('"a.example"', 'volumes = ["./a:/a:ro"]\n')))
    expect(linesOf(pictureOf(treeOf(), after))).toEqual([
      'web ==> virtio-net',
      'virtio-net ==> host a.example and *.a.example',
      'web ==> handed over by the host',
      'handed over by the host ==> mount ./a, read only',
    ])
  })

  it('has what is gone in dotted lines, of a bottle that was removed all', () => {
    const before = treeOf(bottleOf('web', network('volumes = ["./a:/a"]\n')))
    const lines = linesOf(pictureOf(before, treeOf()))
    expect(lines).toContain('handed over by the host -.-x mount ./a, read and write')
    expect(lines.filter((line) => !line.includes(' -.-x '))).toEqual([])
  })

  it('has no line as new or gone that reaches the same', () => {
    const cidrs = (list: string) => network(`\n[network]\nallow_cidrs = [${list}]\n`)
    const [halves, whole] = ['"10.1.0.0/17", "10.1.128.0/17"', '"10.1.0.0/16"']
    const lines = (before: string, after: string) =>
      linesOf(
        pictureOf(treeOf(bottleOf('web', before)), treeOf(bottleOf('web', `${after}memory = 1\n`))),
      )
    const more = (list: string) => cidrs(list).replace('\n[network]', 'memory = 1\n\n[network]')
    const same = linesOf(
      pictureOf(treeOf(bottleOf('web', cidrs(halves))), treeOf(bottleOf('web', more(whole)))),
    )
    expect(same.some((line) => /==>|-\.-x/.test(line))).toBe(false)
    expect(lines(network(''), 'net = true\nnet_backend = "virtio-net"\n')).not.toContain('==>')
  })

  it('draws a list of names that closes an open network as gone, and no name as new', () => {
    const [open, closed] = [network(''), listed('"a.example"')]
    const lines = linesOf(pictureOf(treeOf(bottleOf('web', open)), treeOf(bottleOf('web', closed))))
    expect(lines).toContain('virtio-net -.-x public addresses')
    expect(lines).toContain('virtio-net --> host a.example and *.a.example')
  })

  it('has no secret that is left out elsewhere', () => {
    const token = `ghp_${'0123456789abcdefghijABCDEFGHIJ012345'}`
    const text = `volumes = ["/srv/${token}:/x"]\n[secrets]\nA = { from_env = "${token}" }\n`
    const review = reviewTrees(treeOf(), treeOf(bottleOf('web', text)))
    for (const output of [reviewAsHtml(review), reviewAsMarkdown(review)]) {
      expect(output).not.toContain(token.slice(0, 12))
      expect(output).toContain('read and write')
    }
  })

  it('has more than a dozen bottles by what changed alone, the same ones together', () => {
    const trees = (hosts: string) =>
      treeOf(
        ...Array.from({ length: 13 }, (_, index) =>
          bottleOf(`b${index}`, listed(hosts, `volumes = ["./b${index}:/work"]\n`)),
        ),
      )
    const lines = linesOf(pictureOf(trees('"a.example"'), trees('"a.example", "b.example"')))
    expect(lines).toEqual([
      expect.stringMatching(/^13 bottles: b0, b1, b10, .* --> virtio-net$/),
      'virtio-net ==> host b.example and *.b.example',
    ])
  })
})

describe('in HTML', () => {
  it('the policy allows the one style by its hash, and nothing else', () => {
    const page = reviewAsHtml(reviewOf('hostile'))
    const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = '']) => style)
    expect(styles).toHaveLength(1)
    const hash = createHash('sha256')
      .update(styles[0] ?? '')
      .digest('base64')
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    )
    expect(page).not.toMatch(/<(?:script|link|img|iframe)\b|@import|url\(/i)
  })

  it('the page stays small with 1,000 bottles unchanged', () => {
    const tree = treeOf(
      ...Array.from({ length: 1_000 }, (_, index) => bottleOf(`b${index}`, 'cpus = 1\n')),
    )
    const page = reviewAsHtml(reviewTrees(tree, tree))
    expect(page).toContain('1000 bottles unchanged')
    expect(page).toContain('<li>b999</li>')
    expect(page.length).toBeLessThan(40_000)
  })

  it('every change that widens is on the page, however many there are', () => {
    const { before, after } = grownTrees(310, 1)
    const wide = grownTrees(1, 400)
    const count = (page: string) => page.match(/<tr class="widens">/g)?.length
    expect(count(reviewAsHtml(reviewTrees(before, after)))).toBe(310)
    expect(count(reviewAsHtml(reviewTrees(wide.before, wide.after)))).toBe(400)
  })

  it('marks the words that differ, side by side', () => {
    const page = reviewAsHtml(reviewOf('claude-bottle-no-proxy'))
    expect(page).toContain('NO_PROXY=localhost,<del>127.0.0.1</del>')
    expect(page).toContain('NO_PROXY=localhost,<ins>*</ins>')
  })
})

describe('in SARIF', () => {
  const origin = (line: number) => ({ file: 'bottles/a b.bottle.ts', line, column: 5 })
  const log = (line: number) =>
    sarifLog({
      version: '0.1.0',
      diagnostics: [
        {
          code: 'BW012',
          severity: 'error',
          message: 'the path [x] is long',
          path: 'net[0].socket',
          slug: 'web',
          origin: origin(line),
          hint: 'shorten it',
        },
        {
          code: 'BW032',
          severity: 'warning',
          message: 'the list has "*"',
          slug: 'web',
          path: 'env.NO_PROXY',
        },
      ],
      review: withOrigins(reviewOf('smolvm-allow-list'), (_slug, path) =>
        path === 'network.allow_hosts' ? origin(line) : undefined,
      ),
    })

  it('has the diagnostics and what widens, and nothing else', () => {
    const [run] = log(3).runs
    expect(run?.results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
      'error BW012',
      'warning BW032',
      'warning widens/network.allow_hosts',
      'warning widens/network.allow_host_patterns',
      'warning widens/network.allow_cidrs',
      'warning widens/network.allow_udp',
    ])
    for (const { ruleId, ruleIndex } of run?.results ?? []) {
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
    }
  })

  it('explains each code, and how a warning is accepted', () => {
    const { rules = [] } = log(3).runs[0]?.tool.driver ?? {}
    const [socket, noProxy, widens] = rules
    expect(socket).toMatchObject({
      id: 'BW012',
      shortDescription: { text: 'the socket path is too long' },
      fullDescription: { text: expect.stringMatching(/^The address of a unix socket has room/) },
      helpUri: 'urn:bottleworks:BW012',
      defaultConfiguration: { level: 'error' },
    })
    expect(socket?.help?.markdown).toContain(
      "```ts\nimport { bottle, gvproxy } from 'bottleworks'\n",
    )
    // Braces of a plain text are placeholders unless they are doubled (SARIF 2.1.0, 3.11.5).
    expect(socket?.help?.text).toContain("import {{ bottle, gvproxy }} from 'bottleworks'")
    expect(socket?.help?.text).not.toContain('.acknowledge(')
    expect(noProxy).toMatchObject({ id: 'BW032', defaultConfiguration: { level: 'warning' } })
    expect(noProxy?.help?.text).toContain(".acknowledge('BW032', '…')")
    expect(noProxy?.help?.markdown).toContain("```ts\n.acknowledge('BW032', '…')\n```")
    expect(widens).toEqual({
      id: 'widens/network.allow_cidrs',
      shortDescription: { text: expect.stringContaining('network.allow_cidrs') },
      defaultConfiguration: { level: 'warning' },
    })
    expect(URL.canParse(socket?.helpUri ?? '')).toBe(true)
  })

  it('says where, relative to the project and encoded', () => {
    const [first, second, third, fourth] = log(3).runs[0]?.results ?? []
    expect(first?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'bottles/a%20b.bottle.ts', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3, startColumn: 5 },
        },
      },
    ])
    expect(second?.locations).toBeUndefined()
    expect(third?.locations).toEqual(first?.locations)
    // Without a place of its own, a finding belongs to its bottle's file.
    expect(fourth?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'bottles/coder.bottle.ts', uriBaseId: '%SRCROOT%' },
    })
    expect(first?.message.text).toBe('the path \\[x\\] is long\nhint: shorten it')
  })

  it('knows a result again when it has moved, and no two for one', () => {
    const prints = (line: number) =>
      log(line).runs[0]?.results.map(
        ({ partialFingerprints }) => partialFingerprints['bottleworks/v1'],
      )
    expect(prints(3)).toEqual(prints(99))
    expect(new Set(prints(3)).size).toBe(6)
  })
})

describe('what is equal but for the bottle', () => {
  const hosts = (names: readonly string[], memory: number) =>
    `memory = ${memory}\n[network]\nallow_hosts = [${names.map((name) => `"${name}"`)}]\n`
  const slugs = Array.from({ length: 40 }, (_, index) => `agent-${index}`)
  const trees = (...names: readonly string[]) =>
    treeOf(...slugs.map((slug, index) => bottleOf(slug, hosts(names, index + 1))))
  const place = { file: 'presets/net.ts', line: 2, column: 45 }
  const unlocated = reviewTrees(trees('a.example'), trees('a.example', 'evil.example'))
  const located = withOrigins(unlocated, () => place)
  const apart = withOrigins(unlocated, (slug) => ({ ...place, file: `bottles/${slug}.bottle.ts` }))

  const shownIn = (review: typeof located) => ({
    terminal: reviewForTerminal(review).match(/\+ "evil\.example"/g)?.length,
    markdown: reviewAsMarkdown(review).match(/added `"evil\.example"`/g)?.length,
    html: reviewAsHtml(review).match(/<tr class="widens">/g)?.length,
    sarif: sarifLog({ review, version: '1' }).runs[0]?.results.length,
    json: JSON.stringify(reviewAsJson(review).bottles).match(/"after":"evil\.example"/g)?.length,
    shared: reviewAsJson(review).shared?.length,
  })

  it('is shown once where it is at one place of the source, and in JSON of each bottle as well', () => {
    const once = { terminal: 1, markdown: 1, html: 1, sarif: 1, json: 40, shared: 1 }
    expect(shownIn(located)).toEqual(once)
    expect(shownIn(unlocated)).toEqual(once)
    const [shared] = reviewAsJson(located).shared ?? []
    expect(shared).toMatchObject({ path: 'network.allow_hosts', after: 'evil.example', ...place })
    expect(shared?.slugs.toSorted()).toEqual([...slugs].sort())
  })

  it('is shown of each bottle where it has a place of its own', () => {
    const each = { terminal: 40, markdown: 40, html: 40, sarif: 40, json: 40, shared: undefined }
    expect(shownIn(apart)).toEqual(each)
  })

  it('names every bottle', () => {
    const outputs = [
      reviewForTerminal(located),
      reviewAsMarkdown(located),
      reviewAsHtml(located),
      JSON.stringify(sarifLog({ review: located, version: '1' })),
    ]
    for (const output of outputs) {
      expect(output).toContain('40 bottles')
      for (const slug of slugs) expect(output).toMatch(new RegExp(`\\b${slug}\\b`))
    }
    const lines = reviewForTerminal(located).split('\n')
    expect(lines[0]).toBe('40 bottles  changed · smolvm')
    expect(lines.slice(-4).join('\n')).toBe(`  widens   more hosts may be reached
    network.allow_hosts  + "evil.example"  presets/net.ts:2:45

bottles: 40 changed; 40 changes: 40 widening, 0 narrowing, 0 inside, 0 neutral`)
    expect(lines.length).toBeLessThan(12)
  })

  it('is in SARIF at its one place, or else at the files of all the bottles', () => {
    const [one] = sarifLog({ review: located, version: '1' }).runs[0]?.results ?? []
    expect(one?.locations).toHaveLength(1)
    expect(one?.properties).toEqual({ bottles: [...slugs].sort() })
    const [other] = sarifLog({ review: unlocated, version: '1' }).runs[0]?.results ?? []
    expect(other?.locations).toHaveLength(40)
  })

  it('is apart from what one of the bottles has alone', () => {
    const after = treeOf(
      ...slugs.map((slug, index) => {
        const own = slug === 'agent-7' ? ['own.example'] : []
        return bottleOf(slug, hosts(['a.example', 'evil.example', ...own], index + 1))
      }),
    )
    const text = reviewForTerminal(reviewTrees(trees('a.example'), after))
    expect(text).toMatch(/^40 bottles {2}changed/)
    expect(text).toMatch(
      /\n\nagent-7 {2}changed · smolvm.*\n.*more hosts may be reached\n.*"own\.example"\n\n/,
    )
    expect(text.match(/evil/g)).toHaveLength(1)
  })

  it('is not what differs in its value, its reason or the secrets that are left out', () => {
    const command = (secret: string) =>
      `name = "claude-bottle-x"\ncommand = ["run", "--token", "${secret}", "in", "k9Qz7Lw2Xv"]\nenv = []\nnet = []\n`
    const before = command('a').replace('"k9Qz7Lw2Xv"', '"x"')
    const review = reviewTrees(
      treeOf(bottleOf('one', before), bottleOf('two', before)),
      treeOf(bottleOf('one', command('k9Qz7Lw2Xv')), bottleOf('two', command('other'))),
    )
    const text = reviewForTerminal(review)
    // Of the first bottle it is the token, and so it is left out there.
    expect(text.match(/k9Qz7Lw2Xv/g)).toHaveLength(1)
  })

  it('is a bottle that was added or removed, too', () => {
    const text = reviewForTerminal(reviewTrees(trees('a.example'), treeOf()))
    expect(text).toMatch(/^40 bottles {2}removed · smolvm\n/)
    expect(text.split('\n').length).toBeLessThan(12)
  })

  it('more bottles than can be read are counted', () => {
    const many = (name: string) =>
      treeOf(...Array.from({ length: 100 }, (_, index) => bottleOf(`b${index}`, hosts([name], 1))))
    const text = reviewForTerminal(reviewTrees(many('a.example'), many('b.example')))
    expect(text).toContain('and 40 more bottles\n')
  })
})

describe('a secret in plain text', () => {
  it('is in no output', () => {
    const review = reviewOf('plain-secret')
    const outputs = [
      reviewForTerminal(review),
      JSON.stringify(reviewAsJson(review)),
      reviewAsMarkdown(review),
      reviewAsHtml(review),
      JSON.stringify(sarifLog({ review, version: '1' })),
    ]
    expect(review.bottles[0]?.after?.text).toContain('hunter22')
    for (const output of outputs) {
      expect(output).not.toMatch(/hunter22|ghp_/)
      expect(output).toContain('env.API_TOKEN')
    }
  })
})
