import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../src/output/apply.ts'
import { makePlan } from '../../src/output/plan.ts'
import { readTree } from '../../src/output/tree.ts'
import { makeProject, writeProject } from '../support/project.ts'
import { assemble, manifest, readFiles, smolfile } from '../support/tree.ts'

const demo = smolfile('demo', 'demo = 1\n')
const gone = smolfile('gone', 'gone = 1\n')

function makeTree(): string {
  const project = makeProject()
  assemble(project, [demo, gone])
  return project
}

describe('the output of a bottle that is no more', () => {
  it('is removed with its folder', () => {
    const project = makeTree()
    expect(assemble(project, [demo])).toEqual({ demo: 'unchanged', gone: 'remove' })
    expect(existsSync(join(project, 'smolfiles/gone'))).toBe(false)
    expect(assemble(project, [demo])).toEqual({ demo: 'unchanged' })
  })

  it('is kept when it was edited by hand, unless forced', () => {
    const project = makeTree()
    writeProject(project, { 'smolfiles/gone/Smolfile': 'gone = "mine"\n' })
    const before = readFiles(project)
    expect(assemble(project, [demo])).toMatchObject({ gone: 'edited' })
    expect(readFiles(project)).toEqual(before)
    expect(assemble(project, [demo], true)).toMatchObject({ gone: 'remove' })
    expect(existsSync(join(project, 'smolfiles/gone'))).toBe(false)
  })

  it('is kept when it has no record, also when forced', () => {
    const project = makeTree()
    rmSync(join(project, 'smolfiles/gone/manifest.json'))
    expect(assemble(project, [demo], true)).toEqual({ demo: 'unchanged' })
    expect(existsSync(join(project, 'smolfiles/gone/Smolfile'))).toBe(true)
  })

  it('goes without the files of others beside it', () => {
    const project = makeTree()
    writeProject(project, {
      'smolfiles/gone/notes.txt': 'notes',
      'smolfiles/gone/.Smolfile.swp': 'an editor at work',
      'smolfiles/gone/more/Smolfile': 'not ours',
    })
    expect(assemble(project, [demo])).toMatchObject({ gone: 'remove' })
    expect(readFiles(join(project, 'smolfiles/gone'))).toEqual({
      'notes.txt': 'notes',
      '.Smolfile.swp': 'an editor at work',
      'more/Smolfile': 'not ours',
    })
    expect(assemble(project, [demo])).toEqual({ demo: 'unchanged' })
  })

  it('is removed when only the record is left', () => {
    const project = makeTree()
    rmSync(join(project, 'smolfiles/gone/Smolfile'))
    expect(assemble(project, [demo])).toMatchObject({ gone: 'remove' })
    expect(existsSync(join(project, 'smolfiles/gone'))).toBe(false)
  })

  it.each([
    ['is not JSON', 'manifest = 1'],
    ['is JSON of another kind', '{ "name": "my web app", "manifest_version": 3 }'],
    ['is an array', '[]'],
    ['has a hash that is none', manifest('gone', gone.text).replace(/[0-9a-f]{64}/, 'beef')],
    ['has a file in another folder', manifest('gone', gone.text).replace('"Smolfile"', '"../x"')],
    ['has a number for a source', manifest('gone', gone.text).replace(/"bottles.*?"/, '1')],
  ])('is kept when the record %s, also when forced', (_title, text) => {
    const project = makeTree()
    writeProject(project, { 'smolfiles/gone/manifest.json': text })
    const before = readFiles(project)
    expect(assemble(project, [demo], true)).toEqual({ demo: 'unchanged' })
    expect(readFiles(project)).toEqual(before)
  })

  it('is kept when a forged record vouches for other bytes', () => {
    const project = makeProject({
      'smolfiles/gone/Smolfile': 'theirs = 1\n',
      'smolfiles/gone/manifest.json': manifest('gone', 'ours = 1\n'),
    })
    const before = readFiles(project)
    expect(assemble(project, [])).toEqual({ gone: 'edited' })
    expect(readFiles(project)).toEqual(before)
  })

  it('does not lead out of the tree by what its record says', () => {
    const project = makeProject({
      'bottles/demo.bottle.ts': 'source',
      'smolfiles/gone/Smolfile': 'gone = 1\n',
      'smolfiles/gone/manifest.json': manifest('../../bottles/demo', 'gone = 1\n'),
    })
    expect(assemble(project, [])).toEqual({ gone: 'remove' })
    expect(readFiles(project)).toEqual({ 'bottles/demo.bottle.ts': 'source' })
  })

  it('is kept while its bottle is bad, or was not looked at', () => {
    const project = makeTree()
    const tree = readTree(project, 'smolfiles')
    const keep = (slug: string) => slug === 'gone'
    const made = makePlan([demo], tree, { out: 'smolfiles', keep, force: true })
    applyPlan(made)
    expect(made.entries.map(({ slug }) => slug)).toEqual(['demo'])
    expect(existsSync(join(project, 'smolfiles/gone/Smolfile'))).toBe(true)
  })
})

describe('what is none of the tool in the output tree', () => {
  it('is left alone', () => {
    const project = makeTree()
    const files = {
      'smolfiles/README.md': 'generated',
      'smolfiles/.gitattributes': '* linguist-generated',
      'smolfiles/notes/todo.txt': 'todo',
    }
    writeProject(project, files)
    mkdirSync(join(project, 'smolfiles/empty'))
    assemble(project, [], true)
    expect(readFiles(project)).toEqual(files)
    expect(existsSync(join(project, 'smolfiles/empty'))).toBe(true)
  })
})
