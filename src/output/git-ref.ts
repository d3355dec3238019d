import { escapeControls, quote } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import type { GitObjects } from './git-objects.ts'
import { adviceOnMissing, askGit } from './git-process.ts'

/** Where the way to a commit begins: the object that has a name, and the steps from there. */
export interface NamedObject {
  readonly root: string
  readonly ref: string
  readonly id: string
  /** For each the number of the parent to go to, or 0 for the commit itself. */
  readonly steps: Iterable<number>
}

/**
 * Asks git which object the name in a ref has: of `main~2` that of `main`. The rest of the way is
 * {@link findCommit}'s, since git walks it without a look at hashes.
 *
 * @throws FileError (BW140) when there is no such name, or it has two meanings.
 */
export function nameObject(root: string, ref: string): NamedObject {
  const [, name = '', path = ''] = /^(.*?)((?:\^\{(?:commit)?\}|[~^]\d*)*)$/s.exec(ref) ?? []
  // Neither a search through history nor a file of a commit is the name of a commit.
  if (/[~^:]/.test(name.replace(/@\{[^{}]*\}/g, ''))) throw noCommit(root, ref)
  if (ref.includes('\0')) throw noCommit(root, ref)
  if (/@\{(?:u|upstream|push)\}/i.test(name) && hasIncludes(root)) {
    const reason = 'the settings of the repository, which say what that is, include other files'
    throw new FileError(
      'BW140',
      `${quote(ref)} cannot be read: ${reason}`,
      'name the branch itself',
    )
  }
  const said = askGit(root, ['rev-parse', '--verify', '--end-of-options', name])
  // A branch or a tag could be called as the remote branch that is meant.
  if (/refname '.*' is ambiguous/s.test(said.complaint)) {
    const hint = 'name it in full, such as refs/remotes/origin/main, or give the commit'
    throw new FileError('BW140', `${quote(ref)} cannot be read: the name is ambiguous`, hint)
  }
  if (said.ok && /^[0-9a-f]+$/.test(said.text)) {
    return { root, ref, id: said.text, steps: stepsOf(path) }
  }
  if (said.ok || /^$|Needed a single revision|unknown revision/.test(said.reason)) {
    throw noCommit(root, ref)
  }
  throw new FileError('BW140', `${quote(ref)} cannot be read: ${escapeControls(said.reason)}`, hint)
}

/** Whether the settings of a repository include files, which may be a branch's. */
function hasIncludes(root: string): boolean {
  return ['--local', '--worktree'].some(
    (scope) => askGit(root, ['config', scope, '--get-regexp', '^include(if\\..*)?\\.path$']).ok,
  )
}

/**
 * The commit that a name and steps lead to, and its tree, by objects whose hashes are right.
 *
 * @throws FileError (BW140) when they lead to none.
 */
export async function findCommit(
  objects: GitObjects,
  { root, ref, id: start, steps }: NamedObject,
): Promise<{ readonly id: string; readonly tree: string }> {
  let at = await peel(objects, ref, start)
  for (const step of steps) {
    if (step === 0 || at === undefined) continue
    const parent = at.parents[step - 1]
    at = parent === undefined ? undefined : await peel(objects, ref, parent)
    if (at === undefined) break
  }
  if (at === undefined) throw noCommit(root, ref)
  return at
}

interface FoundCommit {
  readonly id: string
  readonly tree: string
  readonly parents: readonly string[]
}

/** The commit that an object is, or that a tag is of; undefined when it is none, or not there. */
async function peel(
  objects: GitObjects,
  ref: string,
  id: string,
): Promise<FoundCommit | undefined> {
  const object = await objects.find(id, ref)
  const text = object?.bytes.toString('latin1') ?? ''
  const idOf = (pattern: RegExp) => pattern.exec(text)?.[1] ?? ''
  if (object?.kind === 'tag') return peel(objects, ref, idOf(/^object ([0-9a-f]+)\n/))
  if (object?.kind !== 'commit') return undefined
  const [, tree = '', parents = ''] =
    /^tree ([0-9a-f]+)\n((?:parent [0-9a-f]+\n)*)/.exec(text) ?? []
  return { id, tree, parents: parents.match(/(?<= )[0-9a-f]+/g) ?? [] }
}

function* stepsOf(path: string): Generator<number> {
  for (const [step, digits = ''] of path.matchAll(/\^\{\w*\}|[~^](\d*)/g)) {
    const number = step.endsWith('}') ? 0 : digits === '' ? 1 : Number(digits)
    if (step.startsWith('^')) yield number
    else for (let generation = 0; generation < number; generation++) yield 1
  }
}

const hint = 'give a branch, a tag or a commit that is in the repository'

function noCommit(root: string, ref: string): FileError {
  const message = `${quote(ref)} cannot be read: there is no such commit`
  return new FileError('BW140', message, adviceOnMissing(root) ?? hint)
}
