import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { escapeControls, quote, quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { statusOf } from '../files/links.ts'
import type { TreeText, TreeTexts } from './tree-texts.ts'
import { splitTreePath, strayText, textIn } from './tree-texts.ts'
import type { StrayKind } from './unsourced.ts'
import { isAllowed, shownName } from './unsourced.ts'

const largestBlob = 1024 * 1024
const largestOutput = 512 * 1024 * 1024

/** One file of a commit, or what else a tree of it names. */
interface Blob {
  readonly path: string
  readonly id: string
  /** What it is, when it is not in the place of a bottle's file. */
  readonly stray?: StrayKind
}

/**
 * The texts of the output tree as they are at a commit. Only git's plumbing is used: nothing is
 * checked out, no hook, filter or helper of the repository is run, and nothing is fetched.
 *
 * @param known The texts as they are now: what has not changed is not read again.
 * @throws FileError when there is no such commit, or it cannot be read.
 */
export function readTreeAt(project: string, out: string, ref: string, known: TreeTexts): TreeTexts {
  const { commit, prefix } = resolvePlace(project, ref)
  const root = posix.join(prefix, out)
  const blobs = listBlobs(project, commit, root, ref)
  const knownTexts = new Map<string, string>()
  const length = commit.length
  for (const { smolfile, manifest, stray = 'file' } of known.values()) {
    if (stray !== 'file') continue
    for (const text of [smolfile, manifest ?? '']) knownTexts.set(blobId(text, length), text)
  }
  const missing = blobs.filter(({ id, stray }) => !knownTexts.has(id) && isText(stray))
  const ids = missing.map(({ id }) => id)
  const read = readBlobs(project, ids, ref)
  const texts = collect(
    blobs.filter(({ stray }) => stray === undefined),
    root,
    ref,
    ({ path, id }) => {
      const bytes = read.get(id)
      return bytes === undefined ? knownTexts.get(id) : textIn(bytes, 'BW140', `${ref}:${path}`)
    },
  )
  const strays = blobs.flatMap(({ path, id, stray }): readonly [string, TreeText][] => {
    if (stray === undefined) return []
    const name = `${ref}:${path}`
    const bytes = read.get(id) ?? Buffer.from(knownTexts.get(id) ?? '')
    const inTree = posix.relative(root, path)
    if (stray === 'file') return [[inTree, strayText(name, bytes)]]
    return [[inTree, { name, smolfile: stray === 'link' ? bytes.toString('latin1') : '', stray }]]
  })
  return new Map([...texts, ...strays])
}

/**
 * The texts of files of the project as they are at a commit, by their names; absent what is not
 * there, and undefined when the project's folder itself is not. As {@link readTreeAt}, nothing is
 * run.
 *
 * @throws FileError when there is no such commit, or a file is not regular, or cannot be read.
 */
export function readFilesAt(
  project: string,
  ref: string,
  names: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const { commit, prefix } = resolvePlace(project, ref)
  if (prefix !== '') {
    const folder = ['ls-tree', '-z', '-d', '--full-tree', commit, '--', prefix.replace(/\/$/, '')]
    if (!/^040000 tree /.test(git(project, folder, ref).toString())) return undefined
  }
  const paths = new Map(names.map((name) => [posix.join(prefix, name), name]))
  const argv = ['ls-tree', '-z', '-l', '--full-tree', commit, '--', ...paths.keys()]
  const blobs = git(project, argv, ref)
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, mode, id, size, path = ''] =
        /^(\d+) blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line) ?? []
      const name = paths.get(path)
      if (id === undefined || name === undefined) return []
      if (mode?.startsWith('100')) {
        refuseLarge(ref, path, Number(size))
        return [{ name, path, id }]
      }
      throw new FileError('BW140', `${quote(`${ref}:${path}`)} is not a regular file`)
    })
  const read = readBlobs(
    project,
    blobs.map(({ id }) => id),
    ref,
  )
  return new Map(
    blobs.map(({ name, path, id }) => [
      name,
      textIn(read.get(id) ?? Buffer.alloc(0), 'BW140', `${ref}:${path}`),
    ]),
  )
}

/** The commit that a ref names, and the path of the project in its repository. */
function resolvePlace(project: string, ref: string) {
  const line = (...argv: readonly string[]) => git(project, argv, ref).toString().replace(/\n$/, '')
  const commit = line('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`)
  // A bare repository in the project's folder would be a base of the branch's own making.
  const root = line('rev-parse', '--show-toplevel')
  if (statusOf(posix.join(root, '.git')) === undefined) {
    const message = `${quote(ref)} cannot be read: ${quotePath(root)} has no .git of its own`
    throw new FileError('BW140', message)
  }
  return { commit, prefix: line('rev-parse', '--show-prefix') }
}

function refuseLarge(ref: string, path: string, size: number): void {
  if (size <= largestBlob) return
  const message = `${quote(`${ref}:${path}`)} has ${size} bytes; at most ${largestBlob} are read`
  throw new FileError('BW140', message)
}

function collect(
  blobs: readonly Blob[],
  root: string,
  ref: string,
  textOf: (blob: Blob) => string | undefined,
): TreeTexts {
  const bySlug = new Map<string, { smolfile?: string; manifest?: string }>()
  for (const blob of blobs) {
    const place = splitTreePath(posix.relative(root, blob.path))
    const text = textOf(blob)
    if (place === undefined || text === undefined) continue
    bySlug.set(place.slug, { ...bySlug.get(place.slug), [place.file]: text })
  }
  const texts = new Map<string, TreeText>()
  for (const [slug, { smolfile, manifest }] of bySlug) {
    if (smolfile === undefined) continue
    const name = `${ref}:${posix.join(root, slug, 'Smolfile')}`
    texts.set(slug, { name, smolfile, ...(manifest === undefined ? {} : { manifest }) })
  }
  return texts
}

function isText(stray: StrayKind | undefined): boolean {
  return stray === undefined || stray === 'file' || stray === 'link'
}

/** All that the tree names: the files of bottles, and what is none, such as a link or a submodule. */
function listBlobs(project: string, commit: string, root: string, ref: string): readonly Blob[] {
  const options = ['ls-tree', '-r', '-z', '-l', '--full-tree', commit, '--', `${root}/`]
  return git(project, options, ref)
    .toString('latin1')
    .split('\0')
    .flatMap((line) => {
      const [, mode = '', id, size, bytes] =
        /^(\d+) (?:blob|commit) ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? []
      if (id === undefined || bytes === undefined) return []
      const path = shownName(Buffer.from(bytes, 'latin1'))
      const inTree = posix.relative(root, path)
      const kind = kindOf(mode)
      if (isAllowed(inTree, kind)) return []
      if (kind === 'file' && splitTreePath(inTree) !== undefined) {
        refuseLarge(ref, path, Number(size))
        return [{ path, id }]
      }
      return [{ path, id, stray: Number(size) > largestBlob ? 'other' : kind }]
    })
}

function kindOf(mode: string): StrayKind {
  if (mode.startsWith('100')) return 'file'
  return mode === '120000' ? 'link' : 'other'
}

/** The bytes of blobs, by their ids, in the form of `cat-file --batch`: a line, the bytes, a line feed. */
function readBlobs(
  project: string,
  ids: readonly string[],
  ref: string,
): ReadonlyMap<string, Buffer> {
  const texts = new Map<string, Buffer>()
  if (ids.length === 0) return texts
  const output = git(project, ['cat-file', '--batch'], ref, `${ids.join('\n')}\n`)
  let offset = 0
  while (offset < output.length) {
    const end = output.indexOf(0x0a, offset)
    const [id = '', kind, size] = output.subarray(offset, end).toString().split(' ')
    offset = end + 1
    if (kind !== 'blob') {
      throw new FileError(
        'BW140',
        `the object ${quote(id)} of ${quote(ref)} is not in the repository`,
      )
    }
    texts.set(id, output.subarray(offset, offset + Number(size)))
    offset += Number(size) + 1
  }
  return texts
}

/** The id that git gives a file: SHA-1, or SHA-256 in a repository of that format. */
function blobId(text: string, length: number): string {
  const bytes = Buffer.from(text)
  const hash = createHash(length === 64 ? 'sha256' : 'sha1')
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

function git(project: string, argv: readonly string[], ref: string, input = ''): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', [...harmless, ...argv], {
    cwd: project,
    input,
    maxBuffer: largestOutput,
    env: { ...outerEnvironment(), ...quietly },
  })
  if (error !== undefined) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'git is not installed' : error.message
    throw new FileError('BW140', `${quote(ref)} cannot be read: ${escapeControls(reason)}`)
  }
  // A branch or a tag could be called as the remote branch that is meant.
  if (/refname '.*' is ambiguous/s.test(stderr.toString())) {
    const hint = 'name it in full, such as refs/remotes/origin/main, or give the commit'
    throw new FileError('BW140', `${quote(ref)} cannot be read: the name is ambiguous`, hint)
  }
  if (status !== 0) {
    const [reason = ''] = stderr.toString().split('\n')
    const unknown = reason === '' || /Needed a single revision|unknown revision/.test(reason)
    const shown = unknown ? 'there is no such commit' : escapeControls(reason)
    throw new FileError(
      'BW140',
      `${quote(ref)} cannot be read: ${shown}`,
      'give a branch, a tag or a commit that is in the repository',
    )
  }
  return stdout
}

/** The environment without what moves the repository: git sets that for its hooks. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const { env } = process
  return Object.fromEntries(Object.entries(env).filter(([name]) => !repositoryVariables.has(name)))
}

/** As `git rev-parse --local-env-vars` has them, but for the settings of the user's own. */
const repositoryVariables: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_REPLACE_REF_BASE',
  'GIT_INTERNAL_SUPER_PREFIX',
])

/** No prompt, no lock, and no fetch of what a partial clone lacks. */
const quietly = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  // Git before 2.39.4 does not know the one above; this leaves it no way to fetch by.
  GIT_ALLOW_PROTOCOL: 'none',
  // What a commit holds is what it was made of.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
}

/** Programs that a repository's own settings could name, and a repository in another's files. */
const harmless = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.warnAmbiguousRefs=true',
  '-c',
  'advice.graftFileDeprecated=false',
  '-c',
  'safe.bareRepository=explicit',
]
