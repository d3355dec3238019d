import {
  checkScript,
  commentScript,
  gateScript,
  installScript,
  reviewScript,
  scanningScript,
} from './scripts.ts'
import type { WorkflowStep } from './workflow-step.ts'
import { expression } from './workflow-step.ts'

/** What people say of the review: words, or expressions that give them. */
export interface ReviewWords {
  /** The project's folder in the repository, `.` being all of it. */
  readonly project: string
  readonly failOn: string
  readonly failOnPart: string
  readonly node: string
  /** The name under which the review is handed on. */
  readonly artifact: string
}

const pullRequest = 'github.event.pull_request'
const isReviewed = "!cancelled() && steps.base.outputs.since != ''"

/** The job that reads the pull request: its token can read, and no more. */
export function reviewSteps(words: ReviewWords): readonly WorkflowStep[] {
  const head = expression(`${pullRequest}.head.sha`)
  const common = {
    PROJECT: words.project,
    TOOL: expression('steps.base.outputs.tool'),
    SINCE: expression('steps.base.outputs.since'),
  }
  return [
    {
      comment: 'The base decides which tool runs.',
      uses: 'checkout',
      with: {
        ref: expression(`${pullRequest}.base.sha`),
        path: 'base',
        'persist-credentials': 'false',
      },
    },
    {
      comment: 'The pull request is data, in a folder of its own.',
      uses: 'checkout',
      with: { ref: head, path: 'change', 'fetch-depth': '0', 'persist-credentials': 'false' },
    },
    {
      comment: 'No cache: what one run leaves there, the next would run.',
      uses: 'setupNode',
      with: { 'node-version': words.node, 'package-manager-cache': 'false' },
    },
    {
      id: 'base',
      name: 'the tool of the base',
      env: { PROJECT: words.project, BASE: expression(`${pullRequest}.base.sha`) },
      run: installScript,
    },
    {
      id: 'review',
      name: 'review',
      env: { ...common, HEAD: head, FAIL_ON: words.failOn, FAIL_ON_PART: words.failOnPart },
      run: reviewScript,
    },
    {
      uses: 'upload',
      with: { name: words.artifact, path: `${expression('runner.temp')}/review` },
    },
    {
      name: 'the output tree is what the source gives',
      if: isReviewed,
      env: common,
      run: checkScript,
    },
    {
      name: 'no change is one that the gate stops',
      if: isReviewed,
      env: { STATUS: expression('steps.review.outputs.status'), FAIL_ON: words.failOn },
      run: gateScript,
    },
  ]
}

/** What the job that tells the review knows. */
export interface PublishWords {
  readonly artifact: string
  /** The first line of the comment, by which it is found again. */
  readonly mark: string
  /** A condition for code scanning. */
  readonly scanning?: string
}

/** The job that tells: its token can write, and it runs and evaluates nothing of the pull request. */
export function publishSteps({ artifact, mark, scanning }: PublishWords): readonly WorkflowStep[] {
  const env = {
    GH_TOKEN: expression('github.token'),
    NUMBER: expression(`${pullRequest}.number`),
  }
  return [
    {
      comment: 'What it holds was made from the pull request: it is text, and no more.',
      name: 'the review, if there is one',
      mayFail: true,
      uses: 'download',
      with: { name: artifact, path: 'review' },
    },
    { name: 'comment', env: { ...env, MARK: mark }, run: commentScript },
    {
      name: 'code scanning',
      if: scanning === undefined ? '!cancelled()' : `!cancelled() && ${scanning}`,
      env: { ...env, HEAD: expression(`${pullRequest}.head.sha`) },
      run: scanningScript,
    },
  ]
}
