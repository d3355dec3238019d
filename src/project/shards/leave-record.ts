import { realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { groupBy } from '../../diagnostic/group-by.ts'
import { quotePath } from '../../diagnostic/text.ts'
import { contentHash } from '../../evaluate/content-hash.ts'
import type { Input } from '../../evaluate/sandbox/protocol.ts'
import { FileError } from '../../files/file-error.ts'
import type { Expected } from '../../output/plan.ts'
import { manifestName, ourNames, smolfileName } from '../../output/tree.ts'
import type { Baseline } from '../baseline/baseline.ts'
import type { Settings } from '../configuration-form.ts'
import type { Round } from '../look.ts'
import { toolFingerprint } from '../settled.ts'
import type { ShardOptions, SynthOptions } from '../types.ts'
import type { Bottle } from '../validate.ts'
import type { ShardMade, ShardRecord } from './record.ts'
import { writeRecord } from './record.ts'
import { shardKey } from './shard.ts'

/** What a project says of what fails. */
export interface ShardRules {
  readonly settings: Settings
  readonly baseline: Baseline
}

/** What a record is made of beside what the look has found. */
export interface RecordPlace extends ShardRules {
  readonly project: string
  /** The modules that a bottle file is made of. */
  hashesOf(file: string): readonly Input[]
  /** What a good bottle is to have in the output tree. */
  expectedOf(bottle: Bottle): Expected
}

type MadeOptions = Pick<SynthOptions, 'strict' | 'types'> & { readonly out: string }

/** What shards have to have in common, where they run and where they are joined. */
export function madeBy(
  { settings, baseline: holds }: ShardRules,
  { out, strict = settings.strict, types = true }: MadeOptions,
  policies: string,
): ShardMade {
  const tool = toolFingerprint(true)
  const baseline = holds.entries.length === 0 ? '' : contentHash(holds.text())
  return { tool, settings: JSON.stringify(settings), baseline, out, strict, types, policies }
}

/** Writes what the last step has to know of a shard. Returns what stands against that. */
export function leaveRecord(
  round: Round,
  { folder, index, count }: ShardOptions,
  place: RecordPlace,
  options: MadeOptions,
): readonly Diagnostic[] {
  const { project, settings } = place
  try {
    for (const kept of [options.out, settings.bottles]) {
      if (isInside(realPath(folder), join(project, kept))) throw inTheWay(folder, kept)
    }
    const files = round.sources.map(({ file }) => file)
    const hashes = new Map(files.flatMap(place.hashesOf).map(({ path, hash }) => [path, hash]))
    writeRecord(folder, {
      shard: 1,
      index,
      count,
      made: madeBy(place, options, round.rules),
      ok: round.ok,
      stale: staleOf(round),
      modules: [...hashes],
      files: filesOf(round, place),
    })
    return []
  } catch (error) {
    if (error instanceof FileError) return [error.diagnostic]
    throw error
  }
}

function inTheWay(folder: string, kept: string): FileError {
  const message = `the folder ${quotePath(folder)} of --shard-dir is in ${quotePath(kept)}, which has no place for it`
  return new FileError('BW202', message, 'name a folder outside of the project, or one of its own')
}

/** What is not as it should be in the output tree; nothing of what was written. */
function staleOf({ plan, applied }: Round): number {
  if (plan === undefined) return 0
  const stale = applied ? [] : plan.entries.filter(({ action }) => action !== 'unchanged')
  return stale.length + plan.unsourced.length
}

function filesOf(round: Round, { expectedOf }: RecordPlace): ShardRecord['files'] {
  const { sources, definitions, bottles, settled, claims } = round
  const key = (file: string, slug: string) => JSON.stringify([file, slug])
  const good = new Map([
    ...settled.map((each) => [key(each.source, each.slug), each] as const),
    ...bottles.map((each) => [key(each.source, each.slug), expectedOf(each)] as const),
  ])
  const made = groupBy(
    [...definitions, ...settled.map(({ source: file, slug }) => ({ file, slug })), ...claims],
    ({ file }) => file,
  )
  const claimed = groupBy(claims, ({ file, slug }) => key(file, slug))
  const index = new Map(round.index?.map((each) => [key(each.source, each.slug), each]))
  return sources.map((source) => {
    const { file } = source
    const slugs = new Set((made.get(file) ?? []).map(({ slug }) => slug))
    const ofFile = [...slugs].map((slug) => {
      const at = key(file, slug)
      const { reach, accepts = false } = index.get(at) ?? {}
      return {
        slug,
        names: namesOf(good.get(at)),
        claims: (claimed.get(at) ?? []).map(({ what, value }) => ({ what, value })),
        accepts,
        ...(reach === undefined ? {} : { reach: reach as NonNullable<typeof reach> }),
      }
    })
    return { file, key: shardKey(source), bottles: ofFile }
  }) as ShardRecord['files']
}

function namesOf(expected: Expected | undefined): string[] {
  if (expected === undefined) return []
  const names = [smolfileName, expected.companion?.name, manifestName]
  return ourNames.filter((name) => names.includes(name))
}

/** The path without links, of which the end need not be there. */
function realPath(path: string): string {
  const full = resolve(path)
  try {
    return realpathSync(full)
  } catch {
    const parent = dirname(full)
    return parent === full ? full : join(realPath(parent), basename(full))
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`)
}
