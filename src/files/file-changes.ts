import { linkSync, renameSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { FileError, systemError } from './file-error.ts'
import { Folder } from './folder.ts'
import { refuseLinks, statusOf } from './links.ts'
import { decodeText, readRegularFile } from './read-file.ts'
import { createIn, temporaryName, tryUnlink } from './write-file.ts'

/** Largest file of a project that is edited, in bytes: that of a source that is evaluated. */
const mostBytes = 1024 * 1024

/** A change of one file of a project. */
export interface FileChange {
  /** Path relative to the project, with `/`. */
  readonly path: string
  /** The text that the change was worked out from; none where there is to be no file yet. */
  readonly before?: string
  /** The new text; none when the file is to be removed. */
  readonly after?: string
}

interface Staged {
  readonly change: FileChange
  /** Its name in the folder of the file. */
  readonly temporary: string
}

/**
 * Writes, replaces and removes source files: all, or none. Nothing is written through a symbolic
 * link, nothing that is not expected is overwritten, and what fails half-way is taken back.
 *
 * @throws FileError naming the path that stands against it.
 */
export function applyFileChanges(project: string, changes: readonly FileChange[]): void {
  for (const change of changes) expectFile(project, change)
  const done: FileChange[] = []
  const staged: Staged[] = []
  try {
    for (const change of changes) staged.push(...stage(project, change))
    for (const { change, temporary } of staged) {
      putInPlace(project, change, temporary)
      done.push(change)
    }
    for (const change of changes) {
      if (change.after !== undefined) continue
      within(project, change.path, 'remove', (folder, name) => unlinkSync(folder.at(name)))
      done.push(change)
    }
  } catch (error) {
    for (const change of done.reverse()) takeBack(project, change)
    throw error
  } finally {
    for (const { change, temporary } of staged) discard(project, change, temporary)
  }
}

/** The text of a project's file; none when there is no such file. */
export function readIfThere(project: string, path: string): string | undefined {
  const full = join(project, path)
  refuseLinks(project, full)
  try {
    return decodeText(readRegularFile(full, { most: mostBytes }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw systemError('read', full, error)
  }
}

/** Checks that the file is as it was when the change was worked out. */
function expectFile(project: string, { path, before }: FileChange): void {
  const text = readIfThere(project, path)
  if (before === undefined && text !== undefined) throw existing(path)
  if (before !== text) {
    throw new FileError('BW133', `the file ${quotePath(path)} has changed in the meantime`)
  }
}

function stage(project: string, change: FileChange): readonly Staged[] {
  const { path, after } = change
  if (after === undefined) return []
  const temporary = temporaryName(basename(path))
  within(project, path, 'write', (folder, name) => {
    const bits = statusOf(folder.at(name))?.mode
    const mode = bits === undefined ? bits : { bits: bits & 0o7777, isMasked: true }
    createIn(folder, temporary, after, mode)
  })
  return [{ change, temporary }]
}

function putInPlace(project: string, { path, before }: FileChange, temporary: string): void {
  within(project, path, 'write', (folder, name) => {
    const rename = () => renameSync(folder.at(temporary), folder.at(name))
    if (before !== undefined) return rename()
    try {
      // A link is refused where a file has come into being since; a rename would replace it.
      linkSync(folder.at(temporary), folder.at(name))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EEXIST') throw existing(path)
      // Some file systems have no hard links.
      if (code !== 'EPERM' && code !== 'ENOTSUP') throw error
      rename()
    }
  })
}

function takeBack(project: string, { path, before }: FileChange): void {
  within(project, path, 'write', (folder, name) => {
    if (before === undefined) return tryUnlink(folder.at(name))
    const temporary = temporaryName(name)
    createIn(folder, temporary, before)
    renameSync(folder.at(temporary), folder.at(name))
  })
}

function discard(project: string, { path }: FileChange, temporary: string): void {
  try {
    within(project, path, 'remove', (folder) => tryUnlink(folder.at(temporary)))
  } catch {
    // The folder has been exchanged, and what is in it is nobody's to remove.
  }
}

/** Does `work` in the folder of a file, on the way to which no link is followed. */
function within(
  project: string,
  path: string,
  action: 'write' | 'remove',
  work: (folder: Folder, name: string) => void,
): void {
  const full = join(project, path)
  try {
    const folder = Folder.open(project, dirname(full), action === 'write' ? [] : undefined)
    try {
      folder.verify()
      work(folder, basename(full))
      folder.verify()
    } finally {
      folder.close()
    }
  } catch (error) {
    throw systemError(action, full, error)
  }
}

function existing(path: string): FileError {
  const message = `the file ${quotePath(path)} already exists`
  return new FileError('BW132', message, 'pass --force to overwrite it, or choose another slug')
}
