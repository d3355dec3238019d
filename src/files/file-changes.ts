import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { refuseLinks } from '../output/tree.ts'
import { OutputError, systemError } from './file-error.ts'

/** What is to become of one file of a project. */
export interface FileChange {
  /** Path relative to the project, with `/`. */
  readonly path: string
  /** The text that the change was worked out from; none where there is to be no file yet. */
  readonly before?: string
  /** The new text; none when the file is to go. */
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
 * @throws OutputError naming the path that stands against it.
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
    for (const { temporary } of staged) tryRemove(temporary)
  }
}

/** The text of a project's file; none when there is no such file. */
export function readIfThere(project: string, path: string): string | undefined {
  refuseLinks(project, join(project, path))
  return readText(join(project, path))
}

/** That the file is as it was when the change was worked out. */
function expectFile(project: string, { path, before }: FileChange): void {
  const full = join(project, path)
  refuseLinks(project, full)
  const text = readText(full)
  if (before === undefined && text !== undefined) throw existing(path)
  if (before !== text) {
    throw new OutputError('BW133', `the file ${quotePath(path)} has changed in the meantime`)
  }
}

function stage(project: string, change: FileChange): readonly Staged[] {
  const { path, after } = change
  if (after === undefined) return []
  const full = join(project, path)
  const temporary = `${full}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`
  let descriptor: number | undefined
  try {
    mkdirSync(dirname(full), { recursive: true })
    descriptor = openSync(temporary, 'wx')
    const mode = lstatSync(full, { throwIfNoEntry: false })?.mode
    if (mode !== undefined) fchmodSync(descriptor, mode & 0o7777)
    writeFileSync(descriptor, after)
  } catch (error) {
    tryRemove(temporary)
    throw systemError('write', full, error)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
  return [{ change, temporary }]
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
  if (before === undefined) tryRemove(full)
  else writeFileSync(full, before)
}

function existing(path: string): OutputError {
  const message = `the file ${quotePath(path)} is there already`
  return new OutputError('BW132', message, 'use --force to overwrite it, or take another slug')
}

function readText(path: string): string | undefined {
  try {
    // To open a FIFO would wait for a writer.
    if (lstatSync(path).isFIFO()) throw Object.assign(new Error('it is a FIFO'), { code: 'FIFO' })
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw systemError('read', path, error)
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    throw systemError('remove', path, error)
  }
}

function tryRemove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // It was renamed to its final name, or never made.
  }
}
