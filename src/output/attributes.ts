import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { groupBy } from '../diagnostic/group-by.ts'
import { count, quotePath } from '../diagnostic/text.ts'
import { FileError, systemError } from '../files/file-error.ts'
import { statusOf } from '../files/links.ts'
import { makeFolders } from '../files/make-folders.ts'
import { readRegularFile } from '../files/read-file.ts'
import { repositoryRoot } from '../files/repository-names.ts'

export const attributesName = '.gitattributes'

/** Texts of git's attribute files by the path, relative to the repository and with `/`. */
export type AttributeFiles = ReadonlyMap<string, string | Uint8Array>

/** An attribute of a file that shows or checks out something other than what is committed. */
export interface HidingAttribute {
  readonly attribute: string
  /** As git has it: `set`, `unset`, or its value. */
  readonly value: string
  /** Path of the file, relative to the repository. */
  readonly path: string
}

type Hides = (value: string) => boolean

const always: Hides = () => true
const isOn: Hides = (value) => value !== 'unset' && value !== 'false'

/** What each attribute does to what a reviewer sees: gitattributes(5), github-linguist, GitLab, Gitea. */
const attributes: Readonly<Record<string, { readonly hides: Hides; readonly effect: string }>> = {
  // Unset, as by `binary`: git and code hosts show no text. A driver may convert it first.
  diff: { hides: (value) => value !== 'set', effect: 'their differences are not shown as text' },
  'linguist-generated': { hides: isOn, effect: 'code hosts fold their differences away' },
  'linguist-vendored': { hides: isOn, effect: 'code hosts fold their differences away' },
  'linguist-documentation': { hides: isOn, effect: 'code hosts take them for documentation' },
  'gitlab-generated': { hides: isOn, effect: 'code hosts fold their differences away' },
  filter: { hides: isOn, effect: 'other bytes are checked out than are committed' },
  ident: { hides: isOn, effect: 'other bytes are checked out than are committed' },
  'working-tree-encoding': {
    hides: isOn,
    effect: 'other bytes are checked out than are committed',
  },
  eol: {
    hides: (value) => value === 'crlf',
    effect: 'other bytes are checked out than are committed',
  },
  'export-subst': { hides: isOn, effect: 'other bytes are in archives than are committed' },
  'export-ignore': { hides: isOn, effect: 'they are left out of archives' },
  encoding: { hides: always, effect: 'they are shown in another encoding' },
}

/** Why the attribute hides something. */
export function effectOf(attribute: string): string {
  return attributes[attribute]?.effect ?? ''
}

/** Paths of the attribute files that hold for the tree, from the repository's down to the tree's own. */
export function attributePaths(repository: string, root: string): readonly string[] {
  const parts = relative(repository, root).split(sep)
  const folders =
    parts[0] === '' ? [''] : ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
  return folders.map((folder) => posix.join(folder, attributesName))
}

/** The attribute files on disk, of these paths; what is no regular file is none, as for git. */
export function readAttributes(repository: string, paths: readonly string[]): AttributeFiles {
  const files = new Map<string, Uint8Array>()
  const own = join(gitFolder(repository), 'info/attributes')
  for (const [path, place] of [
    ...paths.map((path) => [path, join(repository, path)] as const),
    [ownAttributes, own] as const,
  ]) {
    try {
      const bytes = readRegularFile(place, { most: mostBytes })
      if (bytes.length > 0) files.set(path, bytes)
    } catch {
      // Git reads none either.
    }
  }
  return files
}

/** Milliseconds for git to answer: patterns can be made to take for ever. */
const longestAnswer = 10_000

/** Where git has the attributes of a clone's own, which are in no commit. */
export const ownAttributes = '.git/info/attributes'

/** Largest attribute file that git reads (ATTR_MAX_FILE_SIZE, since 2.39.1). */
const mostBytes = 100 * 1024 * 1024

/** The folder with a clone's settings; for a worktree, that of its repository. */
function gitFolder(repository: string): string {
  const place = join(repository, '.git')
  const read = (path: string) => readRegularFile(path, { most: 4096 }).toString().trim()
  try {
    if (statusOf(place)?.isDirectory()) return place
    const folder = resolve(repository, read(place).replace(/^gitdir: /, ''))
    return resolve(folder, read(join(folder, 'commondir')))
  } catch {
    return place
  }
}

/**
 * The attributes by which `files` hide something of `paths`. Git itself is asked, which knows its
 * macros and patterns, in an empty repository that has these attribute files and nothing else: none
 * of the settings of a repository or a user has a part in it. Nothing is found without git.
 *
 * @throws FileError when git has no answer.
 */
export function hidingAttributes(
  files: AttributeFiles,
  paths: readonly string[],
): readonly HidingAttribute[] {
  if (files.size === 0 || paths.length === 0) return []
  const folder = makeTemporary()
  try {
    return ask(writeRepository(folder, files), paths)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function makeTemporary(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'bottleworks-attributes-'))
  } catch (error) {
    throw systemError('write', tmpdir(), error)
  }
}

function writeRepository(folder: string, files: AttributeFiles): string {
  try {
    for (const name of ['.git/objects', '.git/refs']) makeFolders(join(folder, name))
    writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n')
    for (const [path, content] of files) {
      makeFolders(join(folder, dirname(path)))
      writeFileSync(join(folder, path), content)
    }
    return folder
  } catch (error) {
    throw systemError('write', folder, error)
  }
}

function ask(folder: string, paths: readonly string[]): readonly HidingAttribute[] {
  const { PATH } = process.env
  const argv = ['--no-pager', 'check-attr', '-z', '--stdin', ...Object.keys(attributes)]
  const { status, stdout, error } = spawnSync('git', argv, {
    cwd: folder,
    input: paths.map((path) => `${path}\0`).join(''),
    maxBuffer: 512 * 1024 * 1024,
    timeout: longestAnswer,
    env: {
      ...(PATH === undefined ? {} : { PATH }),
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      GIT_CEILING_DIRECTORIES: dirname(folder),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_OPTIONAL_LOCKS: '0',
    },
  })
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return []
  if (status !== 0) {
    const message = 'git cannot say which attributes the files of the output tree have'
    throw new FileError('BW202', message, 'look for patterns in .gitattributes that take long')
  }
  const fields = stdout.toString().split('\0')
  const found: HidingAttribute[] = []
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [path = '', attribute = '', value = ''] = fields.slice(index, index + 3)
    if (value === 'unspecified' || !attributes[attribute]?.hides(value)) continue
    found.push({ path, attribute, value })
  }
  return found
}

/** Attributes of the same name and value, and the files that have them. */
export function groupAttributes(
  found: readonly HidingAttribute[],
): ReadonlyMap<string, readonly [HidingAttribute, ...HidingAttribute[]]> {
  return groupBy(found, ({ attribute, value }) => `${attribute}=${value}`)
}

/** A warning for each attribute on disk that hides something of the tree's files from reviewers. */
export function attributeDiagnostics(
  project: string,
  root: string,
  paths: readonly string[],
): readonly Diagnostic[] {
  const repository = repositoryRoot(root)
  if (repository === undefined) return []
  const prefix = relative(repository, root).split(sep).join('/')
  const inside = paths.filter((path) => posix.basename(path) === attributesName)
  const files = readAttributes(repository, [
    ...attributePaths(repository, root),
    ...inside.map((path) => posix.join(prefix, path)),
  ])
  const found = hidingAttributes(
    files,
    paths.map((path) => posix.join(prefix, path)),
  )
  return [...groupAttributes(found)].map(([key, group]) => {
    const [{ attribute, path }] = group
    const message = `git has the attribute ${quotePath(key)} for ${count(group.length, 'file')} of the output tree: ${effectOf(attribute)}`
    const file = posix.relative(relative(repository, project).split(sep).join('/'), path)
    const hint = `git check-attr -a ${quotePath(file)} shows it; take it out of the .gitattributes that it stands in`
    return diagnosticOf('BW138', message, { origin: { file }, hint })
  })
}
