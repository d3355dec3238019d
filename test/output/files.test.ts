import type { Stats } from 'node:fs'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Expected } from '../../src/output/plan.ts'
import { run } from '../support/command.ts'
import { makeProject } from '../support/project.ts'
import { assemble, smolfile } from '../support/tree.ts'

const demo = smolfile('demo', 'demo = 1\n')
const other = smolfile('other', 'other = 1\n')

function identity(path: string): Pick<Stats, 'ino' | 'mtimeMs' | 'ctimeMs'> {
  const { ino, mtimeMs, ctimeMs } = statSync(path)
  return { ino, mtimeMs, ctimeMs }
}

/** Sets the time stamps of a tree back, so that a file that is written again is seen to be new. */
function age(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    utimesSync(join(folder, entry), 1, 1)
  }
}

describe('a file that is as it should be', () => {
  it('is not touched', () => {
    const project = makeProject()
    assemble(project, [demo, other])
    age(join(project, 'smolfiles'))
    const paths = ['demo/Smolfile', 'demo/manifest.json', 'demo'].map((path) =>
      join(project, 'smolfiles', path),
    )
    const before = paths.map(identity)
    assemble(project, [demo, smolfile('other', 'other = 2\n'), smolfile('third', 'third = 1\n')])
    expect(paths.map(identity)).toEqual(before)
  })

  it('is not touched when its source has moved and its manifest alone changes', () => {
    const project = makeProject()
    assemble(project, [demo])
    const path = join(project, 'smolfiles/demo/Smolfile')
    utimesSync(path, 1, 1)
    const before = identity(path)
    const moved: Expected = { ...demo, source: 'bottles/team/demo.bottle.ts' }
    expect(assemble(project, [moved])).toEqual({ demo: 'update' })
    expect(identity(path)).toEqual(before)
    expect(assemble(project, [moved])).toEqual({ demo: 'unchanged' })
  })
})

describe('what a bottle acknowledges', () => {
  it('stands in its manifest, sorted, and changes that alone', () => {
    const project = makeProject()
    assemble(project, [demo])
    const reasons = [
      { code: 'BW061', reason: 'it builds' },
      { code: 'BW033', reason: 'no secret' },
    ]
    expect(assemble(project, [{ ...demo, acknowledged: reasons }])).toEqual({ demo: 'update' })
    const { acknowledged } = JSON.parse(
      readFileSync(join(project, 'smolfiles/demo/manifest.json'), 'utf8'),
    )
    expect(acknowledged).toEqual([
      { code: 'BW033', reason: 'no secret' },
      { code: 'BW061', reason: 'it builds' },
    ])
    expect(assemble(project, [{ ...demo, acknowledged: reasons.reverse() }])).toEqual({
      demo: 'unchanged',
    })
    expect(assemble(project, [demo])).toEqual({ demo: 'update' })
  })
})

describe('the mode of a Smolfile', () => {
  it.each(['000', '022', '077', '0777'])('is 0600 with umask %s', (umask) => {
    const project = makeProject()
    mkdirSync(join(project, 'smolfiles/demo'), { recursive: true })
    const before = process.umask(umask)
    onTestFinished(() => void process.umask(before))
    assemble(project, [demo])
    const mode = (name: string) =>
      (statSync(join(project, 'smolfiles/demo', name)).mode & 0o7777).toString(8)
    expect(mode('Smolfile')).toBe('600')
    expect(mode('manifest.json')).toBe('644')
  })

  it('is 0600 again when a file that all can read is written anew', () => {
    const project = makeProject()
    assemble(project, [demo])
    const path = join(project, 'smolfiles/demo/Smolfile')
    chmodSync(path, 0o644)
    assemble(project, [smolfile('demo', 'demo = 2\n')])
    expect(statSync(path).mode & 0o7777).toBe(0o600)
  })
})

describe('what stands where a file is to be', () => {
  it('is named when it is a file in the place of the folder of the slug', () => {
    const project = makeProject({ 'smolfiles/demo': 'a file' })
    const path = join(project, 'smolfiles/demo')
    expect(() => assemble(project, [demo, other])).toThrow(
      `cannot write "${path}": a file is where a folder should be`,
    )
    expect(readdirSync(join(project, 'smolfiles'))).toEqual(['demo'])
  })

  it('is named when it is a file in the place of the output tree', () => {
    const project = makeProject({ smolfiles: 'a file' })
    const path = join(project, 'smolfiles')
    expect(() => assemble(project, [demo])).toThrow(
      `cannot read "${path}": a file is where a folder should be`,
    )
  })

  it('is named when it is a folder', () => {
    const project = makeProject()
    const path = join(project, 'smolfiles/demo/Smolfile')
    mkdirSync(path, { recursive: true })
    expect(() => assemble(project, [demo], true)).toThrow(`cannot read "${path}": it is a folder`)
  })

  it('is refused when it is a pipe, without waiting for a writer', () => {
    const project = makeProject()
    mkdirSync(join(project, 'smolfiles/demo'), { recursive: true })
    expect(run('mkfifo', [join(project, 'smolfiles/demo/Smolfile')]).status).toBe(0)
    expect(assemble(project, [demo])).toEqual({ demo: 'edited' })
    expect(assemble(project, [demo], true)).toEqual({ demo: 'update' })
  })
})
