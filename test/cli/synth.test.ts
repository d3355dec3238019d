import { existsSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import {
  bottleSource,
  makeProject,
  makeSharedProject,
  quietDevice,
  writeProject,
} from '../support/project.ts'
import { manifest, readFiles } from '../support/tree.ts'

/** Good, with one warning and a line that it prints. */
const loud = `import { bottle, gvproxy } from 'bottleworks'
console.log('from loud', { a: 1 })
export default bottle('loud').env({ NO_PROXY: '*' }).net(gvproxy('/run/loud.sock'))
  .acknowledge('BW017', 'a test')
`
const loudWarning = `loud: from loud {"a":1}
bottles/loud.bottle.ts:3:31 warning BW032: NO_PROXY is "*": "*" goes around the gateway for every host
     3 │ export default bottle('loud').env({ NO_PROXY: '*' }).net(gvproxy('/run/loud.sock'))
       │                               ^
  hint: list the hosts by name
1 warning
`
const bad = bottleSource('bad', quietDevice('bad.sock'))

/** The summary's time differs on each run. */
function untimed(stdout: string): string {
  return stdout.replace(/in \d+\.\d\d s/, 'in N s')
}

function synth(project: string, ...argv: readonly string[]) {
  const { status, stdout, stderr } = bottle(['synth', '--project', project, ...argv])
  return { status, stdout: untimed(stdout), stderr }
}

describe('bottle synth', () => {
  it('prints what it does to stdout, and what bottles say and diagnostics to stderr', () => {
    const project = makeProject({
      'bottles/demo.bottle.ts': bottleSource('demo'),
      'bottles/gone.bottle.ts': bottleSource('gone'),
      'bottles/loud.bottle.ts': loud,
    })
    expect(synth(project)).toEqual({
      status: 0,
      stdout: `create smolfiles/demo/Smolfile
create smolfiles/gone/Smolfile
create smolfiles/loud/Smolfile
synthesized 3 bottles in N s: 3 created
`,
      stderr: loudWarning,
    })
    rmSync(join(project, 'bottles/gone.bottle.ts'))
    writeProject(project, {
      'bottles/demo.bottle.ts': bottleSource('demo', quietDevice('/run/other.sock')),
      'bottles/new.bottle.ts': bottleSource('new'),
    })
    expect(synth(project)).toEqual({
      status: 0,
      stdout: `update smolfiles/demo/Smolfile
remove smolfiles/gone/Smolfile
create smolfiles/new/Smolfile
synthesized 3 bottles in N s: 1 created, 1 updated, 1 removed, 1 unchanged
`,
      stderr: loudWarning,
    })
  })

  it('works in the current folder unless told where', () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    expect(bottle(['synth'], { cwd: project }).status).toBe(0)
    expect(existsSync(join(project, 'smolfiles/demo/Smolfile'))).toBe(true)
    const { status, stdout } = bottle(['synth', '--project', basename(project)], {
      cwd: join(project, '..'),
    })
    expect({ status, stdout: untimed(stdout) }).toEqual({
      status: 0,
      stdout: 'synthesized 1 bottle in N s: 1 unchanged\n',
    })
  })

  it('writes to another folder with --out, and leaves the usual one alone', () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    expect(synth(project, '--out', './generated/tree/').stdout).toBe(
      'create generated/tree/demo/Smolfile\nsynthesized 1 bottle in N s: 1 created\n',
    )
    const outside = makeProject()
    expect(synth(project, '--out', outside).stdout).toBe(
      `create ${outside}/demo/Smolfile\nsynthesized 1 bottle in N s: 1 created\n`,
    )
    expect(existsSync(join(project, 'smolfiles'))).toBe(false)
    expect(readFiles(join(project, 'generated/tree'))).toEqual(readFiles(outside))
  })

  it('fails where there is no bottle', () => {
    expect(synth(makeProject())).toEqual({
      status: 1,
      stdout: '',
      stderr: `error BW120: there is no bottle: no file "bottles/**/*.bottle.ts" in the project
  hint: write bottles/demo.bottle.ts, with export default bottle('demo')
1 error
nothing was written
`,
    })
  })
})

describe('bottle synth of a bad bottle', () => {
  const project = makeSharedProject()

  beforeAll(() => {
    writeProject(project, {
      'bottles/demo.bottle.ts': bottleSource('demo'),
      'bottles/loud.bottle.ts': loud,
      'bottles/old.bottle.ts': bottleSource('old'),
    })
    expect(synth(project).status).toBe(0)
    rmSync(join(project, 'bottles/old.bottle.ts'))
    writeProject(project, {
      'bottles/bad.bottle.ts': bad,
      'bottles/demo.bottle.ts': bottleSource('demo', quietDevice('/run/changed.sock')),
      'smolfiles/bad/Smolfile': 'what was there\n',
      'smolfiles/bad/manifest.json': manifest('bad', 'what was there\n'),
    })
  })

  it('writes nothing, and says what would help', () => {
    const before = readFiles(join(project, 'smolfiles'))
    const { status, stdout, stderr } = synth(project)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('bottles/bad.bottle.ts:4:4 error BW011: ')
    expect(stderr).toMatch(
      /\n1 error, 1 warning\nnothing was written; pass --keep-going to write 2 bottles\n$/,
    )
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
  })

  it('fails on an unknown slug of --only, and suggests the nearest', () => {
    const { status, stdout, stderr } = synth(project, '--only', 'demo', 'laud')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe(`error BW121: no bottle has the slug "laud"
  hint: did you mean "loud"?
1 error
nothing was written; pass --keep-going to write 1 bottle
`)
  })

  it('looks at the bottles of --only alone, and removes nothing', () => {
    expect(synth(project, '--only', 'demo')).toEqual({
      status: 0,
      stdout: 'update smolfiles/demo/Smolfile\nsynthesized 1 bottle in N s: 1 updated\n',
      stderr: '',
    })
    expect(existsSync(join(project, 'smolfiles/old/Smolfile'))).toBe(true)
  })

  it('writes the good bottles with --keep-going, and still fails', () => {
    const { status, stdout, stderr } = synth(project, '--keep-going')
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: `remove smolfiles/old/Smolfile
synthesized 2 bottles in N s: 1 removed, 2 unchanged
`,
    })
    expect(stderr).toContain('error BW011')
    expect(readFileSync(join(project, 'smolfiles/bad/Smolfile'), 'utf8')).toBe('what was there\n')
  })
})

describe('bottle synth --strict', () => {
  it('fails on a warning, unless the bottle acknowledges it', () => {
    const project = makeProject({ 'bottles/loud.bottle.ts': loud })
    expect(synth(project, '--strict')).toEqual({
      status: 1,
      stdout: '',
      stderr: `${loudWarning}nothing was written; pass --keep-going to write 1 bottle\n`,
    })
    const acknowledged = loud.replace('.net(', ".acknowledge('BW032', 'talks to nobody').net(")
    writeProject(project, { 'bottles/loud.bottle.ts': acknowledged })
    expect(synth(project, '--strict')).toEqual({
      status: 0,
      stdout: 'create smolfiles/loud/Smolfile\nsynthesized 1 bottle in N s: 1 created\n',
      stderr: 'loud: from loud {"a":1}\n',
    })
  })
})

describe('bottle synth of what was edited by hand', () => {
  it('writes nothing without --force, the rest with --keep-going, and all with --force', () => {
    const project = makeProject({
      'bottles/demo.bottle.ts': bottleSource('demo'),
      'bottles/other.bottle.ts': bottleSource('other'),
    })
    synth(project)
    writeProject(project, {
      'bottles/other.bottle.ts': bottleSource('other', quietDevice('/run/changed.sock')),
      'smolfiles/demo/Smolfile': 'mine = 1\n',
    })
    const before = readFiles(join(project, 'smolfiles'))
    const message = `smolfiles/demo/Smolfile error BW200: the Smolfile was edited by hand, or not written by bottleworks; it is not overwritten
  hint: make the change in bottles/demo.bottle.ts, or use --force to overwrite it
1 error
`
    const stderr = `${message}nothing was written\n`
    expect(synth(project)).toEqual({ status: 1, stdout: '', stderr })
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)

    expect(synth(project, '--keep-going')).toEqual({
      status: 1,
      stdout: `update smolfiles/other/Smolfile
synthesized 2 bottles in N s: 1 updated, 1 edited by hand
`,
      stderr: message,
    })
    expect(readFileSync(join(project, 'smolfiles/demo/Smolfile'), 'utf8')).toBe('mine = 1\n')

    expect(synth(project, '--force')).toEqual({
      status: 0,
      stdout:
        'update smolfiles/demo/Smolfile\nsynthesized 2 bottles in N s: 1 updated, 1 unchanged\n',
      stderr: '',
    })
  })
})
