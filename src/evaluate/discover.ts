import { type Dirent, readdirSync, statSync } from 'node:fs'
import { posix, relative } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { escapeControls, quote, quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { statusOf } from '../files/links.ts'
import { fleetExtension, isFleetFile, isTestFile, policyExtension } from './subject.ts'

/** A file that defines bottles: one, or a fleet of them. */
export interface DefinitionFile {
  /** Path relative to the project, with `/`. */
  readonly file: string
  /** The file's name without `.bottle.ts`; a fleet file's bottles each have one of their own. */
  readonly slug?: string
}

/** One bottle, by the file that defines it. */
export interface BottleFile extends DefinitionFile {
  readonly slug: string
}

/** Whether a file defines one bottle, whose slug its name says. */
export function isSingle(file: DefinitionFile): file is BottleFile {
  return file.slug !== undefined
}

const extension = '.bottle.ts'

/** The folder of a project's policies, relative to it. */
export const policyFolder = 'policies'

/**
 * The files that define bottles, sorted by path: everything in `folder` whose name ends in
 * `.bottle.ts` or `.bottles.ts`. What is not a regular file is listed as well, so that reading it says so; a
 * symbolic link to a folder is not followed.
 *
 * @param folder The folder of the bottle files, relative to the project.
 * @throws FileError when the folder, or one on the way to it, is a symbolic link or no folder (BW100).
 * @param drafts Files that are as good as written, and undefined for those as good as removed.
 */
export function discoverBottles(
  project: string,
  folder: string,
  drafts: ReadonlyMap<string, string | undefined> = new Map(),
): readonly DefinitionFile[] {
  requireFolder(project, folder, 'bottle files')
  return [...new Set([...filesIn(project, folder), ...drafts.keys()])]
    .filter(
      (file) => isDefinitionFile(file) && (!drafts.has(file) || drafts.get(file) !== undefined),
    )
    .sort(byText)
    .map((file) => (isFleetFile(file) ? { file } : { file, slug: slugOf(file) }))
}

function isDefinitionFile(name: string): boolean {
  return name.endsWith(extension) || isFleetFile(name)
}

/**
 * The policy files in a folder, sorted by path, found as bottle files are.
 *
 * @throws FileError when the folder, or one on the way to it, is a symbolic link or no folder (BW100).
 */
export function discoverPolicies(project: string, folder: string): readonly string[] {
  requireFolder(project, folder, 'policies')
  return filesIn(project, folder)
    .filter((file) => file.endsWith(policyExtension))
    .sort(byText)
}

/** The test files in the folder of the bottles, sorted by path, found as bottle files are. */
export function discoverTests(project: string, folder: string): readonly string[] {
  requireFolder(project, folder, 'tests')
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

const otherEndings = /\.(bottles?)\.(?:[cm]?[jt]sx?|json)$/i

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
    const [, kind] = isDefinitionFile(entry.name) ? [] : (otherEndings.exec(entry.name) ?? [])
    if (kind === undefined) return []
    const [what, ending] =
      kind.toLowerCase() === 'bottle' ? ['bottle', extension] : ['fleet', fleetExtension]
    const message = `${quotePath(origin.file)} is not read; a ${what} file ends in ${quote(ending)}`
    const right = entry.name.replace(otherEndings, ending)
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
function requireFolder(project: string, folder: string, what: string): void {
  for (let path = folder; path !== '.'; path = posix.dirname(path)) {
    const status = statusOf(posix.join(project, path))
    if (status === undefined || status.isDirectory()) continue
    const message = status.isSymbolicLink()
      ? `the folder ${quotePath(path)} is a symbolic link, which is not followed`
      : `${quotePath(path)} is not a folder`
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
