/** The actions that the steps use, each by the commit of a release. */
const pinned = {
  checkout: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0',
  setupNode: 'actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903 # v6.0.0',
  upload: 'actions/upload-artifact@330a01c490aca151604b8cf639adc76d48f6c5d4 # v5.0.0',
  download: 'actions/download-artifact@018cc2cf5baa6db3ef3c5f8a56943fffe632ef53 # v6.0.0',
} as const

/** A step of a job or of a composite action. */
export interface WorkflowStep {
  /** Why it is there, for who reads the YAML. */
  readonly comment?: string
  readonly id?: string
  readonly name?: string
  readonly if?: string
  readonly mayFail?: boolean
  readonly uses?: keyof typeof pinned
  readonly with?: Readonly<Record<string, string>>
  /** What the script is given. An expression stands here alone, and never in a script. */
  readonly env?: Readonly<Record<string, string>>
  /** A script for bash, which ends at the first command that fails. */
  readonly run?: string
}

/** An expression of GitHub Actions. */
export function expression(text: string): string {
  return `\${{ ${text} }}`
}

/**
 * The steps as YAML.
 *
 * @param shell Says the shell with each script, as composite actions must.
 */
export function stepsText(steps: readonly WorkflowStep[], indent: string, shell: boolean): string {
  return steps.map((step) => stepText(step, indent, shell)).join('')
}

function stepText(step: WorkflowStep, indent: string, shell: boolean): string {
  const { comment, id, name, if: condition, mayFail, uses, with: given, env, run } = step
  const lines = [
    ...(name === undefined ? [] : [`name: ${name}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(condition === undefined ? [] : [`if: ${expression(condition)}`]),
    ...(mayFail === true ? ['continue-on-error: true'] : []),
    ...(uses === undefined ? [] : [`uses: ${pinned[uses]}`]),
    ...mapLines('with', given),
    ...mapLines('env', env),
    ...(run !== undefined && shell ? ['shell: bash'] : []),
    ...(run === undefined ? [] : ['run: |', ...run.trim().split('\n').map(nested)]),
  ]
  const comments = (comment ?? '').split('\n').filter((line) => line !== '')
  return [
    ...comments.map((line) => `${indent}# ${line}`),
    ...lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`),
    '',
  ]
    .map((line) => line.trimEnd())
    .join('\n')
}

function mapLines(key: string, values: WorkflowStep['env'] = {}): readonly string[] {
  const entries = Object.entries(values)
  if (entries.length === 0) return []
  return [`${key}:`, ...entries.map(([name, value]) => nested(`${name}: ${scalar(value)}`))]
}

/** A value in one line of YAML, of which what is in quotes is JSON as well. */
export function scalar(value: string): string {
  return /^(?:\$\{\{ [^{}#:]* \}\}[\w./-]*|\.|[a-z][\w./-]*(?: [\w./-]+)*|\d{1,4})$/.test(value)
    ? value
    : JSON.stringify(value)
}

function nested(line: string): string {
  return `  ${line}`
}
