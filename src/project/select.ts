import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { nearest, quote, quotePath } from '../diagnostic/text.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { discoverBottles } from '../evaluate/discover.ts'
import { FileError } from '../files/file-error.ts'

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

/** The files with these slugs, and an error for each slug that no file has. */
export function selectFiles(
  files: readonly BottleFile[],
  only: readonly string[] | undefined,
  folder: string,
) {
  const diagnostics: Diagnostic[] = []
  if (files.length === 0) {
    const message = `there is no bottle: no file ${quote(`${folder}/**/*.bottle.ts`)} in the project`
    const hint = `write ${folder}/demo.bottle.ts, with export default bottle('demo')`
    diagnostics.push(diagnosticOf('BW120', message, { hint }))
  }
  if (only === undefined) return { files, diagnostics }
  const slugs = new Set(files.map(({ slug }) => slug))
  for (const slug of only) if (!slugs.has(slug)) diagnostics.push(unknownSlug(slug, slugs))
  return { files: files.filter(({ slug }) => only.includes(slug)), diagnostics }
}

/** An error that no bottle has this slug, with the nearest of those that there are. */
export function unknownSlug(slug: string, slugs: Iterable<string>): Diagnostic {
  const guess = nearest(slug, slugs)
  const hint = guess === undefined ? undefined : `did you mean ${quote(guess)}?`
  return diagnosticOf('BW121', `no bottle has the slug ${quote(slug)}`, { hint })
}
