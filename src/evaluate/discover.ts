import { type Dirent, readdirSync, statSync } from 'node:fs'
import { posix, relative } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { groupBy } from '../diagnostic/group-by.ts'
import { escapeControls, quote, quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { statusOf } from '../files/links.ts'
import { isTestFile, policyExtension } from './subject.ts'

/** One bottle file. */
export interface BottleFile {
  /** Path relative to the project, with `/`. */
  readonly file: string
  /** The file's name without `.bottle.ts`. */
  readonly slug: string
}

const extension = '.bottle.ts'

/** The folder of a project's policies, relative to it. */
export const policyFolder = 'policies'

/**
 * The bottle files of a project, sorted by path: everything in `folder` whose name ends in
 * `.bottle.ts`. What is not a regular file is listed as well, so that reading it says so; a
 * symbolic link to a folder is not followed.
 *
 * @param folder The folder of the bottle files, relative to the project.
 * @throws FileError when the folder is a symbolic link, or one is on the way to it (BW100).
 * @param drafts Files that are as good as written, and undefined for those as good as removed.
 */
export function discoverBottles(
  project: string,
  folder: string,
  drafts: ReadonlyMap<string, string | undefined> = new Map(),
): readonly BottleFile[] {
  refuseLinkedFolder(project, folder, 'bottle files')
  return [...new Set([...filesIn(project, folder), ...drafts.keys()])]
    .filter(
      (file) => file.endsWith(extension) && (!drafts.has(file) || drafts.get(file) !== undefined),
    )
    .sort(byText)
    .map((file) => ({ file, slug: slugOf(file) }))
}

/**
 * The policy files in a folder, sorted by path, found as bottle files are.
 *
 * @throws FileError when the folder is a symbolic link, or one is on the way to it (BW100).
 */
export function discoverPolicies(project: string, folder: string): readonly string[] {
  refuseLinkedFolder(project, folder, 'policies')
  return filesIn(project, folder)
    .filter((file) => file.endsWith(policyExtension))
    .sort(byText)
}

/** The test files in the folder of the bottles, sorted by path, found as bottle files are. */
export function discoverTests(project: string, folder: string): readonly string[] {
  refuseLinkedFolder(project, folder, 'tests')
  return filesIn(project, folder).filter(isTestFile).sort(byText)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1
}

function filesIn(project: string, folder: string): string[] {
  return list(posix.join(project, folder)).map(({ parentPath, name }) =>
    posix.join(relative(project, parentPath), name),
  )
}

const otherEndings = /\.bottle\.(?:[cm]?[jt]sx?|json)$/i

/**
 * A warning for each entry of the bottles' folder that looks as if it were read, and is not: another
 * ending, or a folder behind a symbolic link.
 */
export function overlookedFiles(project: string, folder: string): readonly Diagnostic[] {
  return list(posix.join(project, folder)).flatMap((entry): readonly Diagnostic[] => {
    const path = posix.join(entry.parentPath, entry.name)
    const origin = { file: relative(project, path) }
    if (origin.file.includes('node_modules/')) return []
    if (entry.isSymbolicLink() && isFolder(path)) {
      const message = `the folder ${quotePath(origin.file)} is a symbolic link, which is not followed`
      const hint = 'put its bottle files into a folder of the project'
      return [diagnosticOf('BW108', message, { origin, hint })]
    }
    if (entry.name.endsWith(extension) || !otherEndings.test(entry.name)) return []
    const message = `${quotePath(origin.file)} is not read; a bottle file ends in ${quote(extension)}`
    const right = entry.name.replace(otherEndings, extension)
    return [
      diagnosticOf('BW108', message, { origin, hint: `rename it to ${escapeControls(right)}` }),
    ]
  })
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The files of the project that can import a bottle file, outside of packages and hidden folders. */
export function discoverCode(project: string): readonly string[] {
  const walk = (folder: string): readonly string[] =>
    readdirSync(posix.join(project, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return []
      if (entry.isDirectory()) return walk(path)
      return entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : []
    })
  return [...walk('')].sort()
}

/** Refuses a linked folder: what is behind it is not the project's. */
function refuseLinkedFolder(project: string, folder: string, what: string): void {
  for (let path = folder; path !== '.'; path = posix.dirname(path)) {
    if (!statusOf(posix.join(project, path))?.isSymbolicLink()) continue
    const message = `the folder ${quotePath(path)} is a symbolic link, which is not followed`
    throw new FileError('BW100', message, `put the ${what} into a folder of the project`)
  }
}

function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}

/** The name of the bottle file of `slug`. */
export function bottleFileName(slug: string): string {
  return slug + extension
}

/** The slug that a bottle file has by its name. */
export function slugOf(file: string): string {
  return posix.basename(file).slice(0, -extension.length)
}

/** An error at each of the files that share a slug: they would write the same Smolfile. */
export function repeatedSlugs(files: readonly BottleFile[]): readonly Diagnostic[] {
  return [...groupBy(files, ({ slug }) => slug)].flatMap(([slug, sharers]) => {
    if (sharers.length < 2) return []
    return sharers.map(({ file }) => {
      const others = sharers.map((other) => other.file).filter((other) => other !== file)
      const message = `the slug ${quote(slug)} is also that of ${others.map(escapeControls).join(', ')}`
      const hint = 'a slug is unique in the project, whatever the folder; rename one file'
      return diagnosticOf('BW003', message, { slug, origin: { file }, hint })
    })
  })
}
