import { stepsText } from '../src/codemod/review-workflow/workflow-step.ts'
import { publishSteps, reviewSteps } from '../src/codemod/review-workflow/workflow-steps.ts'
import {
  publishJob,
  reviewJob,
  reviewWorkflow,
  workflowHead,
} from '../src/codemod/review-workflow.ts'

const made = '# Made by `npm run reference` from src/codemod/review-workflow/: change it there.\n'

/** The action that reviews, of which the steps are those of the workflow. */
function reviewAction(): string {
  const input = (name: string) => `\${{ inputs.${name} }}`
  const steps = reviewSteps({
    project: input('project'),
    failOn: input('fail-on'),
    failOnPart: input('fail-on-part'),
    node: input('node-version'),
    artifact: input('artifact'),
  })
  return `${made}name: Review bottles
description: Checks the bottles of a pull request, and reviews what changed, running nothing of it
inputs:
  project:
    description: The folder of the project in the repository
    default: .
  fail-on:
    description: "Findings that fail: widens, inside, any, or configured: as the base and the branch configure, the stricter of both"
    default: widens
  fail-on-part:
    description: Only findings of these parts, such as secrets,image
    default: ""
  node-version:
    description: The version of Node.js
    default: "22"
  artifact:
    description: The name of the artifact with the review, for the action in publish/
    default: review
outputs:
  status:
    description: "0: the gate is open, 2: it is closed, anything else: there is no review"
    value: \${{ steps.review.outputs.status }}
  since:
    description: The commit that the pull request is compared with
    value: \${{ steps.base.outputs.since }}
runs:
  using: composite
  steps:
${stepsText(steps, '    ', true)}`
}

/** The action that tells, for a job of its own. */
function publishAction(): string {
  const steps = publishSteps({
    artifact: '${{ inputs.artifact }}',
    mark: '<!-- bottleworks ${{ inputs.artifact }} -->',
    scanning: "inputs.code-scanning == 'true'",
  })
  return `${made}name: Publish a review of bottles
description: Keeps one comment on the pull request up to date, and gives the review to code scanning
inputs:
  artifact:
    description: The name of the artifact with the review
    default: review
  code-scanning:
    description: Whether code scanning is to have the review, which takes security-events of write
    default: "true"
runs:
  using: composite
  steps:
${stepsText(steps, '    ', true)}`
}

/** The workflow that uses the actions. */
export const actionWorkflow = `${workflowHead('bottles')}
jobs:
${reviewJob}      - uses: OWNER/bottleworks@COMMIT
        with:
          fail-on: widens

${publishJob}      - uses: OWNER/bottleworks/publish@COMMIT
`

/** The files of the actions, by their paths in this repository. */
export function actionFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['action.yml', reviewAction()],
    ['publish/action.yml', publishAction()],
  ])
}

/** The guide, with the workflows that it explains: each in the block after its mark. */
export function withWorkflows(guide: string): string {
  const blocks = { workflow: reviewWorkflow, action: actionWorkflow }
  return Object.entries(blocks).reduce((text, [name, block]) => {
    const pattern = new RegExp(`(<!-- made: ${name} -->\\n\`\`\`yaml\\n)[^]*?(\`\`\`\\n)`)
    if (!pattern.test(text)) throw new Error(`the guide has no block ${name}`)
    return text.replace(pattern, (_, head, tail) => `${head}${block}${tail}`)
  }, guide)
}
