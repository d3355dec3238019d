import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { editedDiagnostics } from '../../src/output/plan.ts'
import { makeProject, writeProject } from '../support/project.ts'
import {
  actions,
  assemble,
  firstManifest,
  manifest,
  plan,
  readFiles,
  smolfile,
} from '../support/tree.ts'

const demo = smolfile('demo', 'demo = 1\n')
const changed = smolfile('demo', 'demo = 2\n')
const path = 'smolfiles/demo/Smolfile'
const manifestPath = 'smolfiles/demo/manifest.json'

function makeTree(): string {
  const project = makeProject()
  assemble(project, [demo])
  return project
}

describe('a Smolfile that is not as its record says', () => {
  it('is refused, and kept as it is', () => {
    const project = makeTree()
    writeProject(project, { [path]: 'demo = "mine"\n' })
    const before = readFiles(project)
    expect(assemble(project, [demo])).toEqual({ demo: 'edited' })
    expect(assemble(project, [changed])).toEqual({ demo: 'edited' })
    expect(readFiles(project)).toEqual(before)
  })

  it('is told of with the way out', () => {
    const project = makeTree()
    writeProject(project, { [path]: 'demo = "mine"\n' })
    expect(editedDiagnostics(plan(project, [demo]))).toEqual([
      {
        code: 'BW200',
        severity: 'error',
        slug: 'demo',
        origin: { file: path },
        message:
          'the Smolfile was edited by hand, or not written by bottleworks; it is not overwritten',
        hint: 'make the change in bottles/demo.bottle.ts, or use --force to overwrite it',
      },
    ])
    expect(editedDiagnostics(plan(project, []))).toEqual([
      {
        code: 'BW200',
        severity: 'error',
        slug: 'demo',
        origin: { file: path },
        message:
          'the Smolfile was edited by hand, or not written by bottleworks; it is not removed',
        hint: 'move it away, or use --force to remove it',
      },
    ])
  })

  it('is overwritten with force', () => {
    const project = makeTree()
    writeProject(project, { [path]: 'demo = "mine"\n' })
    expect(assemble(project, [changed], true)).toEqual({ demo: 'update' })
    expect(readFiles(join(project, 'smolfiles'))).toEqual({
      'demo/Smolfile': changed.text,
      'demo/manifest.json': manifest('demo', changed.text),
    })
  })

  it.each([
    ['one byte more', `${demo.text} `],
    ['no bytes at all', ''],
  ])('is known by %s', (_title, text) => {
    const project = makeTree()
    writeProject(project, { [path]: text })
    expect(actions(plan(project, [changed]))).toEqual({ demo: 'edited' })
  })

  it('is known by its bytes, where they decode to the same text', () => {
    const project = makeProject()
    const replaced = smolfile('demo', 'demo = "\ufffd"\n')
    assemble(project, [replaced])
    writeFileSync(join(project, path), Buffer.from('demo = "\xff"\n', 'latin1'))
    expect(actions(plan(project, [replaced]))).toEqual({ demo: 'edited' })
  })
})

describe('a Smolfile without a record', () => {
  it('is refused', () => {
    const project = makeProject({ [path]: 'theirs = 1\n' })
    expect(assemble(project, [demo])).toEqual({ demo: 'edited' })
    expect(readFiles(project)).toEqual({ [path]: 'theirs = 1\n' })
  })

  it('is overwritten with force', () => {
    const project = makeProject({ [path]: 'theirs = 1\n' })
    expect(assemble(project, [demo], true)).toEqual({ demo: 'update' })
    expect(readFileSync(join(project, path), 'utf8')).toBe(demo.text)
  })

  it('is adopted when it is what synth would write', () => {
    const project = makeProject({ [path]: demo.text })
    expect(assemble(project, [demo])).toEqual({ demo: 'update' })
    expect(assemble(project, [demo])).toEqual({ demo: 'unchanged' })
    expect(assemble(project, [])).toEqual({ demo: 'remove' })
  })
})

describe('the record', () => {
  it.each([
    ['is lost', undefined],
    ['is empty', ''],
    ['has the marks of a merge conflict', `<<<<<<< HEAD\n${manifest('demo', 'x')}=======\n`],
    ['is of another Smolfile', manifest('demo', 'something else')],
    ['has more in it', manifest('demo', demo.text).replace('{', '{ "note": 1,')],
  ])('is written anew when it %s and the Smolfile is right', (_title, text) => {
    const project = makeTree()
    if (text === undefined) rmSync(join(project, manifestPath))
    else writeProject(project, { [manifestPath]: text })
    expect(assemble(project, [demo])).toEqual({ demo: 'update' })
    expect(readFileSync(join(project, manifestPath), 'utf8')).toBe(manifest('demo', demo.text))
  })

  it('stays in the first version until its bottle changes, and vouches for the Smolfile', () => {
    const project = makeTree()
    const first = firstManifest('demo', demo.text)
    writeProject(project, { [manifestPath]: first })
    expect(assemble(project, [demo])).toEqual({ demo: 'unchanged' })
    expect(readFileSync(join(project, manifestPath), 'utf8')).toBe(first)
    const changed = { ...demo, text: `${demo.text}more = 1\n` }
    expect(assemble(project, [changed])).toEqual({ demo: 'update' })
    expect(readFileSync(join(project, manifestPath), 'utf8')).toBe(manifest('demo', changed.text))
    writeProject(project, { [manifestPath]: first, [path]: demo.text })
    expect(assemble(project, [])).toEqual({ demo: 'remove' })
  })

  it('is not kept in the first version when that cannot say all that is accepted', () => {
    const project = makeTree()
    const reasons = [
      { code: 'BW030', reason: 'approved' },
      { code: 'BW030', reason: 'also sends it elsewhere' },
    ]
    const first = JSON.parse(firstManifest('demo', demo.text))
    const hidden = { ...first, acknowledged: { BW030: 'approved' } }
    writeProject(project, { [manifestPath]: `${JSON.stringify(hidden, null, 2)}\n` })
    expect(assemble(project, [{ ...demo, acknowledged: reasons }])).toEqual({ demo: 'update' })
    expect(readFileSync(join(project, manifestPath), 'utf8')).toContain('also sends it elsewhere')
  })

  it.each([0, 3, 2000])('is an error of its own when it has the unknown version %d', (version) => {
    const project = makeTree()
    const text = manifest('demo', demo.text).replace('"manifest": 2', `"manifest": ${version}`)
    writeProject(project, { [manifestPath]: text })
    for (const force of [false, true]) {
      expect(() => assemble(project, [demo], force)).toThrow(
        `manifest.json" has version ${version}; this bottleworks knows 1 and 2`,
      )
    }
    expect(readFileSync(join(project, manifestPath), 'utf8')).toBe(text)
  })

  it('is not mistaken for a file of the same name that somebody else wrote', () => {
    const project = makeProject({ [manifestPath]: '{ "name": "my web app" }\n' })
    expect(assemble(project, [demo])).toEqual({ demo: 'edited' })
    const [diagnostic] = editedDiagnostics(plan(project, [demo]))
    expect(diagnostic).toMatchObject({ code: 'BW200', origin: { file: manifestPath } })
    expect(diagnostic?.message).toContain('the manifest was edited by hand')
    expect(assemble(project, [demo], true)).toEqual({ demo: 'create' })
  })

  it('says nothing of the Smolfile that is not there', () => {
    const project = makeTree()
    rmSync(join(project, path))
    expect(assemble(project, [demo])).toEqual({ demo: 'create' })
    expect(readFileSync(join(project, path), 'utf8')).toBe(demo.text)
  })
})
