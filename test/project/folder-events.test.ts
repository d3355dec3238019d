import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FolderEvents } from '../../src/project/folder-events.ts'
import { makeProject, writeProject } from '../support/project.ts'

/** Watches paths of a project, and tells what was heard since it was last asked. */
function watching(project: string, ...paths: readonly string[]) {
  let heard = new Set<string>()
  const failed: unknown[] = []
  const events = new FolderEvents(
    (path) => heard.add(relative(project, path)),
    (error) => failed.push(error),
  )
  events.add(paths.map((path) => join(project, path)))
  onTestFinished(() => events.close())
  /** All that is told within a while, which is far longer than the kernel takes. */
  const after = async (change: () => void): Promise<readonly string[]> => {
    heard = new Set()
    change()
    await setTimeout(150)
    expect(failed).toEqual([])
    return [...heard].sort()
  }
  return { after, events }
}

describe.runIf(process.platform === 'linux')('changes of folders', () => {
  const make = () => makeProject({ 'a/one.txt': '1', 'a/b/c/two.txt': '2', 'x/three.txt': '3' })

  it('are told, at any depth', async () => {
    const project = make()
    const { after } = watching(project, 'a')
    const write = (files: Record<string, string>) => () => writeProject(project, files)
    expect(await after(write({ 'a/one.txt': '11' }))).toEqual(['a/one.txt'])
    expect(await after(write({ 'a/b/c/two.txt': '22' }))).toEqual(['a/b/c/two.txt'])
    expect(await after(write({ 'a/b/new.txt': '1' }))).toEqual(['a/b/new.txt'])
    expect(await after(write({ 'x/three.txt': '4' }))).toEqual([])
    expect(await after(() => rmSync(join(project, 'a/b/new.txt')))).toEqual(['a/b/new.txt'])
  })

  it('are told of a file that another takes the place of, again and again', async () => {
    const project = make()
    const { after } = watching(project, 'a')
    for (const text of ['x', 'y', 'z']) {
      const found = await after(() => {
        writeFileSync(join(project, 'a/.tmp'), text)
        renameSync(join(project, 'a/.tmp'), join(project, 'a/one.txt'))
      })
      expect(found).toContain('a/one.txt')
    }
  })

  it('are told of new folders, with what is in them before they are watched and after', async () => {
    const project = make()
    const { after } = watching(project, 'a')
    const whole = await after(() => writeProject(project, { 'a/n/m/file.txt': '1' }))
    expect(whole).toEqual(expect.arrayContaining(['a/n', 'a/n/m', 'a/n/m/file.txt']))
    expect(await after(() => writeProject(project, { 'a/n/m/file.txt': '2' }))).toEqual([
      'a/n/m/file.txt',
    ])
  })

  it('are told of a folder that is replaced, moved in and moved away', async () => {
    const project = make()
    const { after } = watching(project, 'a')
    const replaced = await after(() => {
      rmSync(join(project, 'a/b'), { recursive: true })
      writeProject(project, { 'a/b/c/two.txt': '3' })
    })
    expect(replaced).toContain('a/b/c/two.txt')
    const changed = () => writeProject(project, { 'a/b/c/two.txt': '4' })
    expect(await after(changed)).toEqual(['a/b/c/two.txt'])
    const moved = await after(() => renameSync(join(project, 'x'), join(project, 'a/x')))
    expect(moved).toEqual(['a/x', 'a/x/three.txt'])
    expect(await after(() => writeProject(project, { 'a/x/three.txt': '5' }))).toEqual([
      'a/x/three.txt',
    ])
    expect(await after(() => renameSync(join(project, 'a/x'), join(project, 'x')))).toEqual(['a/x'])
    expect(await after(() => writeProject(project, { 'x/three.txt': '6' }))).toEqual([])
  })

  it('are not told of what a link leads to', async () => {
    const project = make()
    symlinkSync(join(project, 'x'), join(project, 'a/link'))
    const { after } = watching(project, 'a')
    expect(await after(() => writeProject(project, { 'x/three.txt': '4' }))).toEqual([])
  })

  it('are told of single files, and of no other beside them', async () => {
    const project = make()
    const { after } = watching(project, 'x/three.txt', 'x/none.txt', 'gone/deep/file.txt')
    expect(await after(() => writeProject(project, { 'x/other.txt': '1' }))).toEqual([])
    expect(await after(() => writeProject(project, { 'x/three.txt': '4' }))).toEqual([
      'x/three.txt',
    ])
    expect(await after(() => writeProject(project, { 'x/none.txt': '1' }))).toEqual(['x/none.txt'])
    const write = () => writeProject(project, { 'gone/deep/file.txt': '1' })
    expect(await after(write)).toContain('gone/deep/file.txt')
    const lost = await after(() => rmSync(join(project, 'gone'), { recursive: true }))
    expect(lost).toContain('gone/deep/file.txt')
    expect(await after(write)).toContain('gone/deep/file.txt')
  })

  it('are told no more when they are not asked for any more', async () => {
    const project = make()
    const { after, events } = watching(project, 'a', 'x/three.txt')
    events.unwatch(join(project, 'a'))
    events.unwatch(join(project, 'x/three.txt'))
    const all = { 'a/b/c/two.txt': '3', 'a/one.txt': '2', 'x/three.txt': '4' }
    expect(await after(() => writeProject(project, all))).toEqual([])
    events.add(join(project, 'a'))
    expect(await after(() => writeProject(project, all))).toEqual(['a/b/c/two.txt', 'a/one.txt'])
  })

  it('are all told where there are many at once', async () => {
    const project = make()
    const { after } = watching(project, 'a')
    const files = Array.from({ length: 300 }, (_, index) => `a/f${index % 7}/g/${index}.txt`)
    const found = await after(() => {
      for (const path of files) {
        mkdirSync(join(project, path, '..'), { recursive: true })
        writeFileSync(join(project, path), path)
      }
    })
    expect(found.filter((path) => path.endsWith('.txt'))).toEqual([...files].sort())
  })
})
