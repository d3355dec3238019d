import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { nearest, quote, quotePath } from '../diagnostic/text.ts'
import type { BottleFile, DefinitionFile } from '../evaluate/discover.ts'
import { discoverBottles } from '../evaluate/discover.ts'
import { FileError } from '../files/file-error.ts'
import type { Shard } from './shards/shard.ts'
import { isInShard, shardKey } from './shards/shard.ts'
import { isSlugPattern, slugMatcher } from './slug-patterns.ts'

/** Texts that stand for files, by their paths in the project; undefined for one to be removed. */
export type ProjectDrafts = ReadonlyMap<string, string | undefined>

/** The texts of drafts, without what is to be removed. */
export function textsOf(drafts: ProjectDrafts): ReadonlyMap<string, string> {
  return new Map([...drafts].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])))
}

/** The files that define bottles, or why they cannot be listed: a folder may be closed to this user. */
export function listBottles(
  project: string,
  folder: string,
  drafts: ProjectDrafts = new Map(),
): readonly DefinitionFile[] | Diagnostic {
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

/** The files to look at. */
export interface SelectedFiles {
  /** Those that are asked for: of all bottles all files. */
  readonly files: readonly DefinitionFile[]
  /** Fleet files to look into, which alone can tell whether they have what is asked for. */
  readonly fleets: readonly DefinitionFile[]
}

/** The files to look at for the bottles that are asked for. */
export function selectFiles(files: readonly DefinitionFile[], selection: Selection): SelectedFiles {
  const { shard } = selection
  if (shard !== undefined) {
    return { files: files.filter((each) => isInShard(shardKey(each), shard)), fleets: [] }
  }
  if ((selection.slugs ?? selection.only) === undefined) return { files, fleets: [] }
  const isAsked = askedBy(selection)
  return {
    files: files.filter(({ slug }) => slug !== undefined && isAsked(slug)),
    fleets: files.filter(({ slug }) => slug === undefined),
  }
}

/** Whether the bottle of a slug is asked for. */
export function askedBy({ only, slugs }: Selection): (slug: string) => boolean {
  if (slugs === undefined) return slugMatcher(only)
  const asked = new Set(slugs)
  return (slug) => asked.has(slug)
}

/** An error for each name or pattern that no bottle has, or that there is no bottle at all. */
export function unknownNames(
  files: readonly DefinitionFile[],
  bottles: readonly BottleFile[],
  { only, slugs, shard }: Selection,
  folder: string,
): readonly Diagnostic[] {
  // That there is no bottle at all, the last step says.
  if (shard !== undefined) return []
  const diagnostics: Diagnostic[] = []
  if (files.length === 0) {
    const message = `there is no bottle: no file ${quote(`${folder}/**/*.bottle.ts`)} in the project`
    const hint = `write ${folder}/demo.bottle.ts, with export default bottle('demo')`
    diagnostics.push(diagnosticOf('BW120', message, { hint }))
  }
  const known = new Set(bottles.map(({ slug }) => slug))
  if (slugs === undefined) return [...diagnostics, ...unknownSlugs(only, known)]
  const unknown = slugs.filter((slug) => !known.has(slug))
  return [...diagnostics, ...unknown.map((slug) => unknownSlug(slug, known))]
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
