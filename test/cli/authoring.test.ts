import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const files = { 'bottles/demo.bottle.ts': bottleSource('demo') }

describe('bottle new', () => {
  it('says what it wrote and which strings are of the new slug', () => {
    const project = makeProject(files)
    const { status, stdout, stderr } = bottle(['new', 'web', '--from', 'demo'], { cwd: project })
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `wrote bottles/web.bottle.ts
  line 4: "/run/demo.sock" is now "/run/web.sock"
`,
      stderr: 'run synth to write the output tree\n',
    })
  })

  it('refuses --dialect beside --from, and a dialect that there is not', () => {
    const project = makeProject(files)
    const both = bottle(['new', 'a', '--from', 'demo', '--dialect', 'smolvm'], { cwd: project })
    const none = bottle(['new', 'a', '--dialect', 'smolvn'], { cwd: project })
    expect([both.status, none.status]).toEqual([64, 64])
    expect(none.stderr).toContain('did you mean "smolvm"?')
  })
})

describe('bottle set and unset', () => {
  it('edit the source and say so', () => {
    const project = makeProject(files)
    const set = bottle(['set', 'demo', 'env.DEBUG', '1'], { cwd: project })
    expect(set).toEqual({
      status: 0,
      stdout: 'edited bottles/demo.bottle.ts\n',
      stderr: 'run synth to write the output tree\n',
    })
    const again = bottle(['set', 'demo', 'env.DEBUG', '1', '--json'], { cwd: project })
    expect(JSON.parse(again.stdout)).toEqual({ ok: true, diagnostics: [] })
    const dashes = bottle(['set', 'demo', 'command', '--', 'claude', '--print'], { cwd: project })
    expect(dashes.status).toBe(0)
    expect(bottle(['unset', 'demo', 'env.DEBUG'], { cwd: project }).status).toBe(0)
    expect(readFileSync(join(project, 'bottles/demo.bottle.ts'), 'utf8')).toContain(
      ".command('claude', '--print')",
    )
  })

  it('tell the exit codes of errors and of wrong usage apart', () => {
    const project = makeProject(files)
    const before = readFiles(project)
    const bad = bottle(['set', 'demo', 'net', 'gvproxy:run.sock'], { cwd: project })
    expect([bad.status, bad.stderr]).toEqual([1, expect.stringContaining('BW011')])
    const wrong = bottle(['set', 'demo', 'evn.A', '1'], { cwd: project })
    expect(wrong).toEqual({
      status: 64,
      stdout: '',
      stderr: 'error: unknown setting "evn.A"\n(there are command, env, net)\n',
    })
    expect(bottle(['unset', 'demo'], { cwd: project }).status).toBe(64)
    expect(readFiles(project)).toEqual(before)
  })
})

describe('bottle rename', () => {
  it('asks nobody where nobody is, and changes all with --yes', () => {
    const project = makeProject(files)
    expect(bottle(['synth'], { cwd: project }).status).toBe(0)
    const unasked = bottle(['rename', 'demo', 'web'], { cwd: project })
    expect(unasked).toEqual({
      status: 64,
      stdout: '',
      stderr: `line 4: "/run/demo.sock" becomes "/run/web.sock"
error: not a terminal; pass --yes to change these strings
`,
    })
    const { status, stdout } = bottle(['rename', 'demo', 'web', '--yes'], { cwd: project })
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `wrote bottles/web.bottle.ts
  line 4: "/run/demo.sock" is now "/run/web.sock"
renamed "demo" to "web", with its Smolfile
`,
    })
    expect(bottle(['check'], { cwd: project }).status).toBe(0)
  })
})
