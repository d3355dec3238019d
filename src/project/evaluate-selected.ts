import type { BottleFile, DefinitionFile } from '../evaluate/discover.ts'
import type { Evaluated, EvaluationResult } from '../evaluate/evaluate.ts'
import type { KnownBottles } from './known-bottles.ts'
import type { SelectedFiles, Selection } from './select.ts'
import { askedBy } from './select.ts'
import type { Settled } from './settled.ts'
import { isSlugPattern } from './slug-patterns.ts'

/** The files of a look at a project. */
export interface LookedAt {
  /** All files that define bottles. */
  readonly all: readonly DefinitionFile[]
  readonly selected: SelectedFiles
  /** Those of the selected ones that are to be evaluated. */
  readonly outdated: readonly DefinitionFile[]
  /** What is settled of others, by file. */
  readonly settled: ReadonlyMap<string, Settled>
}

/** What the selected files have given. */
export interface EvaluatedSelection {
  /** Every bottle: those of good fleets, and of other files whether they are good or not. */
  readonly bottles: readonly BottleFile[]
  /** The definitions of all bottles that are not settled. */
  readonly members: readonly Evaluated[]
  /** The fleet files that were looked into, and of which nobody knows the bottles. */
  readonly unread: readonly string[]
  /** The files that are asked for: fleets that have a bottle that is, or may have. */
  readonly asked: readonly DefinitionFile[]
  /** The definitions of the bottles that are asked for. */
  readonly definitions: readonly Evaluated[]
  /** What is settled of the bottles that are asked for. */
  readonly settled: readonly { readonly file: string; readonly settled: Settled }[]
  readonly diagnostics: EvaluationResult['diagnostics']
  readonly printed: EvaluationResult['printed']
}

/**
 * Evaluates files, and works out which bottles they have. What has failed in a fleet is told if it may
 * have what is asked for: not when every name is found elsewhere, and none is a pattern.
 */
export async function evaluateSelected(
  evaluate: (files: readonly DefinitionFile[]) => Promise<EvaluationResult>,
  known: KnownBottles,
  { all, selected, outdated, settled }: LookedAt,
  selection: Selection,
): Promise<EvaluatedSelection> {
  const { files, fleets } = selected
  const isLookedInto = new Set(fleets)
  const result = await evaluate(outdated.filter((each) => !isLookedInto.has(each)))
  const inFleets = await evaluate(outdated.filter((each) => isLookedInto.has(each)))
  known.add([...result.evaluated, ...inFleets.evaluated])
  const membersOf = (file: string): readonly BottleFile[] =>
    settled.get(file)?.members.map(({ expected }) => ({ file, slug: expected.slug })) ??
    known.membersOf(file)
  const bottles = all.flatMap(({ file, slug }): readonly BottleFile[] =>
    slug === undefined ? membersOf(file) : [{ file, slug }],
  )
  const unread = [...files, ...fleets].flatMap(({ file, slug }) =>
    slug === undefined && membersOf(file).length === 0 ? [file] : [],
  )
  const isOpen = mayHaveMore(bottles, selection)
  const isAsked = askedBy(selection)
  const askedFleets = fleets.filter(({ file }) => {
    const members = membersOf(file)
    return members.length === 0 ? isOpen : members.some(({ slug }) => isAsked(slug))
  })
  const asked = [...files, ...askedFleets]
  const names = new Set(asked.map(({ file }) => file))
  return {
    bottles,
    members: all.flatMap(({ file }) => known.membersOf(file)),
    unread,
    asked,
    definitions: asked.flatMap(({ file }) =>
      known.membersOf(file).filter(({ slug }) => isAsked(slug)),
    ),
    settled: asked.flatMap(({ file }) => {
      const each = settled.get(file)
      return each === undefined ? [] : [{ file, settled: settledOf(each, isAsked) }]
    }),
    diagnostics: [...result.diagnostics, ...(isOpen ? inFleets.diagnostics : [])],
    printed: [...result.printed, ...inFleets.printed.filter(({ slug }) => names.has(slug))],
  }
}

/** Whether a fleet that has failed may have what is asked for. */
function mayHaveMore(bottles: readonly BottleFile[], { only, slugs }: Selection): boolean {
  const known = new Set(bottles.map(({ slug }) => slug))
  if (slugs !== undefined) return slugs.some((slug) => !known.has(slug))
  return only?.some((name) => isSlugPattern(name) || !known.has(name)) ?? true
}

/** What is settled of a file, without the bottles that are not asked for. */
function settledOf(settled: Settled, isAsked: (slug: string) => boolean): Settled {
  return {
    ...settled,
    members: settled.members.filter(({ expected }) => isAsked(expected.slug)),
    told: settled.told.filter(({ slug }) => slug === undefined || isAsked(slug)),
  }
}
