import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { quote } from '../diagnostic/text.ts'
import { OutputError, systemError } from './output-error.ts'
import type { Plan, PlanEntry } from './plan.ts'
import { recordName, smolfileName, temporaryPattern } from './tree.ts'

/** A file under its temporary name, complete, and the name that it is to take. */
interface Staged {
  readonly temporary: string
  readonly final: string
}

const smolfileMode = 0o600
const manifestMode = 0o644

/**
 * Makes the output tree match the plan. All new files are first written in full under temporary
 * names, so a full disk leaves the old tree as it was; then each is renamed, the Smolfile before
 * its manifest. A kill between the two leaves the temporary manifest, which vouches for the new
 * Smolfile, so that the next synth knows it as ours.
 *
 * @throws OutputError naming the path that could not be written.
 */
export function applyPlan(plan: Plan): void {
  const staged: Staged[] = []
  const unique = `${process.pid}-${randomBytes(6).toString('hex')}`
  try {
    if (plan.entries.some(isWritten)) makeRoot(plan.root)
    for (const entry of plan.entries) staged.push(...stage(plan.root, entry, unique))
  } catch (error) {
    for (const { temporary } of staged) tryUnlink(temporary)
    throw error
  }
  for (const { temporary, final } of staged) rename(temporary, final)
  for (const entry of plan.entries) tidy(plan.root, entry)
}

function isWritten({ action }: PlanEntry): boolean {
  return action === 'create' || action === 'update'
}

function makeRoot(root: string): void {
  try {
    mkdirSync(root, { recursive: true })
  } catch (error) {
    throw systemError('write', root, error)
  }
}

function stage(root: string, entry: PlanEntry, unique: string): readonly Staged[] {
  const { slug, expected, manifest } = entry
  if (expected === undefined || manifest === undefined || !isWritten(entry)) return []
  const folder = join(root, slug)
  makeFolder(folder)
  const smolfile = stageFile(folder, smolfileName, unique, expected.text, smolfileMode)
  try {
    return [smolfile, stageFile(folder, recordName, unique, manifest, manifestMode)]
  } catch (error) {
    tryUnlink(smolfile.temporary)
    throw error
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw systemError('write', folder, error)
    }
  }
  // The tree was read a moment ago; what has become a link since is refused here.
  if (lstatSync(folder).isSymbolicLink()) {
    throw new OutputError('BW201', `the output path ${quote(folder)} is a symbolic link`)
  }
}

function stageFile(
  folder: string,
  name: string,
  unique: string,
  text: string,
  mode: number,
): Staged {
  const temporary = join(folder, `.${name}.${unique}.tmp`)
  const final = join(folder, name)
  let descriptor: number | undefined
  try {
    descriptor = openSync(temporary, 'wx', mode)
    fchmodSync(descriptor, mode) // the umask may have taken bits away
    const bytes = Buffer.from(text)
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(descriptor, bytes, written)
    }
  } catch (error) {
    tryUnlink(temporary)
    throw systemError('write', final, error)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
  return { temporary, final }
}

function rename(temporary: string, final: string): void {
  try {
    renameSync(temporary, final)
  } catch (error) {
    throw systemError('write', final, error)
  }
}

/** Removes what is not needed any more: orphans, and what an interrupted synth has left. */
function tidy(root: string, { slug, action, temporaries }: PlanEntry): void {
  const folder = join(root, slug)
  for (const name of temporaries) {
    if (action !== 'edited' && isAbandoned(name)) tryUnlink(join(folder, name))
  }
  if (action !== 'remove') return
  // The record goes last: as long as it is there, the rest is known as ours.
  for (const name of [smolfileName, recordName]) remove(join(folder, name))
  try {
    rmdirSync(folder)
  } catch {
    // Something else is in the folder, which is not ours to remove.
  }
}

/** Whether the process that wrote the temporary file is gone. */
function isAbandoned(name: string): boolean {
  const pid = Number(temporaryPattern.exec(name)?.[2])
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw systemError('remove', path, error)
    }
  }
}

function tryUnlink(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // It was never made, or another synth has tidied it up.
  }
}
