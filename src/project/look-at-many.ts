import { hasErrors } from '../diagnostic/diagnostic.ts'
import type { BottleFile, DefinitionFile } from '../evaluate/discover.ts'
import { overlookedFiles } from '../evaluate/discover.ts'
import type { Evaluated, Memory } from '../evaluate/evaluate.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import type { FoundTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import { mergeTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import type { Settings } from './configuration-form.ts'
import type { KnownBottles } from './known-bottles.ts'
import type { Loaded, LookOptions } from './look.ts'
import { unlisted } from './look.ts'
import type { PartsPlace } from './look-in-parts.ts'
import { hideInParts, lookInParts, sharedInParts } from './look-in-parts.ts'
import type { PolicyOutcome } from './policies/policy-set.ts'
import type { ProjectPolicies } from './policies/project-policies.ts'
import { repeatedSlugs } from './repeated-slugs.ts'
import { unknownNames } from './select.ts'
import type { Settled } from './settled.ts'
import type { Bottle } from './validate.ts'

/** Where many bottles are looked at. */
export interface ManyPlace {
  readonly project: string
  readonly sandbox: Sandbox
  readonly policies: ProjectPolicies
  readonly known: KnownBottles
  readonly memory: Memory
  judge(
    bottles: readonly Bottle[],
    definitions: readonly Evaluated[],
    options: LookOptions,
  ): Promise<PolicyOutcome>
  /** Keeps what is known for later runs of the tool. */
  save(): void
}

/** A look that has been begun. */
export interface Begun {
  readonly all: readonly BottleFile[]
  /** Those that are asked for. */
  readonly files: readonly DefinitionFile[]
  /** What of the selected is not settled. */
  readonly left: readonly BottleFile[]
  readonly settled: ReadonlyMap<string, Settled>
  readonly rules: readonly string[]
  readonly checking: Promise<FoundTypeErrors>
}

/**
 * Looks at many bottles of which no more is asked than their output, in memory that hardly depends on
 * their number.
 *
 * @returns Nothing when what was settled before is to be looked at as well.
 */
export async function lookAtMany(
  { project, sandbox, policies, known, memory, judge, save }: ManyPlace,
  settings: Settings,
  options: LookOptions,
  { all, left, settled, rules, checking, files }: Begun,
): Promise<Loaded | undefined> {
  const { shard, given } = options
  const isWhole = isOfAll(options)
  const inputsOf = (file: string) => known.inputsOf(file)
  const place: PartsPlace = {
    ...{ project, sandbox, settings, memory, inputsOf },
    judge: (bottles, definitions, isFirst) => {
      // A part is some bottles alone, and policies do not change between two of them.
      const changed = isFirst ? {} : { changed: new Set<string>() }
      return judge(bottles, definitions, { ...options, ...changed, slugs: [] })
    },
  }
  const found = await lookInParts(place, left, options)
  save()
  const before = [...settled].map(([file, each]) => ({ file, settled: each }))
  const claims = [...settledClaims(before), ...found.claims]
  const shared =
    shard === undefined
      ? await sharedInParts(place, all, claims)
      : { bad: new Set<string>(), diagnostics: [] }
  const { skipped } = found.judged
  // There are more than such policies are given.
  const fleet =
    isWhole && skipped.length > 0 ? await policies.refuseIndex(left.length, { given }) : []
  const asked = new Set(files.map(({ file }) => file))
  const looked = shard === undefined ? all : all.filter(({ file }) => asked.has(file))
  const { diagnostics: repeated } = repeatedSlugs(looked, [])
  const told = [
    ...unknownNames(all, all, options, settings.bottles),
    ...repeated,
    ...(isWhole ? overlookedFiles(project, settings.bottles) : []),
    ...found.diagnostics,
    ...shared.diagnostics,
    ...fleet,
  ]
  const names = all.map(({ file }) => file)
  const verdict = await mergeTypeErrors(await checking, told, names, inputsOf)
  const typeErrors = await hideInParts(place, all, verdict.diagnostics)
  const diagnostics = [...verdict.told, ...typeErrors]
  const isStrict = options.strict ?? settings.strict
  if (settled.size > 0 && (hasErrors(diagnostics) || (isStrict && diagnostics.length > 0))) {
    return undefined
  }
  const ruled = new Set([...rules, ...policies.inputs()])
  const isRuled = !typeErrors.some(({ origin }) => ruled.has(origin?.file ?? ''))
  const areJudged = !hasErrors(fleet) && !found.isUnjudged && isRuled
  const bad = new Set([...shared.bad, ...repeated.map(({ origin }) => origin?.file ?? '')])
  const good = found.expected.filter(
    ({ source }) => verdict.bad !== 'all' && !verdict.bad.has(source) && !bad.has(source),
  )
  return {
    ...unlisted([...diagnostics, ...[...settled.values()].flatMap((each) => each.told)]),
    sources: shard === undefined ? all : files,
    files: all,
    printed: found.printed,
    evaluated: left.length,
    settled: [
      ...[...settled.values()].flatMap(({ members }) => members.map((m) => m.expected)),
      ...(areJudged ? good : []),
    ],
    claims,
    skipped: isWhole ? [] : skipped,
    rules: found.judged.rules,
    partial: found.partial,
  }
}

/** Whether all bottles are looked at. */
export function isOfAll({ only, slugs, shard }: LookOptions): boolean {
  return only === undefined && slugs === undefined && shard === undefined
}

/** What settled bottles have of the host. */
export function settledClaims(
  all: readonly { readonly file: string; readonly settled: Settled }[],
): Loaded['claims'] {
  return all.flatMap(({ file, settled: { members } }) =>
    members.flatMap(({ expected: { slug }, claims }) =>
      claims.map(({ what, value }) => ({ file, slug, what, value })),
    ),
  )
}
