import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle, program } from '../support/command.ts'
import { makeProject, writeProject } from '../support/project.ts'
import { commit, git, gitEnvironment, initRepository } from './repository.ts'

const web = 'smolfiles/web/Smolfile'
const bareNames = ['HEAD', 'config', 'objects', 'refs'] as const

function smolfile(socket: string): string {
  return `name = "claude-bottle-web"
command = ["sleep", "infinity"]
env = []

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "${socket}"
`
}

/** A repository with a project in a folder, on a branch that has changed it since `base`. */
function makeRepository(folder = 'agents') {
  const outer = makeProject()
  const project = join(outer, folder)
  initRepository(outer)
  writeProject(project, { [web]: smolfile('/run/one.sock') })
  commit(outer)
  git(outer, 'branch', 'base')
  writeProject(project, { [web]: smolfile('/run/two.sock') })
  commit(outer)
  return { outer, project }
}

/** A repository in which `base` is what the branch has now. */
function makeOther(project: string): string {
  const other = makeProject()
  cpSync(join(project, 'smolfiles'), join(other, 'smolfiles'), { recursive: true })
  initRepository(other)
  commit(other)
  git(other, 'branch', 'base')
  return other
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

function compare(project: string, argv: readonly string[] = [], options: Options = {}) {
  const all = ['diff', '--json', '--base', 'base', '--project', project, ...argv]
  const { status, stdout, stderr } = bottle(all, options)
  const { base, diagnostics, summary } = JSON.parse(stdout || '{}')
  const [{ code, message, hint } = {} as Record<string, string>] = diagnostics ?? []
  return { status, stderr, base, code, message, hint, widens: summary?.widens }
}

describe('the repository of a base is', () => {
  it('that of the nearest .git above, and not a bare one in the way', () => {
    const { outer, project } = makeRepository('teams/agents')
    const bare = `${makeOther(project)}/.git`
    const found = { widens: 1, base: { repository: outer, ref: 'base' } }
    for (const folder of [project, join(outer, 'teams'), outer]) {
      for (const name of bareNames)
        cpSync(join(bare, name), join(folder, name), { recursive: true })
      expect(compare(project)).toMatchObject(found)
    }
    // Its settings count no more than its objects do.
    git(outer, 'config', '--file', join(project, 'config'), 'core.bare', 'false')
    git(outer, 'config', '--file', join(project, 'config'), 'core.worktree', project)
    expect(compare(project)).toMatchObject(found)
    const own = git(outer, 'rev-parse', 'base')
    expect(compare(project).base.commit).toBe(own)
    // In the tree it is files that no bottle accounts for as well.
    cpSync(bare, join(project, 'smolfiles'), { recursive: true })
    expect(compare(project)).toMatchObject({ base: { repository: outer, commit: own } })
  })

  it('no repository at all, of which nothing is said but that', () => {
    const project = makeProject({ [web]: smolfile('/run/one.sock') })
    const other = makeOther(project)
    for (const name of bareNames) renameSync(join(other, '.git', name), join(project, name))
    expect(compare(project)).toMatchObject({ status: 1, code: 'BW140' })
    mkdirSync(join(project, '.git'))
    expect(compare(project)).toMatchObject({ status: 1, code: 'BW140' })
    rmSync(join(project, '.git'), { recursive: true })
    for (const text of ['', 'words', 'gitdir: nowhere\n', 'gitdir: ..\n']) {
      writeFileSync(join(project, '.git'), text)
      expect(compare(project).status).toBe(1)
      expect(compare(project).base).toBeUndefined()
    }
  })

  it('never that of a folder above an entry .git that is no repository', () => {
    const { project } = makeRepository()
    mkdirSync(join(project, '.git'))
    expect(compare(project)).toMatchObject({ status: 1, code: 'BW140' })
  })
})

describe('where one repository lies in another, it has to be named:', () => {
  it('a repository in the place of the folder', () => {
    const { outer, project } = makeRepository()
    const other = makeOther(project)
    renameSync(join(other, '.git'), join(project, '.git'))
    const refused = compare(project)
    expect(refused).toMatchObject({ status: 1, code: 'BW141' })
    expect(refused.message).toContain(`"${project}"`)
    expect(refused.message).toContain(`"${outer}"`)
    expect(refused.hint).toContain('--repository')
    expect(bottle(['check', '--base', 'base', '--project', project]).stderr).toContain('BW141')
    expect(compare(project, ['--repository', outer])).toMatchObject({
      widens: 1,
      base: { repository: outer, commit: git(outer, 'rev-parse', 'base') },
    })
    expect(compare(project, ['--repository', project])).toMatchObject({
      widens: 0,
      base: { repository: project },
    })
  })

  it('a submodule', () => {
    const { outer, project } = makeRepository()
    const other = makeOther(project)
    git(outer, 'rm', '-r', '--quiet', 'agents')
    git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other, 'agents')
    git(project, 'branch', 'base')
    commit(outer)
    expect(readFileSync(join(project, '.git'), 'utf8')).toContain('gitdir: ')
    expect(compare(project)).toMatchObject({ status: 1, code: 'BW141' })
    expect(compare(project, ['--repository', outer])).toMatchObject({ widens: 1 })
    expect(compare(project, ['--repository', project])).toMatchObject({
      widens: 0,
      base: { repository: project },
    })
    // A folder of it as well.
    writeProject(join(project, 'deep'), { [web]: smolfile('/run/two.sock') })
    expect(compare(join(project, 'deep'))).toMatchObject({ status: 1, code: 'BW141' })
  })

  it('but not a linked work tree, which is of the same repository', () => {
    const { outer } = makeRepository()
    git(outer, 'worktree', 'add', '--quiet', '.trees/one', '-b', 'one')
    const tree = join(outer, '.trees/one')
    expect(compare(join(tree, 'agents'))).toMatchObject({ widens: 1, base: { repository: tree } })
    const outermost = makeProject()
    initRepository(outermost)
    renameSync(outer, join(outermost, 'outer'))
    git(join(outermost, 'outer'), 'worktree', 'repair', '.trees/one')
    const deeper = join(outermost, 'outer/.trees/one/agents')
    expect(compare(deeper)).toMatchObject({ code: 'BW141' })
    renameSync(join(outermost, 'outer'), outer)
    const bare = makeProject()
    git(outer, 'clone', '--quiet', '--bare', outer, join(bare, '.bare'))
    writeFileSync(join(bare, '.git'), 'gitdir: ./.bare\n')
    git(bare, 'worktree', 'add', '--quiet', 'main', 'main')
    expect(compare(join(bare, 'main/agents'))).toMatchObject({ widens: 1 })
  })

  it('and is refused when it does not hold the project', () => {
    const { outer, project } = makeRepository()
    const other = makeOther(project)
    for (const folder of [other, project, join(outer, '.git'), join(outer, 'none')]) {
      const refused = compare(project, ['--repository', folder])
      expect(refused).toMatchObject({ status: 1, code: 'BW141' })
      expect(refused.message).toContain(folder)
      expect(refused.hint).toContain(outer)
    }
    for (const argv of [['diff'], ['check'], ['diff', 'a', 'b']]) {
      expect(bottle([...argv, '--repository', outer]).status).toBe(64)
    }
    expect(compare('agents', ['--repository', '.'], { cwd: outer })).toMatchObject({ widens: 1 })
  })

  it('and a link on the way to the project is not followed, wherever it leads', () => {
    const { outer, project } = makeRepository('teams/agents')
    const other = makeProject()
    cpSync(project, join(other, 'agents'), { recursive: true })
    initRepository(join(other, 'agents'))
    commit(join(other, 'agents'))
    git(join(other, 'agents'), 'branch', 'base')
    rmSync(join(outer, 'teams'), { recursive: true })
    symlinkSync(other, join(outer, 'teams'))
    commit(outer)
    expect(compare(project)).toMatchObject({ status: 1, code: 'BW140' })
    // A shell keeps the path that it was sent to, which the system does not.
    const cwd = join(outer, 'teams/agents')
    expect(compare('.', [], { cwd, env: { PWD: cwd } })).toMatchObject({ status: 1, code: 'BW140' })
  })
})

describe('of the environment and the settings counts', () => {
  it('nothing that git sets for a hook, in a linked work tree either', () => {
    const { outer } = makeRepository()
    const tree = join(makeProject(), 'linked')
    git(outer, 'worktree', 'add', '--quiet', tree, '-b', 'linked', 'base')
    const log = join(makeProject(), 'log')
    const hook = join(outer, '.git/hooks/pre-commit')
    mkdirSync(join(outer, '.git/hooks'), { recursive: true })
    const command = `"${process.execPath}" "${program}"`
    writeFileSync(
      hook,
      `#!/bin/sh
env | grep ^GIT_ > "${log}.env"
${command} diff --base base --project agents --json > "${log}" 2>&1
${command} check --base base --project agents --no-types --json > "${log}.check" 2>&1
exit 0
`,
    )
    chmodSync(hook, 0o755)
    writeProject(join(tree, 'agents'), { [web]: smolfile('/run/three.sock') })
    commit(tree)
    expect(readFileSync(`${log}.env`, 'utf8')).toMatch(/^GIT_INDEX_FILE=/m)
    const { bottles, base } = JSON.parse(readFileSync(log, 'utf8'))
    expect(bottles).toMatchObject([{ slug: 'web', state: 'changed' }])
    const compared = { repository: tree, ref: 'base', commit: git(outer, 'rev-parse', 'base') }
    expect(base).toEqual(compared)
    expect(JSON.parse(readFileSync(`${log}.check`, 'utf8')).base).toEqual(compared)
  })

  it.each([
    ['GIT_DIR', '.git'],
    ['GIT_COMMON_DIR', '.git'],
    ['GIT_OBJECT_DIRECTORY', '.git/objects'],
    ['GIT_ALTERNATE_OBJECT_DIRECTORIES', '.git/objects'],
    ['GIT_WORK_TREE', ''],
    ['GIT_INDEX_FILE', '.git/index'],
    ['GIT_CEILING_DIRECTORIES', ''],
    ['GIT_NAMESPACE', 'x'],
    ['GIT_REPLACE_REF_BASE', 'refs/heads/'],
    ['GIT_SHALLOW_FILE', '.git/index'],
    ['GIT_CONFIG', '.git/config'],
    ['GIT_DEFAULT_HASH', 'sha256'],
    ['GIT_TRACE', '2'],
    ['GIT_EXEC_PATH', '.git'],
  ])('no %s', (name, path) => {
    const { project } = makeRepository()
    const other = makeOther(project)
    expect(compare(project, [], { env: { [name]: join(other, path) } })).toMatchObject({
      widens: 1,
    })
  })

  it('no program and no settings of the checkout, by a relative path or by its own', () => {
    const { outer, project } = makeRepository()
    const mark = join(makeProject(), 'mark')
    writeProject(project, { git: `#!/bin/sh\ntouch "${mark}"\n`, '.gitconfig': '[alias\n' })
    writeProject(outer, { git: `#!/bin/sh\ntouch "${mark}"\n`, '.gitconfig': '[alias\n' })
    for (const folder of [outer, project]) chmodSync(join(folder, 'git'), 0o755)
    for (const first of ['.', '', 'agents', '..', './', outer, project]) {
      for (const cwd of [outer, project]) {
        const env = { PATH: `${first}:${process.env.PATH}`, HOME: first, XDG_CONFIG_HOME: first }
        expect(compare(project, [], { cwd, env })).toMatchObject({ widens: 1 })
      }
    }
    expect(existsSync(mark)).toBe(false)
  })

  it('no setting that would take another folder, or another object, for the base', () => {
    const { outer, project } = makeRepository()
    const other = makeOther(project)
    const settings = [
      ['core.useReplaceRefs', 'true'],
      ['core.commitGraph', 'true'],
      ['core.bare', 'true'],
      ['core.worktree', other],
      ['core.worktree', project],
      ['extensions.worktreeConfig', 'true'],
      ['core.warnAmbiguousRefs', 'false'],
      ['extensions.partialClone', 'origin'],
    ] as const
    git(outer, 'config', 'core.repositoryFormatVersion', '1')
    for (const [name, value] of settings) {
      git(outer, 'config', name, value)
      expect([name, compare(project).widens]).toEqual([name, 1])
      git(outer, '--git-dir=.git', 'config', '--unset', name)
    }
    git(outer, 'config', 'include.path', join(project, 'settings'))
    for (const [name, value] of settings) {
      writeProject(project, { settings: `[${name.replace('.', '] ')} = ${value}\n` })
      expect([name, compare(project).widens]).toEqual([name, 1])
    }
  })

  it('no file of the checkout, in what the upstream of a branch is', () => {
    const { outer, project } = makeRepository()
    git(outer, 'branch', 'other', 'main')
    git(outer, 'branch', '--set-upstream-to=base')
    const argv = ['diff', '--base', '@{u}', '--json', '--project', project]
    expect(JSON.parse(bottle(argv).stdout).summary).toMatchObject({ widens: 1 })
    git(outer, 'config', 'include.path', join(project, 'settings'))
    writeProject(project, { settings: '[branch "main"]\nmerge = refs/heads/other\n' })
    for (const ref of ['@{u}', '@{upstream}', 'main@{U}', '@{push}', '@{u}~0']) {
      const { status, stderr } = bottle(['diff', '--base', ref, '--project', project])
      expect([ref, status]).toEqual([ref, 1])
      expect(stderr).toContain('include other files')
    }
  })

  it('no language, in which a warning of git could be missed', () => {
    const { outer, project } = makeRepository()
    git(outer, 'tag', 'base', 'main')
    for (const language of ['de_DE.UTF-8', 'ja', 'C']) {
      const env = { LANG: language, LC_ALL: language, LANGUAGE: language }
      expect(compare(project, [], { env }).message).toContain('the name is ambiguous')
    }
  })
})

describe('a hint names the cause:', () => {
  it('a shallow clone', () => {
    const { outer } = makeRepository()
    const clone = join(makeProject(), 'clone')
    git(outer, 'clone', '--quiet', '--depth=1', `file://${outer}`, clone)
    for (const ref of ['base', 'main~1', git(outer, 'rev-parse', 'base')]) {
      const argv = ['diff', '--base', ref, '--project', join(clone, 'agents')]
      const { status, stderr } = bottle(argv)
      expect(status).toBe(1)
      expect(stderr).toContain('BW140')
      expect(stderr).toContain('fetch-depth: 0')
    }
  })

  it('a partial clone', () => {
    const { outer } = makeRepository()
    git(outer, 'config', 'uploadpack.allowFilter', 'true')
    for (const filter of ['blob:none', 'tree:0', 'blob:limit=1']) {
      const clone = join(makeProject(), 'clone')
      git(outer, 'clone', '--quiet', `--filter=${filter}`, `file://${outer}`, clone)
      const argv = ['diff', '--base', 'origin/base', '--project', join(clone, 'agents')]
      const { status, stderr } = bottle(argv)
      expect(status).toBe(1)
      expect(stderr).toContain('BW140')
      expect(stderr).toContain('partial')
      expect(stderr).toContain('--filter')
    }
  })

  it('no git', () => {
    const { project } = makeRepository()
    const { code, hint } = compare(project, [], { env: { PATH: '' } })
    expect(code).toBe('BW140')
    expect(hint).toContain('install git')
  })

  it.runIf(process.getuid?.() === 0)('another owner', () => {
    const { outer, project } = makeRepository()
    spawnSync('chown', ['-R', '12345', outer])
    const { code, message, hint } = compare(project)
    expect(code).toBe('BW140')
    expect(message).toContain('dubious ownership')
    expect(hint).toBe(
      `it belongs to another user; if you trust it, run git config --global --add safe.directory "${outer}"`,
    )
    const env = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: outer,
    }
    expect(compare(project, [], { env })).toMatchObject({ widens: 1 })
    chownSync(outer, 0, 0)
  })
})

describe('every output says what was compared:', () => {
  const { status } = spawnSync('git', ['--version'], { env: gitEnvironment })

  it('which repository, ref and commit', () => {
    expect(status).not.toBeNull()
    const { outer, project } = makeRepository()
    const id = git(outer, 'rev-parse', 'base')
    const html = join(makeProject(), 'review.html')
    const sarif = join(makeProject(), 'review.sarif')
    const run = (...argv: readonly string[]) =>
      bottle([...argv, '--base', 'base', '--project', project]).stdout
    const outputs = {
      terminal: run('diff', '--html', html, '--sarif', sarif),
      markdown: run('diff', '--markdown'),
      json: run('diff', '--json'),
      html: readFileSync(html, 'utf8'),
      sarif: readFileSync(sarif, 'utf8'),
      check: run('check', '--no-types'),
      checkJson: run('check', '--no-types', '--json'),
    }
    for (const [name, text] of Object.entries(outputs)) {
      for (const part of [id, outer, 'base'])
        expect([name, text.includes(part)]).toEqual([name, true])
    }
    for (const text of [outputs.json, outputs.checkJson]) {
      expect(JSON.parse(text).base).toEqual({ repository: outer, ref: 'base', commit: id })
    }
  })

  it('also when nothing has changed, and when the two cannot be compared', () => {
    const { outer, project } = makeRepository()
    git(outer, 'checkout', '--quiet', 'base')
    const id = git(outer, 'rev-parse', 'base')
    const sarif = join(makeProject(), 'review.sarif')
    const outputs = () =>
      [[], ['--markdown'], ['--json'], ['--sarif', sarif]].map((argv) => {
        const all = ['diff', '--base', 'base', '--project', project, ...argv]
        const { stdout } = bottle(all)
        return argv.includes(sarif) ? readFileSync(sarif, 'utf8') : stdout
      })
    for (const text of outputs()) expect(text).toContain(id)
    writeProject(project, { [web]: 'cpus = [' })
    for (const text of outputs()) expect(text).toContain(id)
  })

  it('by names that cannot be anything else in it', () => {
    const folder = 'a`b <i> [x](y) | ::error::'
    const outer = join(makeProject(), folder)
    mkdirSync(outer)
    initRepository(outer)
    writeProject(outer, { [web]: smolfile('/run/one.sock') })
    commit(outer)
    git(outer, 'branch', 'a`b<b>')
    const html = join(makeProject(), 'review.html')
    const argv = ['diff', '--base', 'a`b<b>', '--project', outer]
    expect(bottle([...argv, '--markdown']).stdout).toContain('``a`b<b>``')
    bottle([...argv, '--html', html])
    const page = readFileSync(html, 'utf8')
    expect(page).toContain('a&#96;b&lt;b&gt;')
    expect(page).not.toContain('<i>')
  })
})
