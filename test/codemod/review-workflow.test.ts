import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { reviewWorkflow } from '../../src/codemod/review-workflow.ts'
import { commit, git, gitEnvironment, initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject, makeSharedProject, writeProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Step {
  readonly run: string
  readonly folder: string
}

/** The commands of the job that reads the pull request, in their order. */
function stepsOf(workflow: string): readonly Step[] {
  const [job = ''] = workflow.split(/^ {2}comment:$/m)
  return job
    .split(/^ {6}- /m)
    .slice(1)
    .flatMap((step) => {
      const block = /^ *run: \|\n((?: {10}.*\n)+)/m.exec(step)?.[1]?.replace(/^ {10}/gm, '')
      const command = block ?? /^ *run: (.+)$/m.exec(step)?.[1]
      if (command === undefined) return []
      return [{ run: command, folder: /^ *working-directory: (.+)$/m.exec(step)?.[1] ?? '.' }]
    })
}

describe('the workflow that init writes', () => {
  it('is the one that the guide explains', () => {
    const guide = readFileSync(join(root, 'docs/guides/ci.md'), 'utf8')
    expect(guide).toContain(`\`\`\`yaml\n${reviewWorkflow}\`\`\``)
  })

  it('is written as it is', () => {
    const project = makeProject()
    expect(bottle(['init', '--project', project]).status).toBe(0)
    const written = readFileSync(join(project, '.github/workflows/bottles.yml'), 'utf8')
    expect(written).toBe(reviewWorkflow)
  })

  it('runs no command in the folder of the pull request, and gives it no settings', () => {
    expect(reviewWorkflow).not.toMatch(/working-directory: change|\bcd |npx /)
    const installs = [...reviewWorkflow.matchAll(/npm .*\n.*/g)].map(([text]) => text.trim())
    expect(installs).toEqual(['npm ci --ignore-scripts\n        working-directory: base'])
  })
})

describe('the steps of the workflow, on a pull request that would run its own tool', () => {
  const workspace = makeSharedProject()
  const marker = join(workspace, 'evil-ran')
  const environment: Record<string, string> = {}
  let statuses: readonly (number | null)[] = []

  /** All that a branch can commit to have something run. */
  function writeEvil(change: string): void {
    const evil = `require('node:fs').appendFileSync(${JSON.stringify(marker)}, process.argv.join(' ') + '\\n')\n`
    const script = `#!/usr/bin/env node\n${evil}`
    const scripts = Object.fromEntries(
      ['preinstall', 'install', 'postinstall', 'prepare', 'check', 'bottle'].map((name) => [
        name,
        `echo ${name} >> ${marker}`,
      ]),
    )
    const dependency = { bottleworks: 'file:./evil' }
    writeProject(change, {
      'package.json': JSON.stringify({
        private: true,
        type: 'module',
        scripts,
        devDependencies: dependency,
        bottleworks: { strict: false },
      }),
      'package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': { devDependencies: dependency },
          evil: { name: 'bottleworks', version: '9.9.9', bin: { bottle: 'main.cjs' } },
          'node_modules/bottleworks': { resolved: 'evil', link: true },
        },
      }),
      'evil/package.json': JSON.stringify({
        name: 'bottleworks',
        version: '9.9.9',
        bin: { bottle: 'main.cjs' },
        scripts,
      }),
      'evil/main.cjs': script,
      '.npmrc': `node-options=--require ${join(change, 'evil/main.cjs')}\nscript-shell=${join(change, 'evil/main.cjs')}\nignore-scripts=false\n`,
      'node_modules/.bin/bottle': script,
      'node_modules/bottleworks/package.json': JSON.stringify({
        name: 'bottleworks',
        main: 'index.cjs',
      }),
      'node_modules/bottleworks/index.cjs': evil,
      'node_modules/typescript/package.json': JSON.stringify({
        name: 'typescript',
        main: 'index.cjs',
      }),
      'node_modules/typescript/index.cjs': evil,
      'bottles/index.cjs': evil,
      'tsconfig.json': JSON.stringify({
        compilerOptions: { plugins: [{ name: './evil/main.cjs' }] },
      }),
      '.gitattributes': '* diff=evil filter=evil\n',
      '.githooks/post-checkout': script,
      '.node_repl_history': evil,
      'bottles/web.bottle.ts': bottleSource('web', ".net(gvproxy('/run/other.sock'))"),
    })
    for (const path of ['evil/main.cjs', 'node_modules/.bin/bottle', '.githooks/post-checkout']) {
      chmodSync(join(change, path), 0o755)
    }
  }

  function shell(command: string, folder: string, more: Record<string, string> = {}) {
    const { PATH = '', HOME = '' } = process.env
    return spawnSync('bash', ['-e', '-c', command], {
      cwd: join(workspace, folder),
      encoding: 'utf8',
      env: { PATH, HOME, ...gitEnvironment, ...environment, ...more },
    })
  }

  beforeAll(() => {
    const origin = join(workspace, 'origin')
    mkdirSync(origin)
    // The tool as the base's lockfile names it: what was built here.
    const dependency = { bottleworks: `file:${root.replace(/\/$/, '')}` }
    writeProject(origin, {
      'package.json': JSON.stringify({
        private: true,
        type: 'module',
        devDependencies: dependency,
      }),
      'bottles/web.bottle.ts': bottleSource('web'),
      '.gitignore': '',
    })
    const lock = shell('npm install --package-lock-only --ignore-scripts --offline', 'origin')
    expect(lock.stderr).toBe('')
    expect(bottle(['synth', '--project', origin]).status).toBe(0)
    initRepository(origin)
    commit(origin)
    const base = git(origin, 'rev-parse', 'HEAD')
    cpSync(origin, join(workspace, 'base'), { recursive: true })
    writeEvil(origin)
    commit(origin)
    git(workspace, 'clone', '--quiet', origin, 'change')
    mkdirSync(join(workspace, 'temp'))
    Object.assign(environment, {
      BASE: base,
      RUNNER_TEMP: join(workspace, 'temp'),
      GITHUB_ENV: join(workspace, 'environment'),
    })
    statuses = stepsOf(reviewWorkflow).map(({ run, folder }) => {
      const path = environment['GITHUB_ENV'] ?? ''
      const since = existsSync(path)
        ? /SINCE=(.*)/.exec(readFileSync(path, 'utf8'))?.[1]
        : undefined
      return shell(run, folder, since === undefined ? {} : { SINCE: since }).status
    })
  }, 120_000)

  it('run the tool of the base, which reviews and refuses', () => {
    expect(statuses).toEqual([0, 0, 2, 2])
    const review = readFileSync(join(workspace, 'temp/review/review.md'), 'utf8')
    expect(review).toContain('`attributes.filter`')
  })

  it('run nothing of the pull request', () => {
    expect(existsSync(marker) ? readFileSync(marker, 'utf8') : '').toBe('')
  })

  it('would have, in the folder of the pull request', () => {
    shell('npm ci --ignore-scripts; npx bottle check --project .', 'change')
    expect(existsSync(marker)).toBe(true)
  })
})
