import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { commit, git, gitEnvironment, initRepository, stageEntries } from '../review/repository.ts'
import { bottle, program } from '../support/command.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'

const web = 'bottles/web.bottle.ts'
const sourceOf = (slug: string, socket = `/run/${slug}.sock`) =>
  bottleSource(slug, `.net(gvproxy('${socket}')).acknowledge('BW017', 'a test')`)

/** A repository with a project that is committed, and a hook that checks what is to be. */
function makeRepository(project = '.', files: Readonly<Record<string, string>> = {}): string {
  const root = makeProject()
  const folder = join(root, project)
  writeProject(folder, { [web]: sourceOf('web'), ...files })
  expect(bottle(['synth', '--project', folder]).stderr).not.toContain('error')
  initRepository(root)
  commit(root)
  addHook(join(root, '.git'), project)
  return root
}

function addHook(folder: string, project: string): void {
  const hook = join(folder, 'hooks/pre-commit')
  mkdirSync(join(folder, 'hooks'), { recursive: true })
  writeFileSync(
    hook,
    `#!/bin/sh\nexec "${process.execPath}" "${program}" check --staged --project '${project}'\n`,
  )
  chmodSync(hook, 0o755)
}

function tryTo(folder: string, ...argv: readonly string[]) {
  const { PATH = '' } = process.env
  const { status, stdout, stderr } = spawnSync('git', argv, {
    cwd: folder,
    encoding: 'utf8',
    // No registry is asked, by npx either.
    env: {
      ...{ PATH, ...gitEnvironment, npm_config_offline: 'true' },
      XDG_CACHE_HOME: join(folder, '.git/cache'),
    },
  })
  return { status, told: `${stdout}${stderr}` }
}

const commits = (folder: string, ...argv: readonly string[]) =>
  tryTo(folder, 'commit', '--quiet', '--message', 'a change', ...argv)

const synth = (project: string) => expect(bottle(['synth', '--project', project]).status).toBe(0)

describe('a hook with check --staged', () => {
  it('lets a change be committed that is staged with its output', () => {
    const root = makeRepository()
    writeProject(root, { [web]: sourceOf('web', '/run/other.sock') })
    synth(root)
    git(root, 'add', '--all')
    expect(commits(root)).toEqual({
      status: 0,
      told: 'as staged, the output tree is up to date: 1 bottle\n',
    })
  })

  it('refuses one whose output is not staged, though it is in the working tree', () => {
    const root = makeRepository()
    writeProject(root, { [web]: sourceOf('web', '/run/other.sock') })
    synth(root)
    git(root, 'add', 'bottles')
    const { status, told } = commits(root)
    expect(status).toBe(1)
    expect(told).toContain('stale       smolfiles/web/Smolfile')
    expect(told).toContain('run synth, and stage it')
    expect(bottle(['check', '--project', root]).status).toBe(0)
  })

  it('judges what is staged, where the working tree has something else', () => {
    const root = makeRepository()
    writeProject(root, { [web]: sourceOf('web', '/run/other.sock') })
    synth(root)
    git(root, 'add', '--all')
    writeProject(root, { [web]: 'this is no TypeScript (' })
    rmSync(join(root, 'smolfiles'), { recursive: true })
    expect(commits(root).status).toBe(0)
    expect(git(root, 'show', `HEAD:${web}`)).toContain('/run/other.sock')
  })

  it('refuses a fault that is staged, and mended in the working tree alone', () => {
    const root = makeRepository()
    writeProject(root, { [web]: 'throw new Error("staged")\n' })
    git(root, 'add', web)
    writeProject(root, { [web]: sourceOf('web') })
    const { status, told } = commits(root)
    expect(status).toBe(1)
    expect(told).toMatch(/bottles\/web\.bottle\.ts:1:11 error BW110: .*"staged"/)
    expect(bottle(['check', '--project', root]).status).toBe(0)
  })

  it('does not look at bottles that are not tracked, and at files that are only promised', () => {
    const root = makeRepository()
    writeProject(root, { 'bottles/new.bottle.ts': 'throw 1\n', 'bottles/soon.bottle.ts': 'x\n' })
    git(root, 'add', '--intent-to-add', 'bottles/soon.bottle.ts')
    writeProject(root, { 'other.txt': 'x' })
    git(root, 'add', 'other.txt')
    expect(commits(root).told).toBe('as staged, the output tree is up to date: 1 bottle\n')
    git(root, 'add', 'bottles/new.bottle.ts')
    expect(commits(root).status).toBe(1)
  })

  it('counts a bottle that is staged empty', () => {
    const root = makeRepository()
    writeProject(root, { 'bottles/empty.bottle.ts': '' })
    git(root, 'add', '--all')
    expect(commits(root).told).toContain('bottles/empty.bottle.ts')
  })

  it('sees a bottle that is deleted or renamed, with and without its output', () => {
    const root = makeRepository('.', { 'bottles/api.bottle.ts': sourceOf('api') })
    git(root, 'rm', '--quiet', 'bottles/api.bottle.ts')
    expect(commits(root).told).toContain('orphaned    smolfiles/api/Smolfile')
    git(root, 'rm', '--quiet', '-r', 'smolfiles/api')
    expect(commits(root).status).toBe(0)
    renameSync(join(root, web), join(root, 'bottles/site.bottle.ts'))
    writeProject(root, { 'bottles/site.bottle.ts': sourceOf('site') })
    git(root, 'add', '--all')
    const { told } = commits(root)
    expect(told).toContain('missing     smolfiles/site/Smolfile')
    expect(told).toContain('orphaned    smolfiles/web/Smolfile')
    synth(root)
    git(root, 'add', '--all')
    expect(commits(root).status).toBe(0)
  })

  it('takes presets, data, configuration and policies as they are staged', () => {
    const policy = (report: string) =>
      `import { policy } from 'bottleworks/policy'\n\nexport default policy('team/own', {}, ({ report }) => {\n  ${report}\n})\n`
    const root = makeRepository('.', {
      'shared/presets/name.ts':
        "import data from '../data.json' with { type: 'json' }\nimport type { Kind } from './kind.ts'\n\nexport const kind: Kind = 'x'\nexport const socket: string = data.socket\n",
      'shared/presets/kind.ts': "export type Kind = 'x'\n",
      'shared/data.json': '{ "socket": "/run/web.sock" }\n',
      'policies/own.policy.ts': policy(''),
      'bottleworks.config.json': '{ "out": "generated" }\n',
      [web]: `import { bottle, gvproxy } from 'bottleworks'\nimport { kind, socket } from '../shared/presets/name.ts'\n\nvoid kind\nexport default bottle('web').net(gvproxy(socket)).acknowledge('BW017', 'a test')\n`,
    })
    expect(existsSync(join(root, 'generated/web/Smolfile'))).toBe(true)
    writeProject(root, { 'other.txt': 'x' })
    git(root, 'add', 'other.txt')
    writeProject(root, {
      'shared/data.json': '{ "socket": "/run/else.sock" }\n',
      'shared/presets/kind.ts': "export type Kind = 'y'\n",
      'policies/own.policy.ts': policy("report('net[0].socket', 'never')"),
      'bottleworks.config.json': '{ "out": "elsewhere", "strict": true }\n',
    })
    expect(commits(root)).toEqual({
      status: 0,
      told: 'as staged, the output tree is up to date: 1 bottle\n',
    })
    git(root, 'add', 'shared/data.json')
    expect(commits(root).told).toContain('stale       generated/web/Smolfile')
    git(root, 'reset', '--quiet', 'shared/data.json')
    git(root, 'add', 'shared/presets/kind.ts')
    expect(commits(root).told).toContain('error BW105')
    git(root, 'reset', '--quiet')
    git(root, 'add', 'policies')
    expect(commits(root).told).toContain('team/own: never')
    git(root, 'reset', '--quiet')
    git(root, 'add', 'bottleworks.config.json')
    expect(commits(root).told).toContain('missing     elsewhere/web/Smolfile')
  })

  it('takes the index that git commit FILE makes, and leaves the rest of what is staged', () => {
    const root = makeRepository('.', { 'bottles/api.bottle.ts': sourceOf('api') })
    writeProject(root, { 'bottles/api.bottle.ts': 'throw 1\n', 'other.txt': 'x' })
    git(root, 'add', '--all')
    writeProject(root, { 'other.txt': 'y' })
    expect(commits(root, 'other.txt').status).toBe(0)
    expect(commits(root).status).toBe(1)
    expect(commits(root, '--all').status).toBe(1)
    writeProject(root, { [web]: sourceOf('web', '/run/other.sock') })
    const only = commits(root, '--only', web)
    expect(only.status).toBe(1)
    expect(only.told).toContain('stale       smolfiles/web/Smolfile')
    expect(only.told).not.toContain('api')
  })

  it('works in a linked work tree, which has an index of its own', () => {
    const root = makeRepository()
    const linked = join(makeProject(), 'linked')
    git(root, 'worktree', 'add', '--quiet', linked, '-b', 'other')
    writeProject(linked, { [web]: sourceOf('web', '/run/other.sock') })
    git(linked, 'add', '--all')
    const { status, told } = commits(linked)
    expect([status, told]).toEqual([
      1,
      expect.stringContaining('stale       smolfiles/web/Smolfile'),
    ])
    synth(linked)
    expect(commits(linked, 'smolfiles', 'bottles').status).toBe(0)
    // Of the main work tree nothing is staged.
    expect(bottle(['check', '--staged', '--project', root]).status).toBe(0)
  })

  it('works for a project in a folder, and tells files from there', () => {
    const root = makeRepository('apps/a b')
    const project = join(root, 'apps/a b')
    writeProject(root, { [web]: 'throw 1\n', 'smolfiles/x': '' })
    git(root, 'add', '--all')
    expect(commits(root).status).toBe(0)
    writeProject(project, { [web]: 'throw new Error("x")\n' })
    git(root, 'add', '--all')
    // A hook begins at the root, wherever the commit was made.
    const { status, told } = commits(project)
    expect(status).toBe(1)
    expect(told).toContain('bottles/web.bottle.ts:1:11 error BW110')
  })

  it('takes the submodule that is committed in, and none in the place of the project', () => {
    const inner = makeRepository()
    const outer = makeProject({ 'other.txt': 'x' })
    initRepository(outer)
    git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'apps')
    addHook(join(outer, '.git/modules/apps'), '.')
    const project = join(outer, 'apps')
    writeProject(project, { [web]: 'throw new Error("x")\n' })
    git(project, 'add', '--all')
    expect(commits(project).told).toContain('error BW110')
    git(project, 'checkout', '--quiet', 'HEAD', '.')
    writeProject(project, { 'other.txt': 'x' })
    git(project, 'add', 'other.txt')
    expect(commits(project).status).toBe(0)
    addHook(join(outer, '.git'), 'apps')
    const { status, told } = commits(outer)
    expect(status).toBe(1)
    expect(told).toContain('error BW142: the project is in the submodule "apps"')
  })

  it('runs no filter, and changes no end of a line', () => {
    const root = makeRepository('.', { '.gitattributes': 'smolfiles/** filter=evil\n' })
    git(root, 'config', 'filter.evil.smudge', 'touch evil-ran; cat')
    git(root, 'config', 'filter.evil.clean', 'touch evil-ran; cat')
    git(root, 'config', 'core.autocrlf', 'true')
    git(root, 'config', 'core.fsmonitor', 'touch evil-ran')
    writeProject(root, { 'other.txt': 'x' })
    rmSync(join(root, 'evil-ran'), { force: true })
    const { status, stdout, stderr } = bottle(['check', '--staged', '--project', root])
    expect(stdout).toContain('up to date')
    expect(existsSync(join(root, 'evil-ran'))).toBe(false)
    // What hides files of the tree is staged as well.
    expect([status, stderr]).toEqual([0, expect.stringContaining('warning BW138')])
  })

  it('leaves nothing behind, and changes no index', () => {
    const root = makeRepository()
    const folder = makeProject()
    const check = () =>
      bottle(['check', '--staged', '--project', root], { env: { TMPDIR: folder } })
    const before = readFileSync(join(root, '.git/index'))
    expect(check().status).toBe(0)
    expect(readFileSync(join(root, '.git/index')).equals(before)).toBe(true)
    writeProject(root, { [web]: 'throw 1\n' })
    git(root, 'add', '--all')
    expect(check().status).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the hook for pre-commit', () => {
  const [hook] = parse(
    readFileSync(new URL('../../.pre-commit-hooks.yaml', import.meta.url), 'utf8'),
  )

  function install(root: string): void {
    writeProject(root, {
      '.gitignore': 'node_modules/\n',
      'node_modules/bottleworks/package.json': '{ "name": "bottleworks", "version": "1.0.0" }',
      'node_modules/.bin/bottleworks': `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
    })
    chmodSync(join(root, 'node_modules/.bin/bottleworks'), 0o755)
  }

  it('runs at each commit, and is given no names', () => {
    expect(hook).toMatchObject({ pass_filenames: false, always_run: true, language: 'system' })
  })

  it('checks what is staged by the tool of the project, and fetches none', () => {
    const root = makeRepository()
    writeFileSync(join(root, '.git/hooks/pre-commit'), `#!/bin/sh\nexec ${hook.entry}\n`)
    writeProject(root, { [web]: sourceOf('web', '/run/other.sock') })
    git(root, 'add', '--all')
    const missing = commits(root)
    expect([missing.status, missing.told]).toEqual([1, expect.stringContaining('npm error')])
    install(root)
    expect(commits(root).told).toContain('stale       smolfiles/web/Smolfile')
    synth(root)
    git(root, 'add', '--all')
    expect(commits(root).status).toBe(0)
  })
})

describe('check --staged refuses', () => {
  let root = ''
  const check = (env: Readonly<Record<string, string>> = {}) =>
    bottle(['check', '--staged', '--project', root], { env })
  const idOf = (path: string) => git(root, 'rev-parse', `HEAD:${path}`)

  beforeEach(() => {
    root = makeRepository()
  })

  it('an index that a branch could have brought, or another repository has', () => {
    const other = makeRepository()
    writeFileSync(join(root, 'index'), readFileSync(join(other, '.git/index')))
    for (const file of [
      join(root, 'index'),
      'index',
      join(other, '.git/index'),
      '/nonexistent/x',
    ]) {
      const { status, stderr } = check({ GIT_INDEX_FILE: file })
      expect([status, stderr]).toEqual([
        1,
        expect.stringContaining('error BW142: GIT_INDEX_FILE is'),
      ])
    }
    const elsewhere = join(makeProject(), 'index')
    writeFileSync(elsewhere, readFileSync(join(root, '.git/index')))
    expect(check({ GIT_INDEX_FILE: elsewhere }).status).toBe(0)
  })

  it('a conflict', () => {
    const entry = `${idOf(web)} 2\t${web}\n`
    stageEntries(root, `0 ${'0'.repeat(40)}\t${web}\n100644 ${entry}`)
    const { status, stderr } = check()
    expect([status, stderr]).toEqual([1, expect.stringContaining(`"${web}" is in conflict`)])
  })

  it('an object that is not there, or is not what its id says', () => {
    stageEntries(root, `100644 ${'1'.repeat(40)} 0\tbottles/lost.bottle.ts\n`)
    expect(check().stderr).toContain('":bottles/lost.bottle.ts" is not in the repository')
    git(root, 'reset', '--quiet')
    const id = idOf(web)
    const path = join(root, '.git/objects', id.slice(0, 2), id.slice(2))
    const other = idOf('smolfiles/web/Smolfile')
    rmSync(path)
    writeFileSync(path, readFileSync(join(root, '.git/objects', other.slice(0, 2), other.slice(2))))
    expect(check().stderr).toContain('is damaged or forged')
  })

  it('links and submodules where files are to be, and follows none', () => {
    const target = makeProject({ 'x.bottle.ts': 'throw 1\n', Smolfile: 'x' })
    symlinkSync(join(target, 'x.bottle.ts'), join(root, 'bottles/link.bottle.ts'))
    symlinkSync(target, join(root, 'smolfiles/link'))
    git(root, 'add', '--all')
    const submodule = `160000 ${git(root, 'rev-parse', 'HEAD')} 0\tsmolfiles/sub\n`
    stageEntries(root, submodule)
    const { status, stdout, stderr } = check()
    expect(status).toBe(1)
    expect(stderr).toContain('"bottles/link.bottle.ts" cannot be read')
    git(root, 'rm', '--quiet', '--cached', 'bottles/link.bottle.ts')
    const other = check()
    expect(other.status).toBe(2)
    expect(other.stdout).toContain('unsourced   smolfiles/link')
    expect(other.stdout).toContain('unsourced   smolfiles/sub')
    expect(stdout).not.toContain('x.bottle.ts')
  })

  it('a folder that is a link by another spelling, through which would be written', () => {
    const target = makeProject()
    symlinkSync(target, join(root, 'Bottles'))
    git(root, 'add', '--all')
    expect(check().status).toBe(0)
    git(root, 'mv', 'Bottles', 'smolfiles/WEB')
    const { status, stderr } = check()
    expect([status, stderr]).toEqual([1, expect.stringContaining('error BW142')])
    expect(readdirSync(target)).toEqual([])
  })

  it('a file that is too large, and --base, shards and joins beside it', () => {
    writeProject(root, { [web]: `//${'x'.repeat(2 ** 20)}\n` })
    git(root, 'add', '--all')
    expect(check().stderr).toContain('cannot be read: it has 1048577 bytes')
    const both = bottle(['check', '--staged', '--base', 'HEAD', '--project', root])
    expect([both.status, both.stderr]).toEqual([64, expect.stringContaining('takes no --base')])
  })

  it('a project in no repository', () => {
    const project = makeProject({ [web]: sourceOf('web') })
    const { status, stderr } = bottle(['check', '--staged', '--project', project])
    expect([status, stderr]).toEqual([1, expect.stringContaining('is not a git repository')])
  })
})
