/**
 * Runs workflows as GitHub Actions would, as far as those of this project go: jobs in their order,
 * each in a folder of its own, composite actions, artifacts, and bash for what is run.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { evaluate } from './workflow-expression.ts'

type Values = Readonly<Record<string, string>>

interface YamlStep {
  readonly id?: string
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, unknown>>
  readonly 'continue-on-error'?: boolean
}

interface YamlJob {
  readonly needs?: string
  readonly if?: string
  readonly permissions: Values
  readonly steps: readonly YamlStep[]
}

interface YamlWorkflow {
  readonly jobs: Readonly<Record<string, YamlJob>>
}

interface YamlAction {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly YamlStep[] }
}

export interface RunnerOptions {
  /** An empty folder for all that the run leaves. */
  readonly folder: string
  /** The repository that is checked out of. */
  readonly origin: string
  readonly event: unknown
  /** The composite actions by what they are called in `uses`. */
  readonly actions?: Readonly<Record<string, string>>
  /** Programs of the runner, before those of the machine. */
  readonly path: string
  readonly env?: Values
  /** Does something to the artifacts when a job has ended. */
  readonly afterJob?: (artifacts: string) => void
}

export interface StepResult {
  readonly name: string
  readonly outcome: 'success' | 'failure' | 'skipped'
  readonly log: string
}

export interface JobResult {
  readonly conclusion: 'success' | 'failure' | 'skipped'
  readonly steps: readonly StepResult[]
  readonly summary: string
  readonly permissions: Values
  /** The folder of the job. */
  readonly workspace: string
}

/** What expressions of a place in a workflow see. */
interface Scope {
  readonly contexts: Readonly<Record<string, unknown>>
  readonly steps: Record<string, { outputs: Record<string, string> }>
  failed: boolean
}

/** Runs all jobs of a workflow. */
export function runWorkflow(
  text: string,
  options: RunnerOptions,
): Readonly<Record<string, JobResult>> {
  const { jobs } = parse(text) as YamlWorkflow
  const results: Record<string, JobResult> = {}
  for (const [name, job] of Object.entries(jobs)) {
    const failed = job.needs !== undefined && results[job.needs]?.conclusion !== 'success'
    results[name] = new Job(options, name, job, failed).run()
    options.afterJob?.(join(options.folder, 'artifacts'))
  }
  return results
}

class Job {
  readonly #options: RunnerOptions
  readonly #job: YamlJob
  readonly #failedBefore: boolean
  readonly #workspace: string
  readonly #temporary: string
  readonly #steps: StepResult[] = []
  readonly #contexts: Readonly<Record<string, unknown>>

  constructor(options: RunnerOptions, name: string, job: YamlJob, failedBefore: boolean) {
    this.#options = options
    this.#job = job
    this.#failedBefore = failedBefore
    this.#workspace = join(options.folder, name, 'workspace')
    this.#temporary = join(options.folder, name, 'temp')
    for (const folder of [this.#workspace, this.#temporary]) mkdirSync(folder, { recursive: true })
    this.#contexts = {
      github: { event: options.event, token: 'the-token' },
      runner: { temp: this.#temporary },
    }
  }

  run(): JobResult {
    const { if: condition = 'success()', steps, permissions } = this.#job
    const scope = this.#scope({}, this.#failedBefore)
    const common = { permissions, workspace: this.#workspace }
    if (!this.#holds(condition, scope)) {
      return { conclusion: 'skipped', steps: [], summary: '', ...common }
    }
    scope.failed = false
    this.#runSteps(steps, scope)
    const summary = this.#read('summary')
    const conclusion = scope.failed ? 'failure' : 'success'
    return { conclusion, steps: this.#steps, summary, ...common }
  }

  #scope(more: Readonly<Record<string, unknown>>, failed = false): Scope {
    const steps = {}
    return { contexts: { ...this.#contexts, ...more, steps }, steps, failed }
  }

  #holds(condition: string, scope: Scope): boolean {
    const text = condition.replace(/^\$\{\{(.*)\}\}$/s, '$1')
    const isOfStatus = /\b(?:success|failure|cancelled|always)\(/.test(text)
    const value = evaluate(text, scope.contexts, scope.failed)
    return Boolean(value) && (isOfStatus || !scope.failed)
  }

  #fill(values: Readonly<Record<string, unknown>> = {}, scope: Scope): Record<string, string> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        String(value).replace(/\$\{\{(.*?)\}\}/g, (_, text: string) =>
          String(evaluate(text, scope.contexts, scope.failed) ?? ''),
        ),
      ]),
    )
  }

  #runSteps(steps: readonly YamlStep[], scope: Scope): void {
    for (const step of steps) {
      const name = step.name ?? step.uses ?? ''
      if (!this.#holds(step.if ?? 'success()', scope)) {
        this.#steps.push({ name, outcome: 'skipped', log: '' })
        continue
      }
      const outputs: Record<string, string> = {}
      if (step.id !== undefined) scope.steps[step.id] = { outputs }
      const { ok, log } = this.#runStep(step, scope, outputs)
      this.#steps.push({ name, outcome: ok ? 'success' : 'failure', log })
      if (!ok && step['continue-on-error'] !== true) scope.failed = true
    }
  }

  #runStep(step: YamlStep, scope: Scope, outputs: Record<string, string>) {
    if (step.uses === undefined) return this.#runScript(step, scope, outputs)
    const given = this.#fill(step.with, scope)
    const folder = this.#options.actions?.[step.uses]
    if (folder === undefined) return this.#runKnown(step.uses, given)
    const action = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as YamlAction
    const unknown = Object.keys(given).filter((name) => action.inputs[name] === undefined)
    if (unknown.length > 0) throw new Error(`${step.uses} has no input ${unknown.join(', ')}`)
    const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default])
    const inner = this.#scope({ inputs: { ...Object.fromEntries(defaults), ...given } })
    this.#runSteps(action.runs.steps, inner)
    return { ok: !inner.failed, log: '' }
  }

  #runScript(step: YamlStep, scope: Scope, outputs: Record<string, string>) {
    // Whatever is in an expression would be a part of the script.
    if (step.run?.includes('${{')) throw new Error('a script has an expression')
    const script = join(mkdtempSync(join(this.#temporary, 'step-')), 'script.sh')
    writeFileSync(script, step.run ?? '')
    const files = { GITHUB_OUTPUT: join(script, '../output'), GITHUB_ENV: join(script, '../env') }
    for (const file of Object.values(files)) writeFileSync(file, '')
    const { PATH = '' } = process.env
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', script],
      {
        cwd: this.#workspace,
        encoding: 'utf8',
        env: {
          HOME: join(this.#options.folder, 'home'),
          PATH: `${this.#options.path}:${PATH}`,
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_WORKSPACE: this.#workspace,
          GITHUB_SERVER_URL: 'https://github.example',
          GITHUB_REPOSITORY: 'team/boxes',
          GITHUB_RUN_ID: '77',
          GITHUB_STEP_SUMMARY: join(this.#temporary, 'summary'),
          RUNNER_TEMP: this.#temporary,
          ...files,
          ...this.#options.env,
          ...this.#fill(step.env, scope),
        },
      },
    )
    if (readFileSync(files.GITHUB_ENV, 'utf8') !== '') throw new Error('GITHUB_ENV is written to')
    for (const line of readFileSync(files.GITHUB_OUTPUT, 'utf8').split('\n')) {
      const [, key, value] = /^([\w-]+)=(.*)$/.exec(line) ?? []
      if (key !== undefined && value !== undefined) outputs[key] = value
    }
    return { ok: status === 0, log: `${stdout}${stderr}` }
  }

  /** What the actions of others do, as far as it is asked for. */
  #runKnown(uses: string, given: Values): { readonly ok: boolean; readonly log: string } {
    const [, name] = /^(actions\/[\w-]+)@[0-9a-f]{40}$/.exec(uses) ?? []
    const artifact = join(this.#options.folder, 'artifacts', given.name ?? '')
    const place = (path = '') => join(this.#workspace, path)
    if (name === 'actions/setup-node') {
      return { ok: given['package-manager-cache'] === 'false' && !('cache' in given), log: '' }
    }
    if (name === 'actions/checkout') {
      if (given['persist-credentials'] !== 'false') throw new Error('credentials are kept')
      const argv = ['clone', '--quiet', '--no-checkout', this.#options.origin, place(given.path)]
      git(this.#workspace, argv)
      git(place(given.path), ['fetch', '--quiet', 'origin', '+refs/pull/*:refs/remotes/pull/*'])
      git(place(given.path), ['checkout', '--quiet', '--detach', given.ref ?? ''])
      return { ok: true, log: '' }
    }
    if (name === 'actions/upload-artifact') {
      if (!existsSync(given.path ?? '')) return { ok: false, log: 'no files were found' }
      cpSync(given.path ?? '', artifact, { recursive: true })
      return { ok: true, log: '' }
    }
    if (name === 'actions/download-artifact') {
      if (!existsSync(artifact)) return { ok: false, log: 'artifact not found' }
      cpSync(artifact, place(given.path), { recursive: true })
      return { ok: true, log: '' }
    }
    throw new Error(`nothing is known of ${uses}`)
  }

  #read(name: string): string {
    const path = join(this.#temporary, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
}

function git(folder: string, argv: readonly string[]): void {
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
  const { status, stderr } = spawnSync('git', argv, { cwd: folder, encoding: 'utf8', env })
  if (status !== 0) throw new Error(`git ${argv.join(' ')}: ${stderr}`)
}
