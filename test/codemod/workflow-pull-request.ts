import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commit, git, gitEnvironment, initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import { FakeGh, type GivenState } from '../support/fake-gh.ts'
import type { Files } from '../support/project.ts'
import { writeProject } from '../support/project.ts'
import type { JobResult } from '../support/workflow-runner.ts'
import { runWorkflow } from '../support/workflow-runner.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** The package of a project that has the tool as it was built here. */
export const packageFile = JSON.stringify({
  private: true,
  type: 'module',
  devDependencies: { bottleworks: `file:${root}` },
})

/** What a run of the workflow on a pull request has come to. */
export interface Reviewed {
  readonly jobs: Readonly<Record<string, JobResult>>
  readonly state: GivenState
  readonly head: string
  readonly base: string
}

export interface PullRequestOptions {
  readonly workflow: string
  /** The files of the base; of the project, where that is in a folder. */
  readonly base: Files
  readonly project?: string
  /** Makes the pull request in a checkout of its branch. */
  readonly change: (repository: string, project: string) => void
  readonly branch?: string
  /** Files of the base above the project. */
  readonly above?: Files
  /** Programs before all others. */
  readonly path?: string
  /** Changes the artifacts, as a review that was taken over could. */
  readonly afterReview?: (artifacts: string) => void
  readonly state?: Partial<GivenState>
  /** Whether the output tree of the pull request is made of its bottles. */
  readonly synth?: boolean
}

/** Opens a pull request on a repository in `folder`, and runs the workflow on it. */
export function review(folder: string, options: PullRequestOptions): Reviewed {
  const { workflow, base: files, project = '.', change, branch = 'change', state } = options
  // As deep as the checkouts will be: npm locks the way to a folder from here.
  const origin = join(folder, 'run/origin/workspace/base')
  const own = join(origin, project)
  mkdirSync(own, { recursive: true })
  writeProject(origin, options.above ?? {})
  writeProject(own, { '.gitignore': 'node_modules/\n', ...files })
  for (const each of [origin, own]) {
    if (existsSync(join(each, 'package.json'))) lock(each, folder)
  }
  expectOk(bottle(['synth', '--project', own]))
  initRepository(origin)
  commit(origin)
  const base = git(origin, 'rev-parse', 'HEAD')
  git(origin, 'checkout', '--quiet', '-b', branch)
  change(origin, own)
  if (options.synth !== false) expectOk(bottle(['synth', '--project', own]))
  commit(origin)
  const head = git(origin, 'rev-parse', 'HEAD')
  git(origin, 'update-ref', 'refs/pull/7/head', head)
  git(origin, 'checkout', '--quiet', 'main')
  // The target has gone on since.
  writeProject(origin, { 'other.txt': 'another change\n' })
  commit(origin)
  const target = git(origin, 'rev-parse', 'HEAD')
  git(origin, 'branch', '--quiet', '-D', branch)
  const event = {
    pull_request: {
      number: 7,
      head: { sha: head, ref: branch },
      base: { sha: target, ref: 'main' },
    },
  }
  const gh = new FakeGh(folder, state)
  const jobs = runWorkflow(workflow, {
    folder: join(folder, 'run'),
    origin,
    event,
    path: options.path === undefined ? gh.path : `${options.path}:${gh.path}`,
    afterJob: (artifacts) => options.afterReview?.(artifacts),
    actions: {
      'OWNER/bottleworks@COMMIT': root,
      'OWNER/bottleworks/publish@COMMIT': join(root, 'publish'),
    },
    env: { XDG_CACHE_HOME: join(folder, 'cache') },
  })
  return { jobs, state: gh.state, head, base }
}

/** Has npm lock what the package depends on, as its developers did. */
function lock(project: string, folder: string): void {
  const { PATH } = process.env
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--package-lock-only', '--ignore-scripts', '--offline'],
    { cwd: project, encoding: 'utf8', env: { PATH, HOME: folder, ...gitEnvironment } },
  )
  if (status !== 0) throw new Error(stderr)
}

function expectOk({ status, stderr }: { status: number | null; stderr: string }): void {
  if (status !== 0) throw new Error(stderr)
}
