import { describe, expect, it } from 'vitest'
import { withOrigins } from '../../src/review/finding.ts'
import { reviewAsHtml } from '../../src/review/output/html.ts'
import { reviewAsJson } from '../../src/review/output/json.ts'
import { reviewAsMarkdown } from '../../src/review/output/markdown.ts'
import { sarifLog } from '../../src/review/output/sarif.ts'
import { reviewForTerminal } from '../../src/review/output/terminal.ts'
import { reviewTrees } from '../../src/review/review.ts'
import type { ReviewedBottle } from '../../src/review/tree.ts'
import { treeOf } from './case-trees.ts'

const values = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  'javascript:alert(1)',
  '```\n# heading\n```',
  '`',
  ' `` ',
  'a | b \\| c \\\\| d',
  '@everyone @octocat',
  '#1 GH-1 org/repo#2',
  '[link](http://evil.example) ![image](http://evil.example)',
  'https://evil.example/path www.evil.example me@evil.example',
  ']]> --> <!-- */',
  '</details></summary></code></title></style></svg>',
  '\u001b[31mred\u001b[0m \u009b31m \u0007',
  '\u202egnp.exe \u2066x\u2069 \u200f',
  'line\nbreak\r\nand\u2028more\u0085',
  '"]; click n0 "javascript:alert(1)"; %%{init: {}}%%',
  '&lt;b&gt; &amp; &#60;',
  '{0} {name} [x](1)',
  '\ud800 lone',
  '::error::x ##[error]y',
]

/** A bottle of which every text is hostile: its slug, its source, names and values. */
function hostileBottle(text: string, dialect: ReviewedBottle['dialect']): ReviewedBottle {
  const document =
    dialect === 'claude-bottle'
      ? {
          name: text,
          command: [text, `--yolo ${text}`],
          env: [
            `${text.replaceAll('=', '')}=${text}`,
            `NO_PROXY=${text}`,
            text.replaceAll('=', ''),
          ],
          net: [{ type: 'virtio-net' as const, attachment: 'unixgram' as const, socket: text }],
        }
      : {
          image: text,
          net: true,
          net_backend: text,
          ports: [text],
          volumes: [text, `${text}:/${text}`],
          network: {
            allow_hosts: [text],
            credentials: [{ name: text, allowed_hosts: [text], set_header: text }],
          },
          secrets: { [text]: { from_env: text } },
        }
  const toml = JSON.stringify(document)
  return {
    slug: text,
    dialect,
    document,
    source: `${text}.ts`,
    text: toml,
    acknowledged: { [text]: text },
  }
}

const bottles = (['claude-bottle', 'smolvm'] as const).flatMap((dialect) =>
  values.map((text) => hostileBottle(text, dialect)),
)

/** Added, removed, and changed to the one that the next value makes. */
const reviews = bottles.flatMap((bottle, index) => {
  const next = bottles[index + 1]
  const changed = next?.dialect === bottle.dialect ? { ...next, slug: bottle.slug } : undefined
  const pairs = [
    reviewTrees(treeOf(), treeOf(bottle)),
    reviewTrees(treeOf(bottle), treeOf()),
    ...(changed === undefined ? [] : [reviewTrees(treeOf(bottle), treeOf(changed))]),
  ]
  return pairs.map((review) =>
    withOrigins(review, (slug, path) => ({ file: `${slug}/${path}`, line: 1, column: 2 })),
  )
})

const control =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u

describe('hostile texts', () => {
  it('move no cursor, and reorder and end no line at a terminal', () => {
    for (const review of reviews) {
      const text = reviewForTerminal(review, { width: 80 })
      expect(text).not.toMatch(control)
      // Each line is one that the tool began: none begins with what a value says.
      for (const line of text.split('\n')) expect(line).not.toMatch(/^(?:# |::|and|break|more)/)
    }
  })

  it('are plain data in JSON', () => {
    for (const review of reviews) {
      const json = reviewAsJson(review)
      expect(JSON.parse(JSON.stringify(json))).toEqual(json)
    }
  })

  it('stand in Markdown within code alone', () => {
    for (const review of reviews) {
      const text = reviewAsMarkdown(review)
      expect(text).not.toMatch(control)
      expect(withoutCode(text)).not.toMatch(/[@\\<>`[\]]|alert|evil|https?:|www|everyone|GH-|&#/)
    }
  })

  it('are characters by their numbers in Mermaid', () => {
    for (const review of reviews) {
      const picture = /```mermaid\n([\s\S]*?)\n```/.exec(reviewAsMarkdown(review))?.[1]
      for (const line of picture?.split('\n') ?? []) {
        expect(line).toMatch(
          /^(?:flowchart LR| {2}n\d+(?:\(\[|\[)"(?:[A-Za-z0-9 .,/_-]|#\d+;)*"(?:\]\)|\])(?::::open)?| {2}n\d+ (?:-->|==>|-\.-x) n\d+| {2}classDef open stroke:#d1242f,stroke-width:3px)$/,
        )
      }
    }
  })

  it('make no element, no attribute and no address in HTML', () => {
    const plain = plainReviews().flatMap((review) => [...tagsOf(reviewAsHtml(review))])
    const known = new Set(plain)
    for (const review of reviews) {
      const page = reviewAsHtml(review)
      expect(page).not.toMatch(control)
      expect([...tagsOf(page)].filter((tag) => !known.has(tag))).toEqual([])
    }
    for (const tag of known)
      expect(tag).not.toMatch(/\s(?:on\w+|href|src|style|action)=|<(?:a|script)\b/i)
  })

  it('are escaped in SARIF, and a path stays within the project', () => {
    for (const review of reviews) {
      for (const { message, locations = [] } of sarifLog({ review, version: '1' }).runs[0]
        ?.results ?? []) {
        expect(message.text).not.toMatch(control)
        expect(message.text.replace(/\\[\\[\]]/g, '')).not.toMatch(/[[\]]/)
        expect(message.text.replace(/\{\{|\}\}/g, '')).not.toMatch(/[{}]/)
        for (const { physicalLocation } of locations) {
          const { uri } = physicalLocation.artifactLocation
          expect(uri).toMatch(/^[A-Za-z0-9\-_.!~*'()%/]+$/)
          expect(uri).not.toMatch(/^\/|\/\//)
          expect(() => decodeURIComponent(uri)).not.toThrow()
        }
      }
    }
  })
})

/** Reviews of every form that a page has, of texts that mean no harm. */
function plainReviews() {
  const bottle = (slug: string, text: string, dialect: ReviewedBottle['dialect']) => ({
    ...hostileBottle(text, dialect),
    slug,
  })
  const trees = (['claude-bottle', 'smolvm'] as const).flatMap((dialect) => {
    const one = bottle('one', 'some words', dialect)
    const two = bottle('one', 'other words', dialect)
    const long = { ...two, text: `${'line\n'.repeat(1_000)}` }
    return [
      [treeOf(), treeOf(one)],
      [treeOf(one), treeOf()],
      [treeOf(one), treeOf(two)],
      [treeOf(one), treeOf(long)],
      [treeOf(one), treeOf({ ...one, slug: 'two' })],
    ] as const
  })
  return trees.map(([before, after]) =>
    withOrigins(reviewTrees(before, after), () => ({ file: 'a', line: 1 })),
  )
}

/** What is left of Markdown without code spans, fences and code elements. */
function withoutCode(text: string): string {
  return text
    .replace(/```mermaid\n[\s\S]*?\n```/g, '')
    .replace(/<code>(?:[\p{L}\p{N}]|&#\d+;)*<\/code>/gu, '')
    .replace(/<\/?(?:details|summary)>/g, '')
    .replace(/(?<!`)(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, '')
}

/** Each tag with its attributes' names, the values left out. */
function tagsOf(page: string): ReadonlySet<string> {
  const body = page.replace(/<style>[\s\S]*?<\/style>/, '')
  const tags = body.match(/<[^>]*>/g) ?? []
  return new Set(tags.map((tag) => tag.replace(/"[^"]*"/g, '""')))
}
