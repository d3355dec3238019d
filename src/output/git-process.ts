import { spawn, spawnSync } from 'node:child_process'
import { delimiter, isAbsolute, relative, sep } from 'node:path'
import { quote, quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'

/** What git says of a repository; its words are in English, whatever the user's language is. */
export interface Said {
  readonly ok: boolean
  /** Its standard output, without the last line feed. */
  readonly text: string
  /** The first line of what it complains of, and all of it. */
  readonly reason: string
  readonly complaint: string
}

/**
 * Runs a command of git's plumbing in a folder, which is the root of a work tree: no other is looked
 * for.
 *
 * @throws FileError (BW140) when there is no git.
 */
export function askGit(root: string, argv: readonly string[]): Said {
  const { bytes, ...said } = askGitForBytes(root, argv)
  return { ...said, text: bytes.toString().replace(/\n$/, '') }
}

/** Most bytes of one answer: an index of a million files has fewer. */
const mostBytes = 256 * 1024 * 1024

/**
 * As {@link askGit}, of an answer that need not be text.
 *
 * @param index Absolute path of the index. Default: the work tree's own.
 */
export function askGitForBytes(
  root: string,
  argv: readonly string[],
  index?: string,
): Omit<Said, 'text'> & { readonly bytes: Buffer } {
  const { status, stdout, stderr, error } = spawnSync('git', [...harmless, ...argv], {
    cwd: root,
    env: { ...environment(root), ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) },
    maxBuffer: mostBytes,
  })
  if (error !== undefined) throw notStarted(error)
  const complaint = stderr.toString().trim()
  const reason = complaint.split('\n')[0] ?? ''
  return { ok: status === 0, bytes: stdout, reason, complaint }
}

/** Starts a command as {@link askGit} runs it, to be talked with. */
export function startGit(root: string, argv: readonly string[]) {
  return spawn('git', [...harmless, ...argv], { cwd: root, env: environment(root) })
}

/** The error that git cannot be started at all (BW140). */
export function notStarted(error: Error): FileError {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
    return new FileError('BW140', `git cannot be started: ${quote(error.message)}`)
  }
  const hint = 'install git, outside of the repository; of PATH, absolute folders count'
  return new FileError('BW140', 'git is not installed', hint)
}

/**
 * The environment of git. Of its own variables the user's settings remain, and nothing that names
 * another repository, index, object store or program: git sets such variables for its hooks.
 */
function environment(root: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name, value = '']) => {
    if (/^(?:HOME|XDG_CONFIG_HOME|GIT_CONFIG_(?:GLOBAL|SYSTEM))$/.test(name)) {
      return isOutside(root, value)
    }
    return !name.startsWith('GIT_') || /^GIT_CONFIG_(?:NOSYSTEM|COUNT|[A-Z]+_\d+)$/.test(name)
  })
  const path = (process.env.PATH ?? '').split(delimiter).filter((each) => isOutside(root, each))
  return {
    ...Object.fromEntries(kept),
    ...quietly,
    // An empty PATH would be git's own idea of one.
    PATH: path.length === 0 ? '/nonexistent' : path.join(delimiter),
    // Whatever core.worktree and core.bare say.
    GIT_WORK_TREE: root,
    GIT_CEILING_DIRECTORIES: root.slice(0, root.lastIndexOf(sep)) || sep,
  }
}

/** Whether `path` is one that a branch cannot put a program or a setting at. */
function isOutside(root: string, path: string): boolean {
  if (!isAbsolute(path)) return false
  const inside = relative(root, path)
  return inside === '..' || inside.startsWith(`..${sep}`)
}

/** No prompt, no lock, and no fetch of what a partial clone lacks. */
const quietly = {
  LC_ALL: 'C',
  LANGUAGE: '',
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
  ...[
    'core.fsmonitor=false',
    'submodule.recurse=false',
    'core.hooksPath=/dev/null',
    'core.commitGraph=false',
    'core.warnAmbiguousRefs=true',
    'advice.graftFileDeprecated=false',
    'safe.bareRepository=explicit',
  ].flatMap((setting) => ['-c', setting]),
]

/** What could be the reason that something of a repository is missing, and what to do about it. */
export function adviceOnMissing(root: string): string | undefined {
  if (askGit(root, ['rev-parse', '--is-shallow-repository']).text === 'true') {
    return 'the clone is shallow: fetch all of it, with fetch-depth: 0 in actions/checkout, or git fetch --unshallow'
  }
  const partial = ['config', '--get-regexp', '^(extensions\\.partialclone|remote\\..*\\.promisor)$']
  if (askGit(root, partial).ok) {
    return 'the clone is partial, and nothing is fetched here: clone without --filter, or run git fetch --refetch --no-filter'
  }
  return undefined
}

/** What to do about what git complains of when it opens a repository. */
export function adviceOnOpening(root: string, { complaint }: Said): string | undefined {
  if (!/dubious ownership|unsafe repository|safe\.directory/.test(complaint)) return undefined
  return `it belongs to another user; if you trust it, run git config --global --add safe.directory ${quotePath(root)}`
}
