import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle, run } from '../support/command.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { assemble, manifest, plan, readFiles, smolfile } from '../support/tree.ts'

const web = smolfile('web', 'web = 1\n')

type Place = (path: string) => string

/** What somebody may put into a tree that has the bottle `web`, and what of it is unsourced. */
const cases: Readonly<Record<string, readonly [put: (at: Place) => void, unsourced: string[]]>> = {
  'a Smolfile that has no source and no manifest': [
    (at) => write(at('evil/Smolfile'), 'evil = 1\n'),
    ['evil/Smolfile'],
  ],
  'a Smolfile with a manifest that is none': [
    (at) => {
      write(at('evil/Smolfile'), 'evil = 1\n')
      write(at('evil/manifest.json'), '{}')
    },
    ['evil/Smolfile', 'evil/manifest.json'],
  ],
  'a manifest that is none': [
    (at) => write(at('evil/manifest.json'), '{}'),
    ['evil/manifest.json'],
  ],
  'a name in another case': [(at) => write(at('web/smolfile'), 'a = 1\n'), ['web/smolfile']],
  'a folder in another case': [(at) => write(at('Web/Smolfile'), 'a = 1\n'), ['Web/Smolfile']],
  'a file beside a good Smolfile': [(at) => write(at('web/extra.txt'), ''), ['web/extra.txt']],
  'a bottle in a folder': [
    (at) => {
      write(at('nested/web/Smolfile'), web.text)
      write(at('nested/web/manifest.json'), manifest('web', web.text))
    },
    ['nested/web/Smolfile', 'nested/web/manifest.json'],
  ],
  'a Smolfile in the folder of a good bottle': [
    (at) => write(at('web/web/Smolfile'), web.text),
    ['web/web/Smolfile'],
  ],
  'a file at the root': [(at) => write(at('Smolfile'), 'a = 1\n'), ['Smolfile']],
  'a hidden folder': [(at) => write(at('.x/Smolfile'), 'a = 1\n'), ['.x/Smolfile']],
  'names of the root further down': [
    (at) => {
      for (const name of ['.gitattributes', '.gitignore', 'README.md']) write(at(`web/${name}`), '')
    },
    ['web/.gitattributes', 'web/.gitignore', 'web/README.md'],
  ],
  'a folder with the name of one of the root': [
    (at) => write(at('README.md/Smolfile'), ''),
    ['README.md/Smolfile'],
  ],
  'a link with the name of one of the root': [
    (at) => symlinkSync('web/Smolfile', at('README.md')),
    ['README.md'],
  ],
  'a link that leads nowhere': [(at) => symlinkSync('/nowhere', at('evil')), ['evil']],
  'a link to a bottle': [(at) => symlinkSync('web', at('evil')), ['evil']],
  'a link as the Smolfile of no bottle': [
    (at) => {
      mkdirSync(at('evil'))
      symlinkSync('../web/Smolfile', at('evil/Smolfile'))
      symlinkSync('../web/manifest.json', at('evil/manifest.json'))
    },
    ['evil/Smolfile', 'evil/manifest.json'],
  ],
  'a link beside a good Smolfile': [
    (at) => symlinkSync('Smolfile', at('web/other')),
    ['web/other'],
  ],
  'a folder in the place of the Smolfile of no bottle': [
    (at) => write(at('evil/Smolfile/Smolfile'), ''),
    ['evil/Smolfile/Smolfile'],
  ],
  'a pipe': [(at) => fifo(at('web/pipe')), ['web/pipe']],
  'a pipe as the Smolfile of no bottle': [
    (at) => {
      mkdirSync(at('evil'))
      fifo(at('evil/Smolfile'))
    },
    ['evil/Smolfile'],
  ],
  'a name that is not UTF-8': [
    (at) => writeFileSync(bytes(at('web/'), 0x53, 0xff), ''),
    ['web/S\\xff'],
  ],
  'a folder with a name that is not UTF-8': [
    (at) => {
      mkdirSync(bytes(`${at('')}/`, 0xfe))
      writeFileSync(Buffer.concat([bytes(`${at('')}/`, 0xfe), Buffer.from('/Smolfile')]), '')
    },
    ['\\xfe/Smolfile'],
  ],
  'a name of the writer of a process that is alive': [
    (at) => write(at(`web/.Smolfile.${process.ppid}-ab.tmp`), ''),
    [`web/.Smolfile.${process.ppid}-ab.tmp`],
  ],
  'a folder of the writer of a process that is alive': [
    (at) => write(at(`.evil.${process.ppid}-ab.tmp/Smolfile`), ''),
    [`.evil.${process.ppid}-ab.tmp/Smolfile`],
  ],
  // Git commits none; but that of a submodule is empty until somebody fetches what is in it.
  'an empty folder': [(at) => mkdirSync(at('evil')), ['evil']],
  'an empty folder in that of a bottle': [(at) => mkdirSync(at('web/more')), ['web/more']],
}

function write(path: string, text: string): void {
  writeProject('/', { [path]: text })
}

function listing(folder: string): readonly string[] {
  return run('find', [folder]).stdout.split('\n').sort()
}

function fifo(path: string): void {
  expect(run('mkfifo', [path]).status).toBe(0)
}

function bytes(path: string, ...more: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(path), Buffer.from(more)])
}

function makeTree(): { readonly project: string; readonly at: Place } {
  const project = makeProject()
  assemble(project, [web])
  return { project, at: (path) => join(project, 'smolfiles', path) }
}

describe('what no bottle accounts for', () => {
  it.each(Object.entries(cases))('is known: %s', (_title, [put, unsourced]) => {
    const { project, at } = makeTree()
    put(at)
    expect(plan(project, [web]).unsourced.map(({ path }) => path)).toEqual(unsourced)
  })

  it.each(Object.entries(cases))('is not removed, also when forced: %s', (_title, [put]) => {
    const { project, at } = makeTree()
    put(at)
    const before = listing(at(''))
    assemble(project, [web], true)
    const after = listing(at(''))
    expect(after).toEqual(before)
  })

  it('is none of what may be at the root of the tree', () => {
    const { project, at } = makeTree()
    for (const name of ['.gitattributes', '.gitignore', 'README.md']) write(at(name), '')
    const { unsourced, allowed } = plan(project, [web])
    expect({ unsourced, allowed }).toEqual({
      unsourced: [],
      allowed: ['.gitattributes', '.gitignore', 'README.md'],
    })
  })

  it('is not the Smolfile and the manifest of an orphan, but what is beside them', () => {
    const { project, at } = makeTree()
    write(at('web/extra.txt'), '')
    expect(plan(project, []).unsourced.map(({ path }) => path)).toEqual(['web/extra.txt'])
  })

  it('is listed by its folder, when there is too much of it', () => {
    const { project, at } = makeTree()
    for (let index = 0; index < 10_010; index++) writeFileSync(at(`web/${index}`), '')
    write(at('x/y/Smolfile'), '')
    const { unsourced } = plan(project, [web])
    expect(unsourced.at(-1)).toMatchObject({ path: 'x', kind: 'folder' })
  })
})

describe('a folder that a synth has left', () => {
  it('is removed when the process is no more, with what the tool writes and nothing else', () => {
    const { project, at } = makeTree()
    write(at('.old.99999999-ab.tmp/Smolfile'), '')
    write(at('.older.99999999-ab.tmp/Smolfile'), '')
    write(at('.older.99999999-ab.tmp/notes.txt'), '')
    assemble(project, [web])
    expect(Object.keys(readFiles(at('')))).toEqual([
      '.older.99999999-ab.tmp/notes.txt',
      'web/Smolfile',
      'web/manifest.json',
    ])
  })
})

describe('an unsourced file', () => {
  it('fails check with exit code 2, is listed, and stays', () => {
    const project = makeProject({ 'bottles/web.bottle.ts': bottleSource('web') })
    expect(bottle(['synth', '--project', project]).status).toBe(0)
    writeProject(project, {
      'smolfiles/evil/Smolfile': 'evil = 1\n',
      'smolfiles/web/smol\nfile': '',
      'smolfiles/README.md': '',
    })
    const check = bottle(['check', '--project', project])
    expect(check).toMatchObject({
      status: 2,
      stdout: 'unsourced   smolfiles/evil/Smolfile\nunsourced   smolfiles/web/smol\\nfile\n',
    })
    expect(check.stderr).toContain('smolfiles/evil/Smolfile error BW137: ')
    expect(
      bottle(['list', '--project', project]).stdout,
    ).toBe(`BOTTLE  DIALECT        STATE    SOURCE
web     claude-bottle  current  bottles/web.bottle.ts
allowed   smolfiles/README.md
unsourced smolfiles/evil/Smolfile
unsourced smolfiles/web/smol\\nfile
`)
    expect(bottle(['synth', '--project', project, '--force']).status).toBe(0)
    expect(Object.keys(readFiles(join(project, 'smolfiles')))).toContain('evil/Smolfile')
  })

  it('is an orphan instead when its manifest names a source, be it that of another bottle', () => {
    const project = makeProject({ 'bottles/web.bottle.ts': bottleSource('web') })
    expect(bottle(['synth', '--project', project]).status).toBe(0)
    const text = 'evil = 1\n'
    writeProject(project, {
      'smolfiles/evil/Smolfile': text,
      'smolfiles/evil/manifest.json': manifest('web', text),
    })
    expect(bottle(['check', '--project', project])).toMatchObject({
      status: 2,
      stdout: 'orphaned    smolfiles/evil/Smolfile\n',
    })
    renameSync(join(project, 'bottles/web.bottle.ts'), join(project, 'bottles/api.bottle.ts'))
    rmSync(join(project, 'smolfiles/evil/Smolfile'))
    writeProject(project, { 'bottles/api.bottle.ts': bottleSource('api') })
    expect(bottle(['check', '--project', project]).stdout).toBe(
      'missing     smolfiles/api/Smolfile\norphaned    smolfiles/evil/Smolfile\norphaned    smolfiles/web/Smolfile\n',
    )
  })
})
