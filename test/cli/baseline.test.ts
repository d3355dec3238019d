import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { commit, initRepository } from '../review/repository.ts'
import { bottle, program } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'

const name = 'bottleworks.baseline.json'
const open = (slug: string, more = '') =>
  bottleSource(slug, `${more}.net(gvproxy('/run/${slug}.sock'))`)
const closed = (slug: string, more = '') =>
  bottleSource(slug, `${more}.net(gvproxy('/run/${slug}.sock', { address: '127.77.0.5' }))`)

/** A strict project with a warning in each of two bottles, and one that is accepted. */
const files: Files = {
  'bottleworks.config.json': '{ "strict": true }\n',
  'bottles/web.bottle.ts': open('web'),
  'bottles/db.bottle.ts': open('db', ".env({ NO_PROXY: '*' }).acknowledge('BW032', 'a test')"),
}

interface Told {
  readonly ok: boolean
  readonly diagnostics: readonly { readonly code: string; readonly baselined?: boolean }[]
  readonly unneeded?: readonly object[]
}

function strict(more: Files = {}) {
  const project = makeProject({ ...files, ...more })
  const run = (...argv: readonly string[]) => bottle([...argv, '--project', project])
  const json = (...argv: readonly string[]) => JSON.parse(run(...argv, '--json').stdout) as Told
  const entries = () =>
    readFileSync(join(project, name), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"bottle"'))
      .map((line) => line.trim().replace(/,$/, ''))
  return { project, run, json, entries, write: (some: Files) => writeProject(project, some) }
}

const entry = (slug: string) => `{ "bottle": "${slug}", "code": "BW017", "at": "net[0].socket" }`

describe('a baseline', () => {
  it('lets a project be strict that has warnings, and shrinks alone', () => {
    const { project, run, json, entries, write } = strict()
    expect(run('synth').status).toBe(1)
    const first = run('baseline')
    expect(first).toMatchObject({ status: 0, stderr: '' })
    expect(first.stdout).toContain('add    BW017 web net[0].socket\n')
    expect(entries()).toEqual([entry('db'), entry('web')])
    const synth = run('synth')
    expect(synth.status).toBe(0)
    expect(synth.stderr).toContain(`2 warnings in ${name}, which does not fail:\n  BW017 db`)
    expect(json('check')).toMatchObject({
      ok: true,
      diagnostics: [
        { code: 'BW017', baselined: true },
        { code: 'BW017', baselined: true },
      ],
    })
    // What comes new fails.
    write({ 'bottles/more.bottle.ts': open('more') })
    const added = run('check')
    expect(added.status).toBe(1)
    expect(added.stderr).toContain('bottles/more.bottle.ts:4:4 warning BW017')
    expect(added.stderr).toContain('\n1 warning\n2 warnings in')
    const same = run('baseline')
    expect(same).toMatchObject({ status: 0, stdout: `${name} has 2 warnings\n` })
    expect(same.stderr).toBe('1 warning of bottles not in it; --grow takes them in\n')
    // What is mended is said, fails nowhere, and is taken out.
    write({ 'bottles/more.bottle.ts': closed('more'), 'bottles/web.bottle.ts': open('web') })
    write({ 'bottles/db.bottle.ts': bottleSource('db') })
    const mended = run('synth')
    expect(mended.status).toBe(0)
    expect(mended.stderr).toContain(
      `1 entry of ${name} no longer needed; bottle baseline takes out:`,
    )
    expect(json('check').unneeded).toEqual([
      { bottle: 'db', code: 'BW017', at: 'net[0].socket', count: 1 },
    ])
    expect(run('baseline', '--check').status).toBe(2)
    expect(entries()).toHaveLength(2)
    expect(run('baseline').stdout).toContain('remove BW017 db net[0].socket\n')
    expect(entries()).toEqual([entry('web')])
    expect(run('baseline', '--check').status).toBe(0)
    write({ 'bottles/web.bottle.ts': closed('web').replace('.5', '.6') })
    run('baseline')
    expect(existsSync(join(project, name))).toBe(false)
  })

  it('takes in what is new when it is asked to, and never an error', () => {
    const { run, entries, write } = strict()
    run('baseline')
    write({ 'bottles/more.bottle.ts': open('more') })
    expect(run('baseline', '--grow').stdout).toContain('add    BW017 more net[0].socket\n')
    expect(entries()).toEqual([entry('db'), entry('more'), entry('web')])
    write({ 'bottles/more.bottle.ts': bottleSource('more', ".net(gvproxy('relative'))") })
    const failed = run('baseline', '--grow')
    expect(failed.status).toBe(1)
    expect(failed.stderr).toContain('error BW011')
    expect(entries()).toHaveLength(3)
    expect(run('baseline', '--grow', '--check').status).toBe(64)
  })

  it('says nothing of what was not looked at', () => {
    const { json, write } = strict()
    json('baseline')
    write({ 'bottles/db.bottle.ts': bottleSource('db') })
    expect(json('check', 'web').unneeded).toBeUndefined()
    expect(json('check', 'db').unneeded).toHaveLength(1)
    write({ 'bottles/web.bottle.ts': 'throw Error()\n' })
    expect(json('check', '--no-types').unneeded).toBeUndefined()
  })

  it('has what policies warn of, but not what they let nobody accept', () => {
    const rule = (rule: string, options: string) => `import { policy } from 'bottleworks/policy'
export default policy('${rule}', { severity: 'warning'${options} }, ({ bottle, report }) => {
  if (bottle.slug === 'web') report('env', 'it is so')
})
`
    const { run, json, entries } = strict({
      'policies/a.policy.ts': rule('team/may', ''),
      'policies/b.policy.ts': rule('team/never', ', acknowledgeable: false'),
    })
    run('baseline')
    expect(entries()).toEqual([
      entry('db'),
      entry('web'),
      '{ "bottle": "web", "code": "team/may", "at": "env" }',
    ])
    const { ok, diagnostics } = json('check')
    expect(ok).toBe(false)
    expect(diagnostics.filter(({ baselined }) => !baselined)).toMatchObject([
      { code: 'team/never' },
    ])
  })

  it('is asked anew of bottles that are settled, and by shards and their last step', () => {
    const { project, run } = strict()
    run('baseline')
    const [first, second] = [run('synth'), run('synth')]
    const warnings = (text: string) => text.split('\n').filter((line) => line.includes('BW017'))
    expect(warnings(second.stderr)).toEqual(warnings(first.stderr))
    expect(warnings(first.stderr)).toHaveLength(2)
    expect(second.status).toBe(0)
    const folder = join(project, 'shards')
    for (const shard of ['1/2', '2/2']) {
      const found = run('check', '--shard', shard, '--shard-dir', folder)
      expect({ shard, ...found }).toMatchObject({ status: 0 })
    }
    expect(run('check', '--join', folder).status).toBe(0)
    writeFileSync(join(project, name), '{ "baseline": 1, "warnings": [] }\n')
    expect(run('synth').status).toBe(1)
  })

  it('is no annotation, and suppressed in SARIF', () => {
    const { project, run } = strict()
    run('baseline')
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project }
    const { stderr } = bottle(['check', '--project', project], { env })
    expect(stderr).not.toContain('::warning')
    const log = JSON.parse(run('diff', '--sarif', '-').stdout)
    const { results } = log.runs[0]
    const warned = results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'BW017')
    const suppressions = [{ kind: 'external', justification: `it is in ${name}` }]
    expect(warned).toMatchObject([{ suppressions }, { suppressions }])
  })

  it('moves with a bottle that is renamed', () => {
    const { run, entries } = strict()
    run('baseline')
    run('synth')
    expect(run('rename', 'web', 'site', '--yes').status).toBe(0)
    expect(entries()).toEqual([entry('db'), entry('site')])
    expect(run('check').status).toBe(0)
  })

  it('that cannot be read stops everything', () => {
    const { run } = strict({ [name]: '{ "baseline": 1, "warnings": [{ "code": "BW011" }] }' })
    for (const command of ['check', 'synth', 'baseline', 'list']) {
      const { status, stderr } = run(command)
      expect({ command, status }).toEqual({ command, status: 1 })
      expect(stderr).toContain(`${name}:1:`)
      expect(stderr).toContain('error BW155')
    }
  })

  it('begins a round of watch when it changes', async () => {
    const { project, run } = strict()
    run('baseline')
    const { PATH } = process.env
    const argv = [program, 'watch', '--json', '--project', project]
    const child = spawn(process.execPath, argv, {
      env: { PATH, XDG_CACHE_HOME: project, XDG_DATA_HOME: project },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const round = async () => JSON.parse((await lines.next()).value ?? 'null') as Told
    expect((await round()).ok).toBe(true)
    writeFileSync(join(project, name), '{ "baseline": 1, "warnings": [] }\n')
    let last = await round()
    while (last.ok) last = await round()
    expect(last.diagnostics.map(({ baselined }) => baselined)).toEqual([undefined, undefined])
  })
})

describe('the baseline of a pull request', () => {
  function repository() {
    const made = strict()
    made.run('baseline')
    made.run('synth')
    initRepository(made.project)
    commit(made.project)
    made.write({ 'bottles/more.bottle.ts': open('more') })
    made.run('baseline', '--grow')
    expect(made.run('synth').status).toBe(0)
    return made
  }

  it('accepts nothing that its base does not', () => {
    const { project, run, write } = repository()
    expect(run('check').status).toBe(0)
    const found = run('check', '--base', 'HEAD')
    expect(found.status).toBe(1)
    expect(found.stderr).toContain('bottles/more.bottle.ts:4:4 warning BW017')
    expect(found.stderr).not.toContain('web.bottle.ts:4:4 warning')
    expect(run('check', '--base', 'HEAD', '--accept-new').status).toBe(0)
    expect(run('check', '--accept-new').status).toBe(64)
    // What it has taken out counts as well.
    write({ [name]: '{ "baseline": 1, "warnings": [] }\n' })
    expect(run('check', '--base', 'HEAD').stderr).toContain('web.bottle.ts:4:4 warning BW017')
    commit(project)
    write({ [name]: '{' })
    commit(project)
    write({ [name]: '{ "baseline": 1, "warnings": [] }\n' })
    for (const command of ['check', 'diff']) {
      const { status, stderr } = run(command, '--base', 'HEAD')
      expect({ command, status }).toEqual({ command, status: 1 })
      expect(stderr).toContain(`HEAD:${name}`)
    }
  })

  it('widens in a review when it grows, and narrows when it shrinks', () => {
    const { project, run } = repository()
    const grown = run(
      'diff',
      '--base',
      'HEAD',
      '--fail-on',
      'widens',
      '--fail-on-part',
      'configuration',
    )
    expect(grown.status).toBe(2)
    expect(grown.stdout).toContain('widens   warnings of bottles do not fail any more')
    expect(grown.stdout).toContain('baseline.BW017  + "more at net[0].socket"')
    commit(project)
    writeFileSync(join(project, name), '{ "baseline": 1, "warnings": [] }\n')
    const shrunk = run('diff', '--base', 'HEAD', '--fail-on', 'widens')
    expect(shrunk.status).toBe(0)
    expect(shrunk.stdout).toContain('baseline.BW017  - "3 warnings, such as db at net[0].socket"')
  })
})
