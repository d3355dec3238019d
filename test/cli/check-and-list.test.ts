import { rmSync } from 'node:fs'
import { join } from 'node:path'
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

describe('a tree that is up to date', () => {
  const project = makeSharedProject({
    'bottles/a.bottle.ts': bottleSource('a'),
    'bottles/team/b.bottle.ts': bottleSource('b'),
  })

  beforeAll(() => {
    expect(bottle(['synth', '--project', project]).status).toBe(0)
  })

  it('passes check', () => {
    const before = readFiles(project)
    expect(bottle(['check', '--project', project])).toEqual({
      status: 0,
      stdout: 'the output tree is up to date: 2 bottles\n',
      stderr: '',
    })
    expect(readFiles(project)).toEqual(before)
  })

  it('is not said to be so where git cannot be asked for its attributes', () => {
    writeProject(project, { '.git/HEAD': '', '.gitattributes': '* text' })
    const { status, stderr } = bottle(['check', '--project', project], { env: { TMPDIR: '/none' } })
    for (const name of ['.git', '.gitattributes']) rmSync(join(project, name), { recursive: true })
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'error BW202: cannot write "/none": it does not exist\n1 error\n',
    })
  })

  it('is listed as current', () => {
    expect(bottle(['list', '--project', project])).toEqual({
      status: 0,
      stdout: `BOTTLE  DIALECT        STATE    SOURCE
a       claude-bottle  current  bottles/a.bottle.ts
b       claude-bottle  current  bottles/team/b.bottle.ts
`,
      stderr: '',
    })
  })
})

describe('a tree that is out of date', () => {
  const project = makeSharedProject({
    'bottles/current.bottle.ts': bottleSource('current'),
    'bottles/edited.bottle.ts': bottleSource('edited'),
    'bottles/moved.bottle.ts': bottleSource('moved'),
    'bottles/old.bottle.ts': bottleSource('old'),
    'bottles/older.bottle.ts': bottleSource('older'),
    'bottles/stale.bottle.ts': bottleSource('stale'),
  })

  beforeAll(() => {
    expect(bottle(['synth', '--project', project]).status).toBe(0)
    for (const slug of ['moved', 'old', 'older']) rmSync(join(project, `bottles/${slug}.bottle.ts`))
    writeProject(project, {
      'bottles/missing.bottle.ts': bottleSource('missing'),
      'bottles/team/moved.bottle.ts': bottleSource('moved'),
      'bottles/stale.bottle.ts': bottleSource('stale', quietDevice('/run/changed.sock')),
      'smolfiles/edited/Smolfile': 'mine = 1\n',
      'smolfiles/older/Smolfile': 'mine = 2\n',
      'smolfiles/foreign/notes.txt': '',
    })
  })

  it('fails check with exit code 2, which says of each file what it is and changes none', () => {
    const before = readFiles(project)
    expect(bottle(['check', '--project', project])).toEqual({
      status: 2,
      stdout: `hand-edited smolfiles/edited/Smolfile
missing     smolfiles/missing/Smolfile
stale       smolfiles/moved/manifest.json
orphaned    smolfiles/old/Smolfile
hand-edited smolfiles/older/Smolfile
stale       smolfiles/stale/Smolfile
unsourced   smolfiles/foreign/notes.txt
`,
      stderr: `smolfiles/foreign/notes.txt error BW137: no bottle file and manifest account for this file of the output tree
  hint: remove it, or write the bottle file that it comes from
1 error
the output tree is out of date: run synth, and commit it
hand-edited: make the change in the bottle, or undo it with synth --force
`,
    })
    expect(readFiles(project)).toEqual(before)
  })

  it('fails check --json with exit code 2 as well', () => {
    const { status, stdout, stderr } = bottle(['check', '--project', project, '--json'])
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      bottles: [
        { slug: 'current', path: 'smolfiles/current/Smolfile', state: 'current' },
        { slug: 'edited', path: 'smolfiles/edited/Smolfile', state: 'hand-edited' },
        { slug: 'missing', path: 'smolfiles/missing/Smolfile', state: 'missing' },
        { slug: 'moved', path: 'smolfiles/moved/manifest.json', state: 'stale' },
        { slug: 'old', path: 'smolfiles/old/Smolfile', state: 'orphaned' },
        { slug: 'older', path: 'smolfiles/older/Smolfile', state: 'hand-edited' },
        { slug: 'stale', path: 'smolfiles/stale/Smolfile', state: 'stale' },
      ],
      files: [{ path: 'smolfiles/foreign/notes.txt', state: 'unsourced' }],
      diagnostics: [
        {
          code: 'BW137',
          severity: 'error',
          message: 'no bottle file and manifest account for this file of the output tree',
          file: 'smolfiles/foreign/notes.txt',
          hint: 'remove it, or write the bottle file that it comes from',
        },
      ],
      printed: [],
    })
  })

  it('passes check --only of a bottle that is up to date', () => {
    expect(bottle(['check', '--project', project, '--only', 'current'])).toEqual({
      status: 0,
      stdout: 'the output tree is up to date: 1 bottle\n',
      stderr: '',
    })
  })

  it('is listed with the state of each bottle, and does not fail', () => {
    expect(bottle(['list', '--project', project])).toEqual({
      status: 0,
      stdout: `BOTTLE   DIALECT        STATE        SOURCE
current  claude-bottle  current      bottles/current.bottle.ts
edited   claude-bottle  hand-edited  bottles/edited.bottle.ts
missing  claude-bottle  missing      bottles/missing.bottle.ts
stale    claude-bottle  stale        bottles/stale.bottle.ts
moved    claude-bottle  stale        bottles/team/moved.bottle.ts
old      -              orphaned     -
older    -              hand-edited  -
unsourced smolfiles/foreign/notes.txt
`,
      stderr: '',
    })
  })

  it('lists bad bottles as well, and fails', () => {
    const project = makeProject({
      'bottles/bad.bottle.ts': 'export default 1\n',
      'bottles/good.bottle.ts': bottleSource('good'),
      'bottles/x/twice.bottle.ts': bottleSource('twice'),
      'bottles/y/twice.bottle.ts': bottleSource('twice'),
      'smolfiles/bad/Smolfile': 'bad = 1\n',
      'smolfiles/bad/manifest.json': manifest('bad', 'bad = 1\n'),
    })
    const { status, stdout, stderr } = bottle(['list', '--project', project])
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: `BOTTLE  DIALECT        STATE    SOURCE
bad     -              error    bottles/bad.bottle.ts
good    claude-bottle  missing  bottles/good.bottle.ts
twice   -              error    bottles/x/twice.bottle.ts
twice   -              error    bottles/y/twice.bottle.ts
`,
    })
    expect(stderr).toContain('error BW114')
    expect(stderr.match(/error BW003/g)).toHaveLength(2)
  })
})
