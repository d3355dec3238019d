import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diffBase } from '../../src/review/diff-trees.ts'
import { bottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { makeProject, writeProject } from '../support/project.ts'
import { commit, git, gitEnvironment, initRepository } from './repository.ts'

const web = 'smolfiles/web/Smolfile'

/** A Smolfile as somebody would write it by hand. */
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

/** A repository with two commits of one bottle, and a third state on disk. */
function makeRepository(options: readonly string[] = [], folder = ''): string {
  const root = makeProject()
  initRepository(root, ...options)
  for (const socket of ['/run/one.sock', '/run/two.sock']) {
    writeProject(join(root, folder), { [web]: smolfile(socket) })
    commit(root)
  }
  writeProject(join(root, folder), { [web]: smolfile('/run/three.sock') })
  return root
}

async function socketsAt(base: string, project: string) {
  const { review, diagnostics } = await diffBase(base, { project })
  expect(diagnostics).toEqual([])
  return review?.bottles.flatMap(({ findings }) =>
    findings.map(({ path, before, after }) => ({ path, before, after })),
  )
}

const sinceFirst = [{ path: 'net[0].socket', before: '/run/one.sock', after: '/run/three.sock' }]
const sinceLast = [{ path: 'net[0].socket', before: '/run/two.sock', after: '/run/three.sock' }]

describe('the base may be', () => {
  const bases: readonly (readonly [what: string, base: string, ...made: readonly string[]])[] = [
    ['a tag', 'v1', 'tag', 'v1', 'HEAD~1'],
    ['an annotated tag', 'v2', 'tag', '--annotate', '--message=x', 'v2', 'HEAD~1'],
    ['a branch', 'team/one', 'branch', 'team/one', 'HEAD~1'],
    ['an ancestor', 'main~1'],
  ]
  it.each(bases)('%s', async (_what, base, ...made) => {
    const root = makeRepository()
    if (made.length > 0) git(root, ...made)
    expect(await socketsAt(base, root)).toEqual(sinceFirst)
  })

  it.each([['--short'], []])('a hash %s', async (...options) => {
    const root = makeRepository()
    const hash = git(root, 'rev-parse', ...options, 'HEAD~1')
    expect(await socketsAt(hash, root)).toEqual(sinceFirst)
  })
})

describe('the repository may', () => {
  it('hold the project in a folder of its own', async () => {
    const root = makeRepository([], 'teams/a b')
    writeProject(root, { 'smolfiles/decoy/Smolfile': 'cpus = 1\n' })
    commit(root)
    writeProject(join(root, 'teams/a b'), { [web]: smolfile('/run/four.sock') })
    expect(await socketsAt('HEAD~2', join(root, 'teams/a b'))).toEqual([
      { path: 'net[0].socket', before: '/run/one.sock', after: '/run/four.sock' },
    ])
  })

  it('name its objects by SHA-256', async () => {
    const root = makeRepository(['--object-format=sha256'])
    expect(git(root, 'rev-parse', 'HEAD')).toHaveLength(64)
    expect(await socketsAt('HEAD', root)).toEqual(sinceLast)
    git(root, 'checkout', '--', '.')
    expect(await socketsAt('HEAD', root)).toEqual([])
  })

  it('hold the output tree under another name', async () => {
    const root = makeProject({ 'a/:(top)*/web/Smolfile': smolfile('/run/one.sock') })
    initRepository(root)
    commit(root)
    writeProject(root, { 'a/:(top)*/web/Smolfile': smolfile('/run/two.sock') })
    for (const [project, out] of [
      [root, 'a/:(top)*'],
      [join(root, 'a'), ':(top)*'],
      [join(root, 'a'), './:(top)*/'],
      [join(root, 'a/:(top)*'), '.'],
    ] as const) {
      const { review } = await diffBase('HEAD', { project, out })
      expect(review?.bottles).toMatchObject([
        { slug: 'web', findings: [{ path: 'net[0].socket' }] },
      ])
    }
  })

  it('hold files in the tree that are not of the tool, of any size', async () => {
    const root = makeRepository()
    writeProject(root, {
      'smolfiles/web/video.bin': '.'.repeat(2 * 1024 * 1024),
      'smolfiles/README.md': 'words',
    })
    commit(root)
    // What nobody accounts for and nobody reads is a finding whatever it was before.
    const video = { path: 'file', before: undefined, after: 'web/video.bin' }
    expect(await socketsAt('HEAD~1', root)).toEqual([...sinceLast, video])
    expect(await socketsAt('HEAD', root)).toEqual([video])
  })

  it('hold no output tree yet', async () => {
    const root = makeProject({ 'README.md': 'words' })
    initRepository(root)
    commit(root)
    writeProject(root, { [web]: smolfile('/run/one.sock') })
    const { review } = await diffBase('HEAD', { project: root })
    expect(review?.bottles).toMatchObject([{ slug: 'web', state: 'added' }])
  })
})

describe('a base that cannot be read is an error:', () => {
  async function errorsOf(project: string, base: string) {
    const { review, diagnostics } = await diffBase(base, { project })
    expect(review).toBeUndefined()
    return diagnostics
  }

  /** As a process, which exits with 1. */
  function errorsOfProcess(project: string, env: Readonly<Record<string, string>> = {}) {
    const argv = ['diff', '--json', '--project', project, '--base', 'HEAD']
    const { status, stdout } = bottle(argv, { env })
    const { ok, diagnostics, bottles } = JSON.parse(stdout)
    expect({ status, ok, bottles }).toEqual({ status: 1, ok: false, bottles: undefined })
    return diagnostics
  }

  it('there is no such commit', async () => {
    const root = makeRepository()
    for (const ref of ['nowhere', 'HEAD~9', '', 'HEAD:smolfiles', 'a b']) {
      expect(await errorsOf(root, ref)).toEqual([
        {
          code: 'BW140',
          severity: 'error',
          message: `"${ref}" cannot be read: there is no such commit`,
          hint: 'give a branch, a tag or a commit that is in the repository',
        },
      ])
    }
  })

  it('a ref that begins with a hyphen is no option of git', async () => {
    const root = makeRepository()
    for (const ref of ['--git-dir', '-h', '--output=pwned', '--all', '--upload-pack=touch pwned']) {
      expect(await errorsOf(root, ref)).toMatchObject([
        { code: 'BW140', message: `"${ref}" cannot be read: there is no such commit` },
      ])
    }
    expect(readdirSync(root).sort()).toEqual(['.git', 'smolfiles'])
  })

  it('the project is in no repository', () => {
    const root = makeProject({ [web]: smolfile('/run/one.sock') })
    const [{ code, message }] = errorsOfProcess(root)
    expect(code).toBe('BW140')
    expect(message).toContain('not a git repository')
  })

  it('git is not there', () => {
    const root = makeRepository()
    expect(errorsOfProcess(root, { PATH: '/nowhere' })).toMatchObject([
      { code: 'BW140', message: '"HEAD" cannot be read: git is not installed' },
    ])
  })

  it('a Smolfile in it is larger than 1 MiB', async () => {
    const root = makeProject({ [web]: `#${'.'.repeat(2 * 1024 * 1024)}\n` })
    initRepository(root)
    commit(root)
    writeProject(root, { [web]: smolfile('/run/one.sock') })
    expect(await errorsOf(root, 'HEAD')).toMatchObject([
      {
        code: 'BW140',
        message: '"HEAD:smolfiles/web/Smolfile" has 2097154 bytes; at most 1048576 are read',
      },
    ])
  })

  it('a Smolfile in it is not TOML', async () => {
    const root = makeProject({ [`sub/${web}`]: 'name = "claude-bottle-web"\ncommand = [\n' })
    initRepository(root)
    commit(root)
    writeProject(join(root, 'sub'), { [web]: smolfile('/run/one.sock') })
    const { review, diagnostics } = await diffBase('main', { project: join(root, 'sub') })
    expect(review?.bottles[0]?.findings.length).toBeGreaterThan(3)
    expect(diagnostics[0]).toMatchObject({
      code: 'BW073',
      origin: { file: 'main:sub/smolfiles/web/Smolfile', line: 2, inCommit: true },
    })
    const argv = ['diff', '--base', 'main', '--project', join(root, 'sub')]
    const { stderr } = bottle(argv, { env: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: root } })
    expect(stderr).toContain('::warning title=BW073::main:sub/smolfiles/web/Smolfile:2')
  })

  it('a Smolfile on either side is not UTF-8, of which two could look the same', async () => {
    const bytes = (last: number) =>
      Buffer.concat([Buffer.from('image = "a'), Buffer.of(last), Buffer.from('"\n')])
    const root = makeRepository()
    writeFileSync(join(root, web), bytes(0xff))
    commit(root)
    writeFileSync(join(root, web), bytes(0xfe))
    expect(await errorsOf(root, 'HEAD')).toMatchObject([{ severity: 'error' }])
    expect(await errorsOf(root, 'HEAD~1')).toMatchObject([
      { severity: 'error', message: expect.stringContaining('UTF-8') },
    ])
    writeProject(root, { [web]: smolfile('/run/one.sock') })
    const { diagnostics } = await diffBase('HEAD', { project: root })
    expect(diagnostics).toMatchObject([
      { code: 'BW140', message: '"HEAD:smolfiles/web/Smolfile" is not valid UTF-8' },
    ])
  })

  it('a Smolfile is missing in a clone that has not fetched everything', async () => {
    const { clone } = partialClone()
    const [error] = await errorsOf(clone, 'HEAD~1')
    expect(error).toMatchObject({ code: 'BW140', severity: 'error' })
  })
})

/** A clone without the files of the commit before the last, and where they would come from. */
function partialClone(): { readonly clone: string; readonly origin: string } {
  const origin = makeRepository()
  git(origin, 'config', 'uploadpack.allowFilter', 'true')
  const clone = join(makeProject(), 'clone')
  git(origin, 'clone', '--quiet', '--filter=blob:none', `file://${origin}`, clone)
  return { clone, origin }
}

describe('of a tree at a ref', () => {
  it('no symbolic link is followed', async () => {
    const root = makeProject({ 'elsewhere/Smolfile': smolfile('/run/linked.sock') })
    initRepository(root)
    mkdirSync(join(root, 'smolfiles/web'), { recursive: true })
    symlinkSync('../../elsewhere/Smolfile', join(root, web))
    symlinkSync('../elsewhere', join(root, 'smolfiles/folder'))
    commit(root)
    rmSync(join(root, 'smolfiles'), { recursive: true })
    writeProject(root, { [web]: smolfile('/run/linked.sock') })
    const { review, diagnostics } = await diffBase('HEAD', { project: root })
    expect(diagnostics).toEqual([])
    expect(review?.bottles).toMatchObject([{ slug: 'web', state: 'added' }])
  })

  it('no source is evaluated', () => {
    const source = (text: string): Files => ({ 'bottles/web.bottle.ts': text })
    const root = makeProject(source("console.log('evaluated'); throw new Error('evaluated')\n"))
    initRepository(root)
    commit(root)
    writeProject(
      root,
      source(`import { bottle, gvproxy } from 'bottleworks'
export default bottle('web').net(gvproxy('/run/web.sock'))
`),
    )
    const { status, stdout, stderr } = bottle(['diff', '--project', root, '--base', 'HEAD'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^compared with .*\n\nno bottle changed\n$/)
  })
})

describe('no program that the repository names is run', () => {
  /** A program that leaves a mark, and then does nothing of use. */
  function makeTrap(root: string): { readonly trap: string; readonly sprung: () => string[] } {
    const folder = join(root, '.git/trap')
    const trap = join(root, '.git/trap.sh')
    mkdirSync(folder)
    writeFileSync(trap, `#!/bin/sh\necho "$0 $*" > "${folder}/$$"\nexit 1\n`)
    chmodSync(trap, 0o755)
    return { trap, sprung: () => readdirSync(folder) }
  }

  const settings = [
    'core.fsmonitor',
    'core.pager',
    'core.editor',
    'core.sshCommand',
    'core.gitProxy',
    'core.askPass',
    'core.alternateRefsCommand',
    'diff.external',
    'diff.trap.command',
    'diff.trap.textconv',
    'filter.trap.smudge',
    'filter.trap.clean',
    'filter.trap.process',
    'credential.helper',
    'gpg.program',
    'sequence.editor',
    'uploadpack.packObjectsHook',
    'pager.ls-tree',
    'pager.rev-parse',
    'pager.cat-file',
    'alias.ls-tree',
    'alias.cat-file',
  ]

  function setTraps(root: string, trap: string): void {
    for (const name of settings)
      git(root, 'config', name, name.startsWith('alias') ? `!${trap}` : trap)
    writeProject(root, { '.gitattributes': '* filter=trap diff=trap\n' })
    const hooks = join(root, '.git/hooks-of-its-own')
    mkdirSync(hooks)
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
      symlinkSync(trap, join(hooks, hook))
    }
    git(root, 'config', 'core.hooksPath', hooks)
  }

  it('by its settings', () => {
    const root = makeRepository()
    const { trap, sprung } = makeTrap(root)
    setTraps(root, trap)
    // The trap works: git itself runs what is set.
    spawnSync('git', ['status'], { cwd: root, env: { PATH: process.env.PATH, ...gitEnvironment } })
    expect(sprung()).not.toEqual([])
    for (const mark of sprung()) rmSync(join(root, '.git/trap', mark))
    const { status, stderr } = bottle(['diff', '--project', root, '--base', 'HEAD~1'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(sprung()).toEqual([])
  })

  it.each(['remote.origin.uploadpack', 'core.sshCommand', 'remote.origin.vcs'])(
    'to fetch what a partial clone lacks: %s',
    (name) => {
      const { clone } = partialClone()
      const { trap, sprung } = makeTrap(clone)
      git(clone, 'config', 'protocol.allow', 'always')
      if (name === 'core.sshCommand') git(clone, 'config', 'remote.origin.url', 'ssh://host/path')
      if (name === 'remote.origin.vcs') {
        git(clone, 'config', 'remote.origin.url', `ext::${trap}`)
        git(clone, 'config', 'protocol.ext.allow', 'always')
      } else git(clone, 'config', name, trap)
      const missing = git(clone, 'rev-parse', `HEAD~1:${web}`)
      const env = { PATH: process.env.PATH, ...gitEnvironment }
      spawnSync('git', ['cat-file', '-p', missing], { cwd: clone, env })
      expect(sprung()).not.toEqual([])
      for (const mark of sprung()) rmSync(join(clone, '.git/trap', mark))
      expect(bottle(['diff', '--project', clone, '--base', 'HEAD~1']).status).toBe(1)
      expect(sprung()).toEqual([])
    },
  )
})
