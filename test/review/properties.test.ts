import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../src/dialects/dialects.ts'
import type { Reach } from '../../src/dialects/reach.ts'
import { beyond, withTrustedNames } from '../../src/reach/beyond.ts'
import { reviewAsJson } from '../../src/review/output/json.ts'
import { reviewAsMarkdown } from '../../src/review/output/markdown.ts'
import { decidesReach } from '../../src/review/reach-classes.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { applyFindings, takeTree } from './apply-findings.ts'
import { changedBottles, treePairs } from './arbitrary-tree.ts'
import { treeOf } from './case-trees.ts'

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

  it('widens when a bottle reaches what it did not, and else not by what decides about reach', () => {
    const counts = { beyond: 0, within: 0, same: 0 }
    fc.assert(
      fc.property(changedBottles, ({ before, after }) => {
        const { reach } = dialectOf(after.dialect)
        const [had, has] = [before, after].map(({ document }) =>
          withTrustedNames(reach(document as never)),
        ) as [Reach, Reach]
        const [bottle] = reviewTrees(treeOf(before), treeOf(after)).bottles
        const findings = bottle?.findings ?? []
        const classes = findings.map((finding) => finding.class)
        const deciding = findings
          .filter(({ setting }) => decidesReach(after.dialect, setting))
          .map((finding) => finding.class)
        const [gained, lost] = [beyond(has, had), beyond(had, has)]
        if (gained.length > 0) {
          counts.beyond++
          expect(classes, gained.map(({ what }) => what).join(', ')).toContain('widens')
        } else if (lost.length > 0) {
          counts.within++
          expect(deciding).not.toContain('widens')
        } else {
          counts.same++
          expect(deciding.filter((each) => each === 'widens' || each === 'narrows')).toEqual([])
        }
      }),
      { numRuns: 400 },
    )
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(10)
  })

  it('widens by each grant of a new bottle', () => {
    fc.assert(
      fc.property(changedBottles, ({ after }) => {
        const [bottle] = reviewTrees(treeOf(), treeOf(after)).bottles
        const { grants } = dialectOf(after.dialect).reach(after.document as never)
        const classes = bottle?.findings.map((finding) => finding.class)
        if (grants.length > 0) expect(classes).toContain('widens')
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
        // One line of many bottles is as many findings.
        const open = reviewAsMarkdown(review).split('<details>')[0] ?? ''
        const shown = open.split(/^### /m).map((section) => {
          const times = Number(/^(\d+) bottles /.exec(section)?.[1] ?? 1)
          return times * (section.match(/^ {2}- /gm)?.length ?? 0)
        })
        expect(shown.reduce((sum, each) => sum + each, 0)).toBe(widenings)
      }),
      { numRuns: 30 },
    )
  })
})
