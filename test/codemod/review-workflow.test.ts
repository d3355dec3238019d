import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { actionFiles, actionWorkflow, withWorkflows } from '../../scripts/action.ts'
import { reviewWorkflow, reviewWorkflowFor } from '../../src/codemod/review-workflow.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject, makeSharedProject, writeProject } from '../support/project.ts'
import type { JobResult } from '../support/workflow-runner.ts'
import { packageFile, type Reviewed, review } from './workflow-pull-request.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('the workflow', () => {
  it('is the one that the guide explains, and the actions are of the same source', () => {
    const guide = readFileSync(join(root, 'docs/guides/ci.md'), 'utf8')
    expect(withWorkflows(guide)).toBe(guide)
    for (const [path, text] of actionFiles()) {
      expect(readFileSync(join(root, path), 'utf8')).toBe(text)
    }
  })

  it('is written as it is', () => {
    const project = makeProject()
    expect(bottle(['init', '--project', project]).status).toBe(0)
    const written = readFileSync(join(project, '.github/workflows/bottles.yml'), 'utf8')
    expect(written).toBe(reviewWorkflow)
  })

  it('pins what it uses, keeps no credentials and no cache, and gives scripts no expression', () => {
    const texts = [reviewWorkflow, actionWorkflow, ...actionFiles().values()]
    for (const text of texts) {
      const scripts: string[] = []
      parse(text, (key, value) => {
        if (key === 'run' && typeof value === 'string') scripts.push(value)
        return value
      })
      expect(scripts.join('\n')).not.toContain('${{')
      expect(text).not.toMatch(/head_ref|head\.ref|\.title|\.body \}\}|actions\/cache|cache: npm/)
      const used = [...text.matchAll(/uses: (\S+)/g)].map(([, name]) => name)
      for (const name of used) expect(name).toMatch(/@(?:[0-9a-f]{40}|COMMIT)$/)
      const checkouts = text.match(/uses: actions\/checkout/g)?.length ?? 0
      expect(text.match(/persist-credentials: false/g)?.length ?? 0).toBe(checkouts)
    }
  })

  it('lets no job that can write read the pull request', () => {
    const { jobs } = parse(reviewWorkflow)
    expect(jobs.review.permissions).toEqual({ contents: 'read' })
    const used = jobs.publish.steps.flatMap(({ uses = '' }: { uses?: string }) => uses || [])
    expect(used).toEqual([expect.stringContaining('download-artifact')])
  })

  it('finds its comment by the author and the mark', (context) => {
    const filter = /own='(.*)'/.exec(reviewWorkflow)?.[1] ?? ''
    const comments = [
      ['somebody', '<!-- bottleworks -->\nmine'],
      ['github-actions[bot]', 'quoted <!-- bottleworks -->'],
      ['github-actions[bot]', '<!-- bottleworks -->\nits own'],
    ].map(([login, body], id) => ({ id, user: { login }, body }))
    const { stdout, error } = spawnSync('jq', [filter], {
      input: JSON.stringify(comments),
      encoding: 'utf8',
      env: { PATH: process.env.PATH, MARK: '<!-- bottleworks -->' },
    })
    if (error !== undefined) return context.skip('jq is not installed')
    expect(stdout).toBe('2\n')
  })
})

const variants = { 'written out': reviewWorkflow, 'of the actions': actionWorkflow } as const
const base = { 'package.json': packageFile, 'bottles/web.bottle.ts': bottleSource('web') }
const limited = (hosts: readonly string[]) =>
  `import { machine, virtioNet } from 'bottleworks'\n\nexport default machine('box').image('alpine').net(virtioNet({ allowHosts: ${JSON.stringify(hosts)} }))\n`

function outcomes({ jobs }: Reviewed, job: string): Readonly<Record<string, string>> {
  const steps = jobs[job]?.steps ?? []
  return Object.fromEntries(
    steps.flatMap(({ name, outcome }) =>
      name.startsWith('actions/') || name.startsWith('OWNER/') ? [] : [[name, outcome]],
    ),
  )
}

function logOf(job: JobResult | undefined): string {
  return (job?.steps ?? []).map(({ log }) => log).join('\n')
}

describe.each(Object.entries(variants))('a run of the workflow, %s', (_, workflow) => {
  it('on a change that is good passes, comments, and gives code scanning the review', () => {
    const {
      jobs,
      state,
      head,
      base: since,
    } = review(makeProject(), {
      workflow,
      base: { ...base, 'bottles/box.bottle.ts': limited(['a.example', 'b.example']) },
      change: (_, project) =>
        writeProject(project, { 'bottles/box.bottle.ts': limited(['a.example']) }),
    })
    expect(logOf(jobs.review)).toContain('the gate is open')
    expect([jobs.review?.conclusion, jobs.publish?.conclusion]).toEqual(['success', 'success'])
    expect(state.requests).toEqual(['comment', `sarif ${head}`])
    const [comment] = state.comments
    expect(comment?.body).toMatch(/^<!-- bottleworks.* -->\n## Bottles: no change widens/)
    // The target has gone on, and is not what the change is compared with.
    expect(comment?.body).toContain(`Compared with \`${since}\``)
    expect(comment?.body).toContain(
      `](<https://github.example/team/boxes/blob/${head}/bottles/box.bottle.ts#L3>)`,
    )
    expect(jobs.review?.summary).toBe(`${comment?.body.replace(/^.*\n/, '')}\n`)
    expect(JSON.parse(state.sarif ?? '')).toMatchObject({ version: '2.1.0' })
  }, 120_000)

  it('on one that widens fails, and keeps its one comment up to date', () => {
    const mark =
      workflow === reviewWorkflow ? '<!-- bottleworks -->' : '<!-- bottleworks review -->'
    const others = [
      { id: 1, user: { login: 'mallory' }, body: `${mark}\nfine` },
      { id: 2, user: { login: 'github-actions[bot]' }, body: `${mark}\nold` },
    ]
    const reviewed = review(makeProject(), {
      workflow,
      base: { ...base, 'bottles/box.bottle.ts': limited(['a.example']) },
      state: { comments: others, refusesSarif: true },
      change: (_, project) =>
        writeProject(project, { 'bottles/box.bottle.ts': limited(['a.example', 'evil.example']) }),
    })
    const { jobs, state } = reviewed
    expect(outcomes(reviewed, 'review')).toEqual({
      'the tool of the base': 'success',
      review: 'success',
      'the output tree is what the source gives': 'success',
      'no change is one that the gate stops': 'failure',
    })
    expect(state.requests).toEqual(['edit 2'])
    expect(state.comments).toHaveLength(2)
    expect(state.comments[1]?.body).toContain('1 change widens')
    expect(state.comments[0]?.body).toBe(`${mark}\nfine`)
    expect(jobs.publish?.conclusion).toBe('success')
    expect(logOf(jobs.publish)).toContain('::warning::code scanning has not taken the review')
  }, 120_000)

  describe('on one that would run its own tool, settings and judges', () => {
    let reviewed: Reviewed
    const workspace = makeSharedProject()
    const marker = join(workspace, 'evil-ran')
    const judge = (body: string) =>
      `import { policy } from 'bottleworks/policy'\n\nexport default policy('team/own', { acknowledgeable: true }, ({ bottle, report }) => {\n  ${body}\n})\n`

    beforeAll(() => {
      reviewed = review(join(workspace, 'all'), {
        workflow,
        base: {
          ...base,
          'policies/own.policy.ts': judge("if (bottle.slug === 'box') report('image', 'a box')"),
          'bottleworks.config.json': '{ "failOn": "any" }\n',
        },
        branch: ['x$(touch$', '{IFS}', marker, ')'].join(''),
        synth: false,
        change: (_, project) => {
          writeEvil(project, marker)
          writeProject(project, {
            'policies/own.policy.ts': judge(''),
            'bottleworks.config.json': '{ "strict": false }\n',
            'bottles/box.bottle.ts': limited(['evil.example']),
          })
          expect(bottle(['synth', '--project', project]).stderr).not.toContain('error')
          writeNasty(project)
        },
      })
    }, 120_000)

    it('runs nothing of it', () => {
      expect(existsSync(marker) ? readFileSync(marker, 'utf8') : '').toBe('')
      expect(outcomes(reviewed, 'review')).toEqual({
        'the tool of the base': 'success',
        review: 'success',
        'the output tree is what the source gives': 'failure',
        'no change is one that the gate stops': 'failure',
      })
    })

    it('judges it by the policies of the base, and reviews what it does to git', () => {
      expect(logOf(reviewed.jobs.review)).toContain('team/own')
      const body = reviewed.state.comments[0]?.body ?? ''
      expect(body).toContain('`attributes.filter`')
      expect(body).toContain('evil.example')
    })

    it('takes no command to the runner from its names', () => {
      const lines = logOf(reviewed.jobs.review).split('\n')
      const commands = lines.filter((line) => /^\s*(?:::|##\[)/.test(line))
      for (const line of commands) expect(line).toMatch(/^::(?:error|warning)(?: [^:]*)?::/)
      const outputs = commands.filter((line) => /set-output|add-mask|stop-commands/.test(line))
      for (const line of outputs) expect(line).not.toMatch(/^::(?:set-output|add-mask|stop)/)
      expect(logOf(reviewed.jobs.review)).toContain('set-output')
    })

    it('would have run it, in the folder of the pull request', () => {
      const change = join(reviewed.jobs.review?.workspace ?? '', 'change')
      const { PATH = '' } = process.env
      spawnSync(
        'bash',
        ['-c', 'npm ci --ignore-scripts; npx --no-install bottleworks check --project .'],
        {
          cwd: change,
          env: { PATH, HOME: workspace },
        },
      )
      expect(existsSync(marker)).toBe(true)
    })
  })
})

describe('a run of the workflow', () => {
  it('on sources that are wrong fails, and says that there is no review', () => {
    const { jobs, state } = review(makeProject(), {
      workflow: reviewWorkflow,
      base,
      synth: false,
      change: (_, project) => {
        rmSync(join(project, 'smolfiles/web/Smolfile'))
        mkdirSync(join(project, 'smolfiles/web/Smolfile'))
        writeProject(project, { 'smolfiles/web/Smolfile/x': '', 'bottles/web.bottle.ts': 'x' })
        writeProject(project, { 'bottleworks.config.json': '{' })
      },
    })
    expect(jobs.review?.conclusion).toBe('failure')
    expect(state.comments[0]?.body).toContain('The bottles cannot be reviewed')
  }, 120_000)

  it('without the tool in the base fails, and says so, instead of what was true before', () => {
    const reviewed = review(makeProject(), {
      workflow: reviewWorkflow,
      base: {
        'package.json': '{ "private": true }\n',
        'bottles/web.bottle.ts': bottleSource('web'),
      },
      change: (_, project) => writeProject(project, { 'package.json': packageFile }),
      state: {
        comments: [
          {
            id: 5,
            user: { login: 'github-actions[bot]' },
            body: '<!-- bottleworks -->\nall is well',
          },
        ],
      },
    })
    expect(outcomes(reviewed, 'review')).toEqual({
      'the tool of the base': 'failure',
      review: 'skipped',
      'the output tree is what the source gives': 'skipped',
      'no change is one that the gate stops': 'skipped',
    })
    expect(logOf(reviewed.jobs.review)).toContain('the lockfile of the base names no bottleworks')
    expect(reviewed.state.comments).toHaveLength(1)
    expect(reviewed.state.comments[0]?.body).toContain('The bottles were not reviewed')
    expect(reviewed.state.sarif).toBeUndefined()
  }, 120_000)

  it('with a review that is longer than a comment says where it is', () => {
    const reviewed = review(makeProject(), {
      workflow: reviewWorkflow,
      base,
      change: () => {},
      afterReview: (artifacts) => {
        writeProject(artifacts, { 'review/review.md': '€'.repeat(65_536) })
      },
    })
    expect(reviewed.jobs.publish?.conclusion).toBe('success')
    expect(reviewed.state.comments[0]?.body).toContain(
      'The review is too long for a comment: see [the workflow](https://github.example/team/boxes/actions/runs/77)',
    )
  }, 120_000)

  it('keeps what a great change gives under what a comment may have', () => {
    const hosts = (prefix: string) =>
      Array.from({ length: 900 }, (_, index) => `${prefix}${index}.${'x'.repeat(40)}.example`)
    const reviewed = review(makeProject(), {
      workflow: reviewWorkflow,
      base: { ...base, 'bottles/box.bottle.ts': limited(hosts('a')) },
      change: (_, project) =>
        writeProject(project, { 'bottles/box.bottle.ts': limited(hosts('b')) }),
    })
    const body = reviewed.state.comments[0]?.body ?? ''
    expect(body).toContain('more change')
    expect(body.length).toBeGreaterThan(60_000)
    expect(body.length).toBeLessThanOrEqual(65_536)
  }, 120_000)

  it('reviews a project in a folder, whose lockfile is above it, with a comment of its own', () => {
    const folder = makeProject()
    const project = 'apps/a b'
    const { jobs, state } = review(folder, {
      workflow: reviewWorkflowFor(project),
      base: { 'bottles/web.bottle.ts': bottleSource('web') },
      above: { 'package.json': packageFile },
      project,
      change: (_, own) =>
        writeProject(own, {
          'bottles/web.bottle.ts': bottleSource('web', ".net(gvproxy('/run/other.sock'))"),
        }),
    })
    expect(logOf(jobs.review)).toContain('what the gate, widens, stops')
    expect(state.comments[0]?.body).toMatch(/^<!-- bottleworks apps\/a b -->\n/)
    expect(state.comments[0]?.body).toContain('/apps/a%20b/bottles/web.bottle.ts#L')
    expect(state.sarif).toContain('"apps/a%20b/bottles/web.bottle.ts"')
  }, 120_000)

  it.each([
    [{ 'package-lock.json': '' }, 'npm ci --ignore-scripts'],
    [{ 'pnpm-lock.yaml': '' }, 'corepack pnpm install --frozen-lockfile --ignore-scripts'],
    [{ 'yarn.lock': '', '.yarnrc.yml': '' }, 'corepack yarn install --immutable --mode=skip-build'],
    [{ 'yarn.lock': '' }, 'corepack yarn install --frozen-lockfile --ignore-scripts'],
  ])(
    'installs by the lockfile of the base, and runs no script of it: %j',
    (files, expected) => {
      const folder = makeProject()
      const bin = join(folder, 'bin')
      for (const name of ['npm', 'corepack']) {
        writeProject(bin, { [name]: `#!/bin/sh\necho "${name} $*" >> ${folder}/asked\n` })
        chmodSync(join(bin, name), 0o755)
      }
      review(join(folder, 'all'), {
        workflow: reviewWorkflow,
        base: { ...files, 'bottles/web.bottle.ts': bottleSource('web') },
        change: () => {},
        path: bin,
      })
      expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(`${expected}\n`)
    },
    120_000,
  )

  it.each(['/etc', '../x', 'a/../..'])('refuses %s as the folder of the project', (project) => {
    const folder = makeProject()
    const reviewed = review(folder, {
      workflow: reviewWorkflowFor(project),
      base: { ...base, 'package.json': '{}' },
      project: '.',
      change: () => {},
    })
    expect(logOf(reviewed.jobs.review)).toContain(
      '::error::the project is a folder of the repository',
    )
    expect(reviewed.jobs.review?.conclusion).toBe('failure')
  })
})

/** All that a branch can commit to have something run. */
function writeEvil(change: string, marker: string): void {
  const evil = `require('node:fs').appendFileSync(${JSON.stringify(marker)}, process.argv.join(' ') + '\\n')\n`
  const script = `#!/usr/bin/env node\n${evil}`
  const scripts = Object.fromEntries(
    ['preinstall', 'install', 'postinstall', 'prepare', 'check', 'bottle', 'bottleworks'].map(
      (name) => [name, `echo ${name} >> ${marker}`],
    ),
  )
  const dependency = { bottleworks: 'file:./evil' }
  writeProject(change, {
    'package.json': JSON.stringify({
      private: true,
      type: 'module',
      scripts,
      devDependencies: dependency,
    }),
    'package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { devDependencies: dependency },
        evil: {
          name: 'bottleworks',
          version: '9.9.9',
          bin: { bottle: 'main.cjs', bottleworks: 'main.cjs' },
        },
        'node_modules/bottleworks': { resolved: 'evil', link: true },
      },
    }),
    'evil/package.json': JSON.stringify({
      name: 'bottleworks',
      version: '9.9.9',
      bin: { bottle: 'main.cjs', bottleworks: 'main.cjs' },
      scripts,
    }),
    'evil/main.cjs': script,
    '.npmrc':
      'node-options=--require ./evil/main.cjs\nscript-shell=./evil/main.cjs\nignore-scripts=false\n',
    '.gitignore': '',
    'node_modules/.bin/bottle': script,
    'node_modules/.bin/bottleworks': script,
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
    'base/node_modules/.bin/bottleworks': script,
    'review/review.md': 'nothing to see\n',
    'tsconfig.json': JSON.stringify({
      compilerOptions: { plugins: [{ name: './evil/main.cjs' }] },
    }),
    '.gitattributes': '* diff=evil filter=evil\n',
    '.githooks/post-checkout': script,
    '.github/workflows/bottles.yml': `on: push\njobs: {}\n`,
    '.node_repl_history': evil,
  })
  const programs = ['evil/main.cjs', 'node_modules/.bin/bottle', 'node_modules/.bin/bottleworks']
  for (const path of [...programs, 'base/node_modules/.bin/bottleworks', '.githooks/post-checkout'])
    chmodSync(join(change, path), 0o755)
}

/** Files whose names and content are commands to a runner, or lead out of the checkout. */
function writeNasty(change: string): void {
  const names = ['\n::set-output name=tool::evil\n', '::add-mask::x', '\r##[set-output name=a]b']
  for (const name of names) {
    writeProject(change, {
      [`bottles/${name}.bottle.ts`]: 'throw new Error("\\n::set-output name=since::evil")\n',
      [`smolfiles/${name}/Smolfile`]: 'image = "x"\n',
    })
  }
  symlinkSync('/etc/passwd', join(change, 'bottles/link.bottle.ts'))
  symlinkSync('/etc', join(change, 'smolfiles/link'))
}
