import { mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FileError } from '../../src/files/file-error.ts'
import { makePlan } from '../../src/output/plan.ts'
import { readTree } from '../../src/output/tree.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject } from '../support/project.ts'
import { assemble, readFiles, smolfile } from '../support/tree.ts'

const demo = smolfile('demo', 'demo = 1\n')

/** Moves what is at `path` out of the project, and puts a link to it in its place. */
function replaceByLink(project: string, path: string): string {
  const elsewhere = join(makeProject(), 'target')
  renameSync(join(project, path), elsewhere)
  symlinkSync(elsewhere, join(project, path))
  return elsewhere
}

function refusal(project: string, out: string) {
  try {
    const tree = readTree(project, out)
    makePlan([demo], tree, { out, keep: () => false, force: false })
  } catch (error) {
    if (error instanceof FileError) return error.diagnostic
    throw error
  }
  return undefined
}

function linkDiagnostic(path: string) {
  return {
    code: 'BW201',
    severity: 'error',
    message: `the output path "${path}" is a symbolic link; nothing is read or written through one`,
    hint: 'remove the link, or pass the real folder with --out',
  }
}

describe('a symbolic link in an output path', () => {
  it.each([
    ['the output tree', 'smolfiles'],
    ['the folder of a slug', 'smolfiles/demo'],
    ['the Smolfile', 'smolfiles/demo/Smolfile'],
    ['the manifest', 'smolfiles/demo/manifest.json'],
  ])('is refused as %s', (_title, path) => {
    const project = makeProject()
    assemble(project, [demo])
    replaceByLink(project, path)
    expect(refusal(project, 'smolfiles')).toEqual(linkDiagnostic(join(project, path)))
  })

  it('is refused when it leads nowhere', () => {
    const project = makeProject()
    symlinkSync('/nowhere/at/all', join(project, 'smolfiles'))
    expect(refusal(project, 'smolfiles')).toEqual(linkDiagnostic(join(project, 'smolfiles')))
  })

  it('is refused when it leads to another place in the project', () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': 'source' })
    symlinkSync('bottles', join(project, 'smolfiles'))
    expect(refusal(project, 'smolfiles')).toEqual(linkDiagnostic(join(project, 'smolfiles')))
  })

  it('is refused as a temporary file, which would be removed', () => {
    const project = makeProject()
    assemble(project, [demo])
    const path = join(project, 'smolfiles/demo/.manifest.json.1-ab.tmp')
    symlinkSync('manifest.json', path)
    expect(refusal(project, 'smolfiles')).toEqual(linkDiagnostic(path))
  })

  it('is refused as a folder above the output tree', () => {
    const project = makeProject({ 'generated/smolfiles/notes.txt': '' })
    replaceByLink(project, 'generated')
    expect(refusal(project, 'generated/smolfiles')).toEqual(
      linkDiagnostic(join(project, 'generated')),
    )
  })

  it('is refused in a path out of the project', () => {
    const project = makeProject()
    const outside = makeProject({ 'real/smolfiles/notes.txt': '' })
    symlinkSync('real', join(outside, 'link'))
    const out = join(outside, 'link/smolfiles')
    expect(refusal(project, out)).toEqual(linkDiagnostic(join(outside, 'link')))
    expect(refusal(project, join('..', outside.slice(dirname(project).length), 'link'))).toEqual(
      linkDiagnostic(join(outside, 'link')),
    )
    expect(refusal(project, join(outside, 'real'))).toBeUndefined()
  })

  it('is fine as the project itself', () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    const link = join(makeProject(), 'link')
    symlinkSync(project, link)
    expect(bottle(['synth', '--project', link])).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(join(project, 'smolfiles/demo/Smolfile'), 'utf8')).toContain('demo')
  })

  it('ends synth with exit code 1, and nothing is written behind it', () => {
    const project = makeProject({
      'bottles/demo.bottle.ts': bottleSource('demo'),
      'bottles/other.bottle.ts': bottleSource('other'),
    })
    const outside = makeProject({ 'demo/notes.txt': 'notes' })
    mkdirSync(join(project, 'smolfiles'))
    symlinkSync(join(outside, 'demo'), join(project, 'smolfiles/demo'))
    const { status, stderr } = bottle(['synth', '--project', project, '--force', '--keep-going'])
    expect(status).toBe(1)
    expect(stderr).toContain(
      `error BW201: the output path "${join(project, 'smolfiles/demo')}" is a symbolic link`,
    )
    expect(readFiles(outside)).toEqual({ 'demo/notes.txt': 'notes' })
    expect(readFiles(join(project, 'smolfiles'))).toEqual({})
  })
})
