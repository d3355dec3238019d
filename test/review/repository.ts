import { spawnSync } from 'node:child_process'

/** Nothing of the machine's own git settings, and always the same author and time. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'A. Author',
  GIT_AUTHOR_EMAIL: 'author@example.com',
  GIT_AUTHOR_DATE: '2024-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'A. Author',
  GIT_COMMITTER_EMAIL: 'author@example.com',
  GIT_COMMITTER_DATE: '2024-01-01T00:00:00Z',
}

/** Runs git in `folder`, and gives what it prints. */
export function git(folder: string, ...argv: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', argv, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...gitEnvironment },
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`git ${argv.join(' ')}: ${stderr}`)
  return stdout.trim()
}

/** Puts entries into the index of `folder`, in the form that `git update-index --index-info` reads. */
export function stageEntries(folder: string, entries: string): void {
  const { status, stderr } = spawnSync('git', ['update-index', '--index-info'], {
    cwd: folder,
    input: entries,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...gitEnvironment },
  })
  if (status !== 0) throw new Error(stderr)
}

/** Makes `folder` a repository. */
export function initRepository(folder: string, ...options: readonly string[]): void {
  git(folder, 'init', '--quiet', '--initial-branch=main', ...options)
}

/** Commits all that is in `folder`. */
export function commit(folder: string, message = 'a commit'): void {
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--allow-empty', '--no-gpg-sign', '--message', message)
}
