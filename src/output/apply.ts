import { mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { systemError } from '../files/file-error.ts'
import { linkError, statusOf } from '../files/links.ts'
import { isAbsent } from '../files/system-errors.ts'
import { stageFile, temporaryPattern, tryUnlink } from '../files/write-file.ts'
import type { Plan, PlanEntry } from './plan.ts'
import { manifestName, smolfileName } from './tree.ts'

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
 * @throws FileError naming the path that could not be written.
 */
export function applyPlan({ root, entries }: Plan): void {
  putInPlace(stageAll(root, entries))
  for (const entry of entries) tidy(root, entry)
}

/** Writes every new file under a temporary name; when one fails, nothing is left of any. */
function stageAll(root: string, entries: readonly PlanEntry[]): readonly Staged[] {
  const staged: Staged[] = []
  const made: string[] = []
  try {
    for (const entry of entries) {
      const { slug, action, expected, manifest, manifestOnly } = entry
      if (expected === undefined || manifest === undefined) continue
      if (action !== 'create' && action !== 'update') continue
      if (staged.length === 0) made.push(...makeRoot(root))
      const folder = join(root, slug)
      if (makeFolder(folder)) made.unshift(folder)
      if (!manifestOnly) staged.push(stage(folder, smolfileName, expected.text, smolfileMode))
      staged.push(stage(folder, manifestName, manifest, manifestMode))
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
    const status = statusOf(folder)
    if (status?.isSymbolicLink()) throw linkError(folder)
    if (status?.isDirectory()) return false
    throw systemError('write', folder, error)
  }
}

function stage(folder: string, name: string, text: string, mode: number): Staged {
  const final = join(folder, name)
  try {
    return { temporary: stageFile(final, text, mode), final }
  } catch (error) {
    throw systemError('write', final, error)
  }
}

function putInPlace(staged: readonly Staged[]): void {
  for (const [index, { temporary, final }] of staged.entries()) {
    try {
      renameSync(temporary, final)
    } catch (error) {
      // A manifest stays under its temporary name: its Smolfile is in place, and has no other.
      const left = staged.slice(final.endsWith(manifestName) ? index + 1 : index)
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
  // The Smolfile goes before the manifests that know it as ours, of which one may be a temporary.
  if (removes.includes(smolfileName)) remove(join(folder, smolfileName))
  for (const name of temporaries) {
    if (isAbandoned(name)) tryUnlink(join(folder, name))
  }
  if (removes.includes(manifestName)) remove(join(folder, manifestName))
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
    if (!isAbsent(error)) throw systemError('remove', path, error).whenBegun()
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
