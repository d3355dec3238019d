import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyFileChanges } from '../../src/files/file-changes.ts'
import { makeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const files = { 'a.ts': 'a', 'b.ts': 'b' }

describe('changes of source files', () => {
  it('are all made', () => {
    const project = makeProject(files)
    applyFileChanges(project, [
      { path: 'a.ts', before: 'a', after: 'A' },
      { path: 'b.ts', before: 'b' },
      { path: 'new/deep/c.ts', after: 'C' },
    ])
    expect(readFiles(project)).toEqual({ 'a.ts': 'A', 'new/deep/c.ts': 'C' })
  })

  it.each([
    ['a file that is there', { path: 'a.ts', after: 'x' }, 'BW132'],
    ['a file that has changed', { path: 'a.ts', before: 'old', after: 'x' }, 'BW133'],
    ['a file that is gone', { path: 'gone.ts', before: 'old', after: 'x' }, 'BW133'],
    ['a path through a link', { path: 'link/x.ts', after: 'x' }, 'BW201'],
    ['a path through a file', { path: 'b.ts/x.ts', after: 'x' }, 'BW202'],
    ['a path that is a folder', { path: 'folder', after: 'x' }, 'BW202'],
  ])('are none of them made where %s stands against one', (_, change, code) => {
    const project = makeProject(files)
    mkdirSync(join(project, 'folder'))
    symlinkSync('/tmp', join(project, 'link'))
    const changes = [
      { path: 'a.ts', before: 'a', after: 'A' },
      { path: 'c.ts', after: 'C' },
      change,
    ]
    const unique = change.path === 'a.ts' ? changes.slice(1) : changes
    expect(() => applyFileChanges(project, unique)).toThrow(
      expect.objectContaining({ diagnostic: expect.objectContaining({ code }) }),
    )
    expect(readFiles(project)).toEqual(files)
  })

  it('are taken back when a later one fails', () => {
    const project = makeProject({ ...files, 'c.ts': 'c' })
    const changes = [
      { path: 'a.ts', before: 'a', after: 'A' },
      { path: 'n.ts', after: 'N' },
      // The same file twice: the second finds it gone.
      { path: 'c.ts', before: 'c' },
      { path: 'c.ts', before: 'c' },
    ]
    expect(() => applyFileChanges(project, changes)).toThrow('cannot remove')
    expect(readFiles(project)).toEqual({ ...files, 'c.ts': 'c' })
  })
})
