/**
 * The scripts of the workflow, for bash with -e and pipefail. What they are told is in the
 * environment. They run in the folder above `base`, the target branch, and `change`, the pull
 * request: nothing runs in `change`, and no program, setting or lockfile is taken from it.
 */

/** Installs the tool that the base names. Outputs: `tool`, its program, and `since`, the merge base. */
export const installScript = `
case /$PROJECT/ in //* | */../*) echo '::error::the project is a folder of the repository, such as apps/web'; exit 1 ;; esac
folder=$PROJECT
until [ -e "base/$folder/package-lock.json" ] || [ -e "base/$folder/pnpm-lock.yaml" ] || [ -e "base/$folder/yarn.lock" ]; do
  [ "$folder" != . ] || { echo '::error::the base has no lockfile of npm, pnpm or yarn, which says what bottleworks is'; exit 1; }
  folder=$(dirname "$folder")
done
(
  cd "base/$folder"
  export COREPACK_ENABLE_DOWNLOAD_PROMPT=0 YARN_NODE_LINKER=node-modules
  if [ -e package-lock.json ]; then npm ci --ignore-scripts
  elif [ -e pnpm-lock.yaml ]; then corepack pnpm install --frozen-lockfile --ignore-scripts
  elif [ -e .yarnrc.yml ]; then corepack yarn install --immutable --mode=skip-build
  else corepack yarn install --frozen-lockfile --ignore-scripts
  fi
)
folder=$PROJECT
until [ -x "base/$folder/node_modules/.bin/bottleworks" ]; do
  [ "$folder" != . ] || { echo '::error::the lockfile of the base names no bottleworks'; exit 1; }
  folder=$(dirname "$folder")
done
echo "tool=base/$folder/node_modules/.bin/bottleworks" >> "$GITHUB_OUTPUT"
echo "since=$(git -C change merge-base "$BASE" HEAD)" >> "$GITHUB_OUTPUT"
`

/** Writes the review. Output: `status`, 0 or, where the gate is closed, 2; else there is no review. */
export const reviewScript = `
out=$RUNNER_TEMP/review
mkdir "$out"
set -- --project "change/$PROJECT" --base "$SINCE" --markdown
set -- "$@" --html "$out/review.html" --sarif "$out/review.sarif"
set -- "$@" --link "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob/$HEAD/{file}#L{line}"
[ "$FAIL_ON" = configured ] || set -- "$@" --fail-on "$FAIL_ON"
[ -z "$FAIL_ON_PART" ] || set -- "$@" --fail-on-part "$FAIL_ON_PART"
status=0
"$TOOL" diff "$@" > "$out/review.md" || status=$?
[ "$status" = 0 ] || [ "$status" = 2 ] ||
  echo 'The bottles cannot be reviewed: see the log of the workflow.' > "$out/review.md"
cat "$out/review.md" >> "$GITHUB_STEP_SUMMARY"
echo "status=$status" >> "$GITHUB_OUTPUT"
`

/** Fails unless the output tree is what the source gives, by the base's configuration and policies. */
export const checkScript = `
set -- --project "change/$PROJECT" --base "$SINCE"
[ ! -d "base/$PROJECT/policies" ] || set -- "$@" --policies "base/$PROJECT/policies"
"$TOOL" check "$@"
`

/** Fails when the gate is closed, or there is no review. */
export const gateScript = `
case $STATUS in
  0) echo 'the gate is open' ;;
  2) echo "::error::changes of the bottles are what the gate, $FAIL_ON, stops: see the review"; exit 2 ;;
  *) echo "::error::the bottles cannot be reviewed (exit code $STATUS): see the log of the review"; exit 1 ;;
esac
`

/** Keeps one comment up to date. What it is told was made from the pull request: it is text. */
export const commentScript = `
run=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID
if [ ! -f review/review.md ] || [ -L review/review.md ]; then
  text="The bottles were not reviewed: see [the log of the workflow]($run)."
elif [ "$(LC_ALL=C.UTF-8 wc -m < review/review.md)" -gt $((65536 - \${#MARK} - 1)) ]; then
  text="The review is too long for a comment: see [the workflow]($run), which has it as an artifact."
else
  text=$(cat review/review.md)
fi
printf '%s\\n%s' "$MARK" "$text" > "$RUNNER_TEMP/comment.md"
comments=repos/$GITHUB_REPOSITORY/issues
own='.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARK))) | .id'
id=$(gh api --paginate "$comments/$NUMBER/comments?per_page=100" --jq "$own" | sed -n 1p)
case $id in
  '') gh api --silent "$comments/$NUMBER/comments" -F body=@"$RUNNER_TEMP/comment.md" ;;
  *) gh api --silent --method PATCH "$comments/comments/$id" -F body=@"$RUNNER_TEMP/comment.md" ;;
esac
`

/** Gives the review to code scanning, where that is on. */
export const scanningScript = `
[ -f review/review.sarif ] && [ ! -L review/review.sarif ] || exit 0
gzip -c review/review.sarif | base64 -w0 > "$RUNNER_TEMP/sarif"
gh api --silent "repos/$GITHUB_REPOSITORY/code-scanning/sarifs" -f commit_sha="$HEAD" \\
  -f ref="refs/pull/$NUMBER/head" -F sarif=@"$RUNNER_TEMP/sarif" ||
  echo '::warning::code scanning has not taken the review: it may not be on for this repository'
`
