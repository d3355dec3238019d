import { createInterface } from 'node:readline'
import { objectId } from './git-objects.ts'
import { startGit } from './git-process.ts'

/** Nobody waits longer for what is only told. */
const mostMilliseconds = 3000

/** What a search through the history of a repository has found. */
export interface FoundCommits {
  /** The id of the commit, by the path of the file. */
  readonly commits: ReadonlyMap<string, string>
  /** Whether all of the history was looked through, or everything was found. */
  readonly isWhole: boolean
}

/**
 * The last commits, from HEAD back, that gave files of a folder the bytes that they have.
 *
 * @param root The root of the repository.
 * @param folder The folder, in the repository.
 * @param files The bytes of the files, by their paths in the repository.
 */
export async function findCommitsOf(
  root: string,
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<FoundCommits> {
  const form = ['--format=%H', '--raw', '-c', '--no-abbrev', '--no-renames', '--no-show-signature']
  const git = startGit(root, ['log', ...form, 'HEAD', '--', `:(top,literal)${folder}`])
  git.on('error', () => {})
  git.stdin.end()
  git.stderr.resume()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    git.kill()
  }, mostMilliseconds)
  const commits = new Map<string, string>()
  const ids = new Map<string, string>()
  let commit = ''
  try {
    for await (const line of createInterface({ input: git.stdout })) {
      if (/^[0-9a-f]{40,64}$/.test(line)) commit = line
      // A merge has the modes and ids of all its parents before its own.
      const [, id = '', path = ''] = /^:.* ([0-9a-f]+) [A-Z]+\t(.*)$/.exec(line) ?? []
      const bytes = files.get(path)
      if (bytes === undefined || commits.has(path)) continue
      if (!ids.has(path)) ids.set(path, objectId('blob', Buffer.from(bytes), commit.length))
      if (ids.get(path) === id) commits.set(path, commit)
      if (commits.size === files.size) break
    }
  } finally {
    clearTimeout(timer)
    git.kill()
  }
  return { commits, isWhole: !isLate }
}
