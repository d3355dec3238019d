import { scalar, stepsText } from './review-workflow/workflow-step.ts'
import { publishSteps, reviewSteps } from './review-workflow/workflow-steps.ts'

/** The path of the workflow, from the root of the repository. */
export const reviewWorkflowPath = '.github/workflows/bottles.yml'

/**
 * The workflow that reviews pull requests, as docs/guides/ci.md explains it. The tool is installed
 * by the base's lockfile, in the base's folder; the pull request is data in another.
 *
 * @param project The project's folder in the repository, with `/`. Default: all of it.
 */
export function reviewWorkflowFor(project = '.'): string {
  const artifact = 'review'
  const steps = reviewSteps({ project, failOn: 'widens', failOnPart: '', node: '22', artifact })
  const mark = markOf(project)
  return `# ${reviewWorkflowPath}
${workflowHead('bottles')}
jobs:
${reviewJob}${stepsText(steps, '      ', false)}
${publishJob}${stepsText(publishSteps({ artifact, mark }), '      ', false)}`
}

/** What stands before the steps of the job that reviews, which can write nothing. */
export const reviewJob = `  review:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
`

/** What stands before the steps of the job that publishes, which sees the review as text. */
export const publishJob = `  publish:
    needs: review
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    permissions:
      pull-requests: write
      security-events: write
    steps:
`

/** The workflow of a project that is all of its repository. */
export const reviewWorkflow = reviewWorkflowFor()

/** What stands before the jobs of a workflow that reviews. */
export function workflowHead(name: string): string {
  return `name: ${scalar(name)}
on: pull_request_target # zizmor: ignore[dangerous-triggers] nothing of the pull request is run
permissions: {}
concurrency:
  group: ${name}-\${{ github.event.pull_request.number }}
  cancel-in-progress: true
defaults:
  run:
    shell: bash
`
}

/** The first line of a comment: each project of a repository has its own. */
function markOf(project: string): string {
  return project === '.' ? '<!-- bottleworks -->' : `<!-- bottleworks ${project} -->`
}
