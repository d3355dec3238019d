import { linkSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { FileError, systemError } from './file-error.ts'
import { refuseLinks, statusOf } from './links.ts'
import { decodeText, readRegularFile } from './read-file.ts'
import { stageFile, tryUnlink } from './write-file.ts'

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
      remove(join(project, change.path))
      done.push(change)
    }
  } catch (error) {
    for (const change of done.reverse()) takeBack(project, change)
    throw error
  } finally {
    for (const { temporary } of staged) tryUnlink(temporary)
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
  const full = join(project, path)
  try {
    mkdirSync(dirname(full), { recursive: true })
    const mode = statusOf(full)?.mode
    const temporary = stageFile(full, after, mode === undefined ? mode : mode & 0o7777)
    return [{ change, temporary }]
  } catch (error) {
    throw systemError('write', full, error)
  }
}

function putInPlace(project: string, { path, before }: FileChange, temporary: string): void {
  const full = join(project, path)
  try {
    // A link is refused where a file has come into being since; a rename would replace it.
    if (before === undefined) linkSync(temporary, full)
    else renameSync(temporary, full)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw existing(path)
    // Some file systems have no hard links.
    if (before === undefined && (code === 'EPERM' || code === 'ENOTSUP'))
      renameSync(temporary, full)
    else throw systemError('write', full, error)
  }
}

function takeBack(project: string, { path, before }: FileChange): void {
  const full = join(project, path)
  if (before === undefined) tryUnlink(full)
  else writeFileSync(full, before)
}

function existing(path: string): FileError {
  const message = `the file ${quotePath(path)} already exists`
  return new FileError('BW132', message, 'pass --force to overwrite it, or choose another slug')
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    throw systemError('remove', path, error)
  }
}
