import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { nearest, quote, quotePath } from '../diagnostic/text.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { discoverBottles } from '../evaluate/discover.ts'
import { FileError } from '../files/file-error.ts'
import type { Shard } from './shards/shard.ts'
import { isInShard } from './shards/shard.ts'
import { isSlugPattern, slugMatcher } from './slug-patterns.ts'

/** Texts that stand for files, by their paths in the project; undefined for one to be removed. */
export type ProjectDrafts = ReadonlyMap<string, string | undefined>

/** The bottle files, or why they cannot be listed: a folder may be closed to this user. */
export function listBottles(
  project: string,
  folder: string,
  drafts: ProjectDrafts = new Map(),
): readonly BottleFile[] | Diagnostic {
  try {
    return discoverBottles(project, folder, drafts)
  } catch (error) {
    if (error instanceof FileError) return error.diagnostic
    const { code, path = folder, syscall } = error as NodeJS.ErrnoException
    if (syscall !== 'scandir') throw error
    const reason = code === 'EACCES' ? 'permission is denied' : `the system says ${code}`
    const message = `the folder ${quotePath(path)} cannot be read: ${reason}`
    return diagnosticOf('BW100', message)
  }
}

/** The bottles to look at; all when there is nothing. */
export interface Selection {
  /** Slugs, and patterns of slugs. */
  readonly only?: readonly string[]
  /** Slugs alone, whatever they look like. */
  readonly slugs?: readonly string[]
  /** The files of one shard. */
  readonly shard?: Shard
}

/** The files that are asked for, and an error for each name or pattern that no file has. */
export function selectFiles(
  files: readonly BottleFile[],
  { only, slugs, shard }: Selection,
  folder: string,
) {
  // That there is no bottle at all, the last step says.
  if (shard !== undefined) {
    return { files: files.filter(({ slug }) => isInShard(slug, shard)), diagnostics: [] }
  }
  const diagnostics: Diagnostic[] = []
  if (files.length === 0) {
    const message = `there is no bottle: no file ${quote(`${folder}/**/*.bottle.ts`)} in the project`
    const hint = `write ${folder}/demo.bottle.ts, with export default bottle('demo')`
    diagnostics.push(diagnosticOf('BW120', message, { hint }))
  }
  const known = new Set(files.map(({ slug }) => slug))
  if (slugs !== undefined) {
    for (const slug of slugs) if (!known.has(slug)) diagnostics.push(unknownSlug(slug, known))
    return { files: files.filter(({ slug }) => slugs.includes(slug)), diagnostics }
  }
  diagnostics.push(...unknownSlugs(only, known))
  const isAsked = slugMatcher(only)
  return { files: files.filter(({ slug }) => isAsked(slug)), diagnostics }
}

/** An error for each name or pattern that none of `slugs` has. */
export function unknownSlugs(
  only: readonly string[] = [],
  slugs: ReadonlySet<string>,
): readonly Diagnostic[] {
  return only.flatMap((asked) => {
    if (!isSlugPattern(asked)) return slugs.has(asked) ? [] : [unknownSlug(asked, slugs)]
    if ([...slugs].some(slugMatcher([asked]))) return []
    return [diagnosticOf('BW121', `no bottle has a slug like ${quote(asked)}`)]
  })
}

/** An error that no bottle has this slug, with the nearest of those that there are. */
export function unknownSlug(slug: string, slugs: Iterable<string>): Diagnostic {
  const guess = nearest(slug, slugs)
  const hint = guess === undefined ? undefined : `did you mean ${quote(guess)}?`
  return diagnosticOf('BW121', `no bottle has the slug ${quote(slug)}`, { hint })
}
