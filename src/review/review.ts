import { isDeepStrictEqual } from 'node:util'
import type { SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { ChangeContext } from '../dialects/isolation/class-rule.ts'
import { announcedSecrets, secretsIn } from '../dialects/masking.ts'
import { searchable } from '../dialects/secret-spans.ts'
import { findingOf } from './classify.ts'
import { compareDocuments, compareUnfit } from './compare.ts'
import type { BottleReview, Change, Finding, Review } from './finding.ts'
import { decidesReach } from './reach-classes.ts'
import type { ReachEffect } from './reach-effects.ts'
import { reachEffects } from './reach-effects.ts'
import { findRenames } from './renames.ts'
import type { ReviewedBottle, ReviewedTree } from './tree.ts'

/** Reviews the changes from one state of a project to another. */
export function reviewTrees(before: ReviewedTree, after: ReviewedTree): Review {
  const renames = findRenames(before, after)
  const renamed = new Set(renames.values())
  const slugs = new Set([...before.keys(), ...after.keys()])
  const bottles = [...slugs].sort().flatMap((slug): readonly BottleReview[] => {
    const had = before.get(renames.get(slug) ?? slug)
    const has = after.get(slug)
    if (has === undefined) {
      return had === undefined || renamed.has(slug) ? [] : [reviewRemoved(had)]
    }
    return [had === undefined ? reviewAdded(has) : reviewBoth(had, has)]
  })
  return { bottles }
}

function reviewRemoved(before: ReviewedBottle): BottleReview {
  const { slug, dialect } = before
  const change: Change = { setting: 'bottle', path: 'bottle', change: 'removed', before: dialect }
  const findings = classify([change], before, before, slug)
  return { slug, state: 'removed', dialect, before, findings }
}

function reviewAdded(after: ReviewedBottle): BottleReview {
  const { slug, dialect } = after
  const file: Change = { setting: 'file', path: 'file', change: 'added', after: slug }
  if (after.stray === 'file') {
    return { slug, state: 'added', findings: classify([file], after, after, slug, true) }
  }
  const change: Change = { setting: 'bottle', path: 'bottle', change: 'added', after: dialect }
  const own = after.stray === undefined ? [change] : [file, change]
  const changes = [...own, ...compareToClosed(after)]
  const findings = classify(changes, closed(after), after, slug, true)
  return { slug, state: 'added', dialect, after, findings }
}

function reviewBoth(before: ReviewedBottle, after: ReviewedBottle): BottleReview {
  const { slug, dialect } = after
  if (before === after) return { slug, dialect, before, after, state: 'unchanged', findings: [] }
  const isRenamed = before.slug !== slug
  const base = { slug, dialect, before, after, ...(isRenamed ? { from: before.slug } : {}) }
  const isOther = before.dialect !== dialect
  const own = [
    ...compareOwn('slug', before.slug, slug),
    ...compareOwn('dialect', before.dialect, dialect),
  ]
  const changes = isOther ? compareToClosed(after, before) : compareBottles(before, after)
  const findings = classify(
    [...own, ...changes],
    isOther ? closed(after) : before,
    after,
    slug,
    isOther,
  )
  const state = isRenamed ? 'renamed' : findings.length === 0 ? 'unchanged' : 'changed'
  return { ...base, state, findings }
}

/** The changes from the most closed bottle; what is accepted is compared with what was, if any. */
function compareToClosed(after: ReviewedBottle, before?: ReviewedBottle): readonly Change[] {
  return [
    ...compareDocuments(after.dialect, closed(after).document, after.document),
    ...compareUnfit(after.dialect, undefined, after.unfit),
    ...missingSettings(after),
    ...compareAcknowledged(before?.acknowledged ?? {}, after.acknowledged),
  ]
}

/** The settings that a new bottle lacks, where that is a change as well. */
function missingSettings({ dialect, document }: ReviewedBottle): readonly Change[] {
  const missing = dialectOf(dialect).missing?.(document as never) ?? []
  return missing.map(({ setting, path }) => ({ setting, path, change: 'added', after: [] }))
}

/** The changes between bottles of one dialect. Most are the same to the letter. */
function compareBottles(before: ReviewedBottle, after: ReviewedBottle): readonly Change[] {
  const others = [
    ...compareUnfit(after.dialect, before.unfit, after.unfit),
    ...compareAcknowledged(before.acknowledged, after.acknowledged),
  ]
  // What the text says beyond its data, such as a comment, changes nothing for the bottle.
  if (isDeepStrictEqual(before.document, after.document)) return others
  return [...compareDocuments(after.dialect, before.document, after.document), ...others]
}

function compareAcknowledged(
  before: ReviewedBottle['acknowledged'],
  after: ReviewedBottle['acknowledged'],
): readonly Change[] {
  const reasons = (each: ReviewedBottle['acknowledged']) => new Map(Object.entries(each))
  const [had, has] = [reasons(before), reasons(after)]
  return [...new Set([...had.keys(), ...has.keys()])]
    .sort()
    .flatMap((code) =>
      compareOwn('acknowledged', had.get(code), has.get(code), `acknowledged.${code}`),
    )
}

function compareOwn(
  setting: string,
  before: string | undefined,
  after: string | undefined,
  path = setting,
): readonly Change[] {
  if (before === after) return []
  if (before === undefined)
    return after === undefined ? [] : [{ setting, path, change: 'added', after }]
  if (after === undefined) return [{ setting, path, change: 'removed', before }]
  return [{ setting, path, change: 'changed', before, after }]
}

function classify(
  changes: readonly Change[],
  before: ReviewedBottle,
  after: ReviewedBottle,
  slug: string,
  isAdded = false,
): readonly Finding[] {
  const around: Omit<ChangeContext<SmolfileDocument>, 'change'> = {
    before: before.document,
    after: after.document,
    slugs: { before: before.slug, after: after.slug },
    isAdded,
  }
  if (changes.length === 0) return []
  const documents = [before.document, after.document]
  const announced = documents.flatMap(announcedSecrets)
  const all = [...announced, ...searchable(documents.flatMap((each) => secretsIn(each)))]
  const effects = effectsOf(changes, isAdded ? undefined : before, after)
  return changes.map((change) => {
    const finding = findingOf(after.dialect, { ...around, change }, slug, effects.get(change))
    // A host can be somebody's password, and is to be seen where it decides the class.
    const secrets = finding.class === 'neutral' ? all : announced
    return secrets.length === 0 ? finding : { ...finding, announced: secrets }
  })
}

/** What the changes of settings that decide about reach do to it. */
function effectsOf(
  changes: readonly Change[],
  before: ReviewedBottle | undefined,
  after: ReviewedBottle,
): ReadonlyMap<Change, ReachEffect> {
  const deciding = changes.filter(({ setting }) => decidesReach(after.dialect, setting))
  return deciding.length === 0 ? new Map() : reachEffects(before, after, deciding)
}

function closed(bottle: ReviewedBottle): ReviewedBottle {
  return { ...bottle, document: dialectOf(bottle.dialect).closed, unfit: new Map() }
}
