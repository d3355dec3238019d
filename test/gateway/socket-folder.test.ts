import { mkdirSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { refuseFolder } from '../../src/gateway/socket-folder.ts'
import { makeProject } from '../support/project.ts'

/** What is wrong with the folder of a socket; the slug is the last name of it unless given. */
function wrong(
  folder: string,
  { slug = folder.split('/').at(-1) ?? '', others = [] as string[], project = '/srv/p/x' } = {},
) {
  return refuseFolder({ slug, socket: `${folder}/gvproxy.sock`, others, project })?.message
}

describe("a socket's folder", () => {
  it.each([
    ...['/run/claude-bottle/demo', '/var/lib/claude-bottle/demo', '/run/user/1000/bottles/demo'],
    ...[`${homedir()}/.bottles/demo`, '/tmp/x/demo', '/run/demo'],
  ])('may be %s', (folder) => {
    expect(wrong(folder)).toBeUndefined()
  })

  it.each([
    ...[
      '/demo',
      '/etc',
      '/home',
      '/tmp',
      '/run',
      '/usr',
      '/root',
      '/proc',
      '/dev',
      '/sys',
      '/boot',
    ],
    ...[
      '/etc/demo',
      '/etc/a/demo',
      '/usr/lib/demo',
      '/usr/local/demo',
      '/dev/shm/demo',
      '/bin/demo',
    ],
    ...[
      '/home/demo',
      '/Users/demo',
      '/var/demo',
      '/var/tmp',
      '/run/user',
      '/run/user/1000',
      '/run/lock',
    ],
    ...[
      '/var/lib/demo',
      homedir(),
      '/Library/demo',
      '/srv/p/x',
      '/srv/p',
      '/srv',
      '/srv/p/x/run/demo',
    ],
    '/srv/p/x/smolfiles/demo',
  ])('must not be %s', (folder) => {
    expect(wrong(folder)).toMatch(/^the socket's folder ".*; it must be this bottle's alone/)
  })

  it('is named for the bottle', () => {
    expect(wrong('/run/claude-bottle/other', { slug: 'demo' })).toContain(
      'not named for the bottle',
    )
    expect(wrong('/run/demo/sockets', { slug: 'demo' })).toContain('not named for the bottle')
  })

  it('has no socket of another bottle in it', () => {
    const others = ['/run/demo/b.sock']
    expect(wrong('/run/demo', { others })).toContain(
      `another bottle's socket in it, "/run/demo/b.sock"`,
    )
    expect(wrong('/run/demo', { others: ['/run/demo/sub/b.sock'] })).toContain("another bottle's")
    expect(wrong('/run/demo', { others: ['/run/demo2/b.sock', '/run/b.sock'] })).toBeUndefined()
  })

  it('holds nothing but sockets, and is reached by no link', () => {
    const folder = makeProject({ 'a/demo/notes.txt': '' })
    mkdirSync(join(folder, 'b/demo'), { recursive: true })
    mkdirSync(join(folder, 'c/demo/folder'), { recursive: true })
    symlinkSync(join(folder, 'b'), join(folder, 'link'))
    symlinkSync('/etc', join(folder, 'demo'))
    expect(wrong(join(folder, 'b/demo'))).toBeUndefined()
    expect(wrong(join(folder, 'a/demo'))).toContain('has "notes.txt" in it, which is no socket')
    expect(wrong(join(folder, 'a/demo/notes.txt'), { slug: 'notes.txt' })).toContain('is no folder')
    expect(wrong(join(folder, 'c/demo'))).toContain('has "folder" in it')
    expect(wrong(join(folder, 'link/demo'))).toContain(`is "${folder}/b/demo" by a link`)
    expect(wrong(join(folder, 'link/not/there/demo'))).toContain('by a link')
    expect(wrong(join(folder, 'demo'))).toContain('is "/etc" by a link')
  })
})
