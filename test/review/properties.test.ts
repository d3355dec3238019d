import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reviewAsJson } from '../../src/review/output/json.ts'
import { reviewAsMarkdown } from '../../src/review/output/markdown.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { applyFindings, takeTree } from './apply-findings.ts'
import { changedBottles, treePairs } from './arbitrary-tree.ts'
import { treeOf } from './case-trees.ts'
import { covers, reachOf } from './reach.ts'

describe('a review of any two trees', () => {
  it('says enough to make the second of the first', () => {
    fc.assert(
      fc.property(treePairs, ({ before, after }) => {
        const findings = reviewTrees(before, after).bottles.flatMap((each) => each.findings)
        expect(applyFindings(before, findings)).toEqual(takeTree(after))
      }),
      { numRuns: 60 },
    )
  })

  it('is empty for a tree and its copy', () => {
    fc.assert(
      fc.property(treePairs, ({ before }) => {
        const { bottles } = reviewTrees(before, structuredClone(before))
        expect(bottles.map(({ state }) => state)).toEqual([...before].map(() => 'unchanged'))
        expect(bottles.flatMap(({ findings }) => findings)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('names every bottle of both once, and says unchanged of those alone that are', () => {
    fc.assert(
      fc.property(treePairs, ({ before, after }) => {
        const { bottles } = reviewTrees(before, after)
        const named = bottles.flatMap(({ slug, from }) =>
          from === undefined ? [slug] : [slug, from],
        )
        const all = new Set([...before.keys(), ...after.keys()])
        expect(new Set(named)).toEqual(all)
        expect(bottles.map(({ slug }) => slug)).toEqual(
          [...new Set(bottles.map(({ slug }) => slug))].sort(),
        )
        for (const { slug, state, findings } of bottles) {
          expect(state === 'unchanged').toBe(findings.length === 0)
          if (state === 'unchanged')
            expect(after.get(slug)?.document).toEqual(before.get(slug)?.document)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('calls it widening when a bottle reaches something that it did not', () => {
    let widened = 0
    fc.assert(
      fc.property(changedBottles, ({ before, after }) => {
        const had = reachOf(before)
        const gained = reachOf(after).filter((item) => !covers(had, item))
        if (gained.length === 0) return
        widened++
        const [bottle] = reviewTrees(treeOf(before), treeOf(after)).bottles
        const classes = bottle?.findings.map((finding) => finding.class)
        expect(classes, `gained ${gained.join(', ')}`).toContain('widens')
      }),
      { numRuns: 300 },
    )
    expect(widened).toBeGreaterThan(20)
  })

  it('calls it widening too when the bottle is new', () => {
    fc.assert(
      fc.property(changedBottles, ({ after }) => {
        const gained = reachOf(after).filter((item) => !item.startsWith('socket '))
        const [bottle] = reviewTrees(treeOf(), treeOf(after)).bottles
        const classes = bottle?.findings.map((finding) => finding.class)
        if (gained.length > 0) expect(classes, `gained ${gained.join(', ')}`).toContain('widens')
      }),
      { numRuns: 50 },
    )
  })

  it('loses no widening in an output', () => {
    fc.assert(
      fc.property(treePairs, ({ before, after }) => {
        const review = reviewTrees(before, after)
        const widenings = review.bottles
          .flatMap(({ findings }) => findings)
          .filter((finding) => finding.class === 'widens').length
        const { summary, bottles } = reviewAsJson(review)
        expect(summary.widens).toBe(widenings)
        const listed = bottles.flatMap(({ findings }) => findings)
        expect(listed.filter((finding) => finding.class === 'widens')).toHaveLength(widenings)
        const open = reviewAsMarkdown(review).split('<details>')[0] ?? ''
        expect(open.match(/^ {2}- /gm) ?? []).toHaveLength(widenings)
      }),
      { numRuns: 30 },
    )
  })
})
