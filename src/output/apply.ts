import { renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { companionName } from '../dialects/companion.ts'
import { systemError } from '../files/file-error.ts'
import type { FolderAccess } from '../files/folder.ts'
import { Folder } from '../files/folder.ts'
import { statusOf } from '../files/links.ts'
import { isAbsent } from '../files/system-errors.ts'
import {
  createIn,
  temporaryName,
  temporaryPattern,
  tryUnlink,
  uniquePart,
} from '../files/write-file.ts'
import type { Plan, PlanEntry } from './plan.ts'
import { manifestName, smolfileName } from './tree.ts'

/** What a bottle gets, complete under temporary names. */
interface Staged {
  readonly slug: string
  /** The temporary name of the whole folder of a new bottle. */
  readonly folder?: string
  /** Its files in the order in which they take their names: the manifest that knows the others last. */
  readonly files: readonly StagedFile[]
  /** What goes before that. */
  readonly withdraws: readonly string[]
}

interface StagedFile {
  readonly name: string
  /** In a folder that is staged as a whole, a file has its final name. */
  readonly temporary: string
}

const modes: Readonly<Record<string, number>> = {
  [smolfileName]: 0o600,
  [companionName]: 0o600,
  [manifestName]: 0o644,
}

/** Milliseconds after which a temporary name is that of no synth under way: one takes seconds. */
const longestSynth = 60 * 60 * 1000

/**
 * Makes the output tree match the plan. All that is new is first written in full under temporary
 * names, so a full disk leaves the old tree as it was: a new bottle as a whole folder, and the files
 * of one that is there in its folder. Then each is renamed, the Smolfile before its manifest. A kill
 * between the two leaves the temporary manifest, which vouches for the new Smolfile, so that the
 * next synth knows it as ours.
 *
 * @throws FileError naming the path that could not be written.
 */
export function applyPlan(plan: Plan, access?: FolderAccess): void {
  const writes = plan.entries.filter(({ action }) => action === 'create' || action === 'update')
  const tidies = plan.entries.filter(isTidied)
  if (writes.length + tidies.length + plan.staging.length === 0) return
  const made: string[] = []
  const root = Folder.open(plan.project, plan.root, writes.length > 0 ? made : undefined, access)
  try {
    putInPlace(root, stageAll(root, writes, made))
    for (const entry of tidies) tidy(root, entry)
    for (const name of plan.staging) removeStaging(root, name)
    if (writes.length > 0) root.verify()
  } finally {
    root.close()
  }
}

/** Writes all that is new under temporary names; when one fails, nothing is left of any. */
function stageAll(
  root: Folder,
  entries: readonly PlanEntry[],
  made: readonly string[],
): readonly Staged[] {
  const staged: Staged[] = []
  try {
    const stamp: Stamp = { unique: uniquePart(), umask: process.umask() }
    for (const entry of entries) staged.push(stage(root, entry, stamp))
    if (staged.length > 0) root.verify()
    return staged
  } catch (error) {
    for (const each of staged) discard(root, each)
    for (const folder of made) tryRmdir(folder)
    throw error
  }
}

/** What is the same for all files of a plan: asking for it is a system call each. */
interface Stamp {
  readonly unique: string
  readonly umask: number
}

function stage(root: Folder, entry: PlanEntry, { unique, umask }: Stamp): Staged {
  const { slug, isNew, writes, withdraws } = entry
  const folder = isNew ? temporaryName(slug, unique) : undefined
  const files: StagedFile[] = []
  const staged = { slug, files, withdraws, ...(folder === undefined ? {} : { folder }) }
  const shown = join(root.path, slug)
  try {
    if (folder !== undefined) root.make(folder, shown)
    within(root, folder ?? slug, (inside) => {
      for (const { name, text } of writes) {
        const temporary = folder === undefined ? temporaryName(name, unique) : name
        const bits = modes[name] ?? 0o600
        const mode = { bits, isMasked: (bits & umask) !== 0 }
        files.push({ name, temporary })
        writing(join(shown, name), () => createIn(inside, temporary, text, mode))
      }
    })
    return staged
  } catch (error) {
    discard(root, staged)
    throw error
  }
}

/** Gives the files their final names. */
function putInPlace(root: Folder, staged: readonly Staged[]): void {
  for (const [index, each] of staged.entries()) {
    const renamed = { files: 0 }
    try {
      putBottle(root, each, renamed)
    } catch (error) {
      // Where a Smolfile is in place, its manifest stays under its temporary name: it has no other.
      for (const left of staged.slice(renamed.files > 0 ? index + 1 : index)) discard(root, left)
      const failure = systemError('write', join(root.path, each.slug), error)
      throw index + renamed.files === 0 ? failure : failure.whenBegun()
    }
  }
}

function putBottle(root: Folder, staged: Staged, renamed: { files: number }): void {
  const { slug, folder } = staged
  if (folder === undefined) {
    within(root, slug, (inside) => putFiles(inside, inside, staged, renamed))
    return
  }
  root.verifyPath()
  try {
    renameSync(root.at(folder), root.at(slug))
  } catch (error) {
    // Another synth may have made the folder meanwhile.
    if (!statusOf(root.at(slug))?.isDirectory()) throw error
    within(root, folder, (from) =>
      within(root, slug, (inside) => putFiles(from, inside, staged, renamed)),
    )
    tryRmdir(root.at(folder))
  }
}

function putFiles(
  from: Folder,
  inside: Folder,
  { files, folder, withdraws }: Staged,
  renamed: { files: number },
): void {
  inside.verifyPath()
  for (const name of withdraws) remove(inside, name)
  for (const { name, temporary } of files) {
    writing(join(inside.path, name), () => renameSync(from.at(temporary), inside.at(name)))
    renamed.files++
  }
  if (folder === undefined) inside.verify()
}

/** Removes what is staged of a bottle; whatever is not ours stays. */
function discard(root: Folder, { slug, folder, files }: Staged): void {
  trying(() =>
    within(root, folder ?? slug, (inside) => {
      for (const { temporary } of files) tryRemove(inside, temporary)
    }),
  )
  if (folder !== undefined) tryRmdir(root.at(folder))
}

function isTidied({ action, temporaries, removes }: PlanEntry): boolean {
  return action !== 'edited' && temporaries.length + removes.length > 0
}

/** Removes what is not needed any more: orphans, and what an interrupted synth has left. */
function tidy(root: Folder, { slug, action, temporaries, removes }: PlanEntry): void {
  withinIfThere(root, slug, (inside) => {
    // The files go before the manifests that know them as ours, of which one may be a temporary.
    for (const name of removes.filter((each) => each !== manifestName)) remove(inside, name)
    for (const name of temporaries) {
      if (isAbandoned(inside, name)) tryRemove(inside, name)
    }
    if (removes.includes(manifestName)) remove(inside, manifestName)
  })
  if (action === 'remove') tryRmdir(root.at(slug))
}

/** Removes the folder of a new bottle that never took its name, and in it what the tool writes. */
function removeStaging(root: Folder, name: string): void {
  if (!isAbandoned(root, name)) return
  trying(() =>
    within(root, name, (inside) => {
      for (const each of Object.keys(modes)) tryRemove(inside, each)
    }),
  )
  tryRmdir(root.at(name))
}

/** Whether the process that made the temporary name is gone. */
function isAbandoned(folder: Folder, name: string): boolean {
  const pid = Number(temporaryPattern.exec(name)?.[2])
  // Applying a plan is synchronous, so this process has none under way: an earlier one had its id.
  if (pid === process.pid) return true
  const changed = statusOf(folder.at(name))?.mtimeMs ?? 0
  if (Date.now() - changed > longestSynth) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function remove(folder: Folder, name: string): void {
  try {
    folder.verifyPath()
    unlinkSync(folder.at(name))
  } catch (error) {
    if (isAbsent(error)) return
    throw systemError('remove', join(folder.path, name), error).whenBegun()
  }
}

function tryRemove(folder: Folder, name: string): void {
  folder.verifyPath()
  tryUnlink(folder.at(name))
}

/** Does `work` in a folder of the tree, which is no link. */
function within(root: Folder, name: string, work: (inside: Folder) => void): void {
  if (withinIfThere(root, name, work)) return
  throw systemError('write', join(root.path, name), { code: 'ENOENT' })
}

function withinIfThere(root: Folder, name: string, work: (inside: Folder) => void): boolean {
  const inside = root.child(name)
  try {
    if (inside !== undefined) work(inside)
    return inside !== undefined
  } finally {
    inside?.close()
  }
}

function writing(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    throw systemError('write', path, error)
  }
}

function trying(work: () => void): void {
  try {
    work()
  } catch {
    // What is left is found by the next synth.
  }
}

/** Removes the folder unless something is in it, which is not ours to remove. */
function tryRmdir(folder: string): void {
  trying(() => rmdirSync(folder))
}
