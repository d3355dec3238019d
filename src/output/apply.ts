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
import { dirname, join } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { OutputError, systemError } from '../files/file-error.ts'
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
export function applyPlan({ root, entries }: Plan): void {
  putInPlace(stageAll(root, entries))
  for (const entry of entries) tidy(root, entry)
}

/** Writes every new file under a temporary name; when one fails, nothing is left of any. */
function stageAll(root: string, entries: readonly PlanEntry[]): readonly Staged[] {
  const unique = `${process.pid}-${randomBytes(6).toString('hex')}`
  const staged: Staged[] = []
  const made: string[] = []
  try {
    for (const entry of entries) {
      const { slug, action, expected, manifest, recordOnly } = entry
      if (expected === undefined || manifest === undefined) continue
      if (action !== 'create' && action !== 'update') continue
      if (staged.length === 0) made.push(...makeRoot(root))
      const folder = join(root, slug)
      if (makeFolder(folder)) made.unshift(folder)
      const stage = (name: string, text: string, mode: number) =>
        staged.push(stageFile(folder, name, unique, text, mode))
      if (!recordOnly) stage(smolfileName, expected.text, smolfileMode)
      stage(recordName, manifest, manifestMode)
    }
    return staged
  } catch (error) {
    for (const { temporary } of staged) tryUnlink(temporary)
    for (const folder of made) tryRmdir(folder)
    throw error
  }
}

/** Makes the folder of the output tree, and gives what had to be made for it, the deepest first. */
function makeRoot(root: string): readonly string[] {
  try {
    const first = mkdirSync(root, { recursive: true })
    const made: string[] = []
    if (first === undefined) return made
    for (let path = root; path.length >= first.length; path = dirname(path)) made.push(path)
    return made
  } catch (error) {
    throw systemError('write', root, error)
  }
}

/** Makes the folder of a slug unless it is there already. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    // The tree was read a moment ago; what has become a link since is refused here.
    const status = lstatSync(folder, { throwIfNoEntry: false })
    if (status?.isSymbolicLink()) {
      throw new OutputError('BW201', `the output path ${quotePath(folder)} is a symbolic link`)
    }
    if (status?.isDirectory()) return false
    throw systemError('write', folder, error)
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

function putInPlace(staged: readonly Staged[]): void {
  for (const [index, { temporary, final }] of staged.entries()) {
    try {
      renameSync(temporary, final)
    } catch (error) {
      // A manifest stays under its temporary name: its Smolfile is in place, and has no other.
      const left = staged.slice(final.endsWith(recordName) ? index + 1 : index)
      for (const each of left) tryUnlink(each.temporary)
      const failure = systemError('write', final, error)
      throw index === 0 ? failure : failure.whenBegun()
    }
  }
}

/** Removes what is not needed any more: orphans, and what an interrupted synth has left. */
function tidy(root: string, { slug, action, temporaries, removes }: PlanEntry): void {
  if (action === 'edited') return
  const folder = join(root, slug)
  // The Smolfile goes before the records that know it as ours, of which one may be a temporary.
  if (removes.includes(smolfileName)) remove(join(folder, smolfileName))
  for (const name of temporaries) {
    if (isAbandoned(name)) tryUnlink(join(folder, name))
  }
  if (removes.includes(recordName)) remove(join(folder, recordName))
  if (action === 'remove') tryRmdir(folder)
}

/** Whether the process that wrote the temporary file is gone. */
function isAbandoned(name: string): boolean {
  const pid = Number(temporaryPattern.exec(name)?.[2])
  // Applying a plan is synchronous, so this process has none under way: an earlier one had its id.
  if (pid === process.pid) return true
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
      throw systemError('remove', path, error).whenBegun()
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

/** Removes the folder unless something is in it, which is not ours to remove. */
function tryRmdir(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It stays.
  }
}
