import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bottle, run } from '../support/command.ts'
import { giveToOtherUser, isRoot, otherUser, otherUserCanRun } from '../support/other-user.ts'
import { bottleSource, makeProject, quietDevice, writeProject } from '../support/project.ts'
import { assemble, readFiles, smolfile } from '../support/tree.ts'

/** Mounts a file system of `kibibytes` at `path`, if this process may. */
function mountSmall(path: string, kibibytes: number): boolean {
  mkdirSync(path, { recursive: true })
  const size = `size=${kibibytes}k`
  if (!isRoot || run('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', path]).status !== 0) return false
  onTestFinished(() => void run('umount', [path]))
  return true
}

describe('a disk that is full', () => {
  const slugs = ['a', 'b', 'c', 'd', 'e', 'f']
  const sources = (value: number, more: readonly string[] = []) =>
    Object.fromEntries(
      [...slugs, ...more].map((slug) => [
        `bottles/${slug}.bottle.ts`,
        bottleSource(slug, `.env({ VALUE: ${value} })${quietDevice(`/run/${slug}.sock`)}`),
      ]),
    )

  it('ends synth with BW202, and leaves the tree as it was', ({ skip }) => {
    const project = makeProject(sources(1))
    if (!mountSmall(join(project, 'smolfiles'), 64)) skip('a file system cannot be mounted')
    expect(bottle(['synth', '--project', project])).toMatchObject({ status: 0, stderr: '' })
    const before = readFiles(join(project, 'smolfiles'))
    writeProject(project, sources(2, ['new']))

    const { status, stdout, stderr } = bottle(['synth', '--project', project])
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(
      new RegExp(`^error BW202: cannot write "${project}/smolfiles/.*": the disk is full$`, 'm'),
    )
    expect(stderr).toContain('nothing was written')
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
    expect(readdirSync(join(project, 'smolfiles'))).toEqual(slugs)
  })

  it('leaves no folder of bottles that were to be created', ({ skip }) => {
    const project = makeProject()
    const expected = slugs.map((slug) => smolfile(slug, 'x'.repeat(12_000)))
    if (!mountSmall(join(project, 'smolfiles'), 64)) skip('a file system cannot be mounted')
    expect(() => assemble(project, expected)).toThrow('the disk is full')
    expect(readdirSync(join(project, 'smolfiles'))).toEqual([])
  })
})

describe.skipIf(!otherUserCanRun)('a folder that may not be written to', () => {
  function makeTree() {
    const project = makeProject()
    assemble(project, [smolfile('demo', 'demo = 1\n'), smolfile('gone', 'gone = 1\n')])
    const own = ['', 'smolfiles', 'smolfiles/demo', 'smolfiles/demo/Smolfile', 'smolfiles/gone']
    giveToOtherUser(...[...own, 'smolfiles/gone/Smolfile'].map((path) => join(project, path)))
    writeProject(project, {
      'bottles/demo.bottle.ts': bottleSource('demo'),
      'bottles/new.bottle.ts': bottleSource('new'),
    })
    return project
  }

  function synth(project: string) {
    return bottle(['synth', '--project', project], { ...otherUser, env: { HOME: project } })
  }

  it('is named when it is that of a slug, and nothing is written', () => {
    const project = makeTree()
    const before = readFiles(join(project, 'smolfiles'))
    chmodSync(join(project, 'smolfiles/demo'), 0o555)
    const { status, stdout, stderr } = synth(project)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(
      `error BW202: cannot write "${project}/smolfiles/demo/Smolfile": permission denied\n`,
    )
    expect(stderr).toContain('nothing was written')
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
  })

  it('is named when it is the output tree, and nothing is written', () => {
    const project = makeTree()
    const before = readFiles(join(project, 'smolfiles'))
    chmodSync(join(project, 'smolfiles'), 0o555)
    const { status, stderr } = synth(project)
    expect(status).toBe(1)
    expect(stderr).toContain(
      `error BW202: cannot write "${project}/smolfiles/new": permission denied\n`,
    )
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
  })

  it('is named when an orphan cannot be removed from it, and the rest is done', () => {
    const project = makeTree()
    chmodSync(join(project, 'smolfiles/gone'), 0o555)
    const { status, stderr } = synth(project)
    expect(status).toBe(1)
    expect(stderr).toContain(
      `error BW202: cannot remove "${project}/smolfiles/gone/Smolfile": permission denied\n`,
    )
    expect(stderr).not.toContain('nothing was written')
    const files = readFiles(join(project, 'smolfiles'))
    expect(files['demo/Smolfile']).toContain('name = "claude-bottle-demo"')
    expect(files['new/Smolfile']).toContain('name = "claude-bottle-new"')
    expect(files['gone/Smolfile']).toBe('gone = 1\n')
    chmodSync(join(project, 'smolfiles/gone'), 0o755)
    expect(synth(project)).toMatchObject({ status: 0, stderr: '' })
    expect(readdirSync(join(project, 'smolfiles'))).toEqual(['demo', 'new'])
  })

  it('is named when it may not be read', () => {
    const project = makeTree()
    chmodSync(join(project, 'smolfiles/demo'), 0o000)
    const { status, stderr } = synth(project)
    expect(status).toBe(1)
    expect(stderr).toContain(
      `error BW202: cannot read "${project}/smolfiles/demo": permission denied\n`,
    )
  })

  it.runIf(isRoot)(
    'is named when its files cannot be replaced, and no temporary file stays',
    () => {
      const project = makeTree()
      // In a folder with the sticky bit, as /tmp is, nobody replaces the files of others.
      chownSync(join(project, 'smolfiles/demo'), 0, 0)
      chmodSync(join(project, 'smolfiles/demo'), 0o1777)
      chownSync(join(project, 'smolfiles/demo/Smolfile'), 0, 0)
      chmodSync(join(project, 'smolfiles/demo/Smolfile'), 0o644)
      const before = readFiles(join(project, 'smolfiles'))
      const { status, stderr } = synth(project)
      expect(status).toBe(1)
      expect(stderr).toContain(
        `error BW202: cannot write "${project}/smolfiles/demo/Smolfile": permission denied\n`,
      )
      expect(stderr).toContain('nothing was written')
      expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
    },
  )
})
