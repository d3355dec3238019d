/**
 * The workflow that reviews pull requests, as docs/guides/ci.md explains it. The tool is installed
 * by the base's lockfile, in the base's folder; the pull request is data in another.
 */
export const reviewWorkflow = `# .github/workflows/bottles.yml
name: bottles
on: pull_request_target
permissions: {}
concurrency:
  group: bottles-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

jobs:
  review:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      # The base decides which tool runs.
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.base.sha }}
          path: base
          persist-credentials: false
      # The pull request is data, in a folder of its own.
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.head.sha }}
          path: change
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci --ignore-scripts
        working-directory: base
      - name: review
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
        run: |
          mkdir "$RUNNER_TEMP/review"
          since=$(git -C change merge-base "$BASE" HEAD)
          echo "SINCE=$since" >> "$GITHUB_ENV"
          base/node_modules/.bin/bottle diff --project change --base "$since" --markdown \\
            --html "$RUNNER_TEMP/review/review.html" > "$RUNNER_TEMP/review/review.md" ||
            [ $? -eq 2 ] || echo 'The bottles cannot be reviewed: see the log of the workflow.' > "$RUNNER_TEMP/review/review.md"
      - uses: actions/upload-artifact@v4
        with:
          name: review
          path: \${{ runner.temp }}/review
      - name: the output tree is what the source gives
        if: \${{ !cancelled() && env.SINCE != '' }}
        run: |
          policies=$([ ! -d base/policies ] || echo '--policies base/policies')
          base/node_modules/.bin/bottle check --project change --base "$SINCE" $policies
      - name: no change widens
        if: \${{ !cancelled() && env.SINCE != '' }}
        run: base/node_modules/.bin/bottle diff --project change --base "$SINCE" --fail-on widens

  comment:
    needs: review
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    permissions:
      pull-requests: write
    steps:
      - id: review
        continue-on-error: true
        uses: actions/download-artifact@v4
        with:
          name: review
          path: review
      - env:
          GH_TOKEN: \${{ github.token }}
          COMMENTS: repos/\${{ github.repository }}/issues/\${{ github.event.pull_request.number }}/comments
        run: |
          mark='<!-- bottleworks -->'
          { echo "$mark"; cat review/review.md || echo 'The bottles were not reviewed: see the log of the workflow.'; } > comment.md
          id=$(gh api --paginate "$COMMENTS" --jq ".[] | select(.user.login == \\"github-actions[bot]\\" and (.body | startswith(\\"$mark\\"))) | .id" | sed 1q)
          if [ -n "$id" ]; then
            gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F body=@comment.md
          else
            gh api --silent "$COMMENTS" -F body=@comment.md
          fi
`
