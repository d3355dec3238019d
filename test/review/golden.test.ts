import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { withOrigins } from '../../src/review/finding.ts'
import { reviewAsJson } from '../../src/review/output/json.ts'
import { reviewAsMarkdown } from '../../src/review/output/markdown.ts'
import { reviewForTerminal } from '../../src/review/output/terminal.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { readCase } from './case-trees.ts'

const root = new URL('cases', import.meta.url).pathname
const cases = readdirSync(root)
const update = process.env.UPDATE_GOLDEN === '1'

/** One of a case's settings has a place, so that every output shows one. */
function reviewOf(name: string) {
  const { before, after } = readCase(join(root, name))
  return withOrigins(reviewTrees(before, after), (slug, path) =>
    /^(?:env\.NO_PROXY|net|network\.allow_hosts)/.test(path)
      ? { file: `bottles/${slug}.bottle.ts`, line: 12, column: 5 }
      : undefined,
  )
}

/** JSON is the same in any layout: that of the files is the formatter's. */
function isGolden(path: string, text: string): boolean {
  if (!existsSync(path)) return false
  const golden = readFileSync(path, 'utf8')
  if (!path.endsWith('.json')) return text === golden
  return isDeepStrictEqual(JSON.parse(text), JSON.parse(golden))
}

describe('the outputs of a review', () => {
  it.each(cases)('%s', (name) => {
    const review = reviewOf(name)
    const outputs = {
      'terminal.txt': `${reviewForTerminal(review)}\n`,
      'review.json': `${JSON.stringify(reviewAsJson(review), null, 2)}\n`,
      'review.md': reviewAsMarkdown(review),
    }
    const inputs = ['before', 'after', 'acknowledged.json']
    const unknown = readdirSync(join(root, name)).filter(
      (file) => !(file in outputs) && !inputs.includes(file),
    )
    expect(unknown, 'files that nothing reads').toEqual([])
    for (const [file, text] of Object.entries(outputs)) {
      const path = join(root, name, file)
      if (update && !isGolden(path, text)) writeFileSync(path, text)
      expect(existsSync(path), `${path} is missing; write it with UPDATE_GOLDEN=1`).toBe(true)
      const golden = readFileSync(path, 'utf8')
      if (file.endsWith('.json')) expect(JSON.parse(text)).toEqual(JSON.parse(golden))
      else expect(text).toBe(golden)
    }
  })

  it('are shown for every kind of change in both dialects', () => {
    expect(cases.length).toBeGreaterThanOrEqual(15)
    const seen = new Set(
      cases.flatMap((name) =>
        reviewOf(name).bottles.map((each) => `${each.dialect} ${each.state}`),
      ),
    )
    for (const dialect of ['claude-bottle', 'smolvm']) {
      for (const state of ['added', 'changed', 'renamed', 'unchanged']) {
        expect(seen).toContain(`${dialect} ${state}`)
      }
    }
    expect(seen).toContain('claude-bottle removed')
  })
})
