import { join, posix } from 'node:path'
import { FileError } from '../files/file-error.ts'
import { readRegularFile } from '../files/read-file.ts'
import { Commit } from '../output/git-commit.ts'
import { findCommitsOf } from '../output/git-history.ts'
import { GitObjects, objectId } from '../output/git-objects.ts'
import { askGit } from '../output/git-process.ts'
import { findCommit } from '../output/git-ref.ts'
import type { GitRepository } from '../output/git-repository.ts'
import { findRepository } from '../output/git-repository.ts'
import { withLineFeeds } from '../output/hand-edited.ts'
import type { Plan, PlanEntry } from '../output/plan.ts'
import { smolfileName } from '../output/tree.ts'

/**
 * What changed a Smolfile that synth updates: its source, or the tool while its source is as it was
 * in the commit that has the Smolfile from before; or nothing but the ends of lines of a checkout.
 * It is told and nothing else: no rule uses it.
 */
export type Cause =
  | { readonly kind: 'source' | 'tool' | 'line-ends' }
  | { readonly kind: 'unknown'; readonly why: string }

/**
 * The causes of what a plan updates, by slug; none outside of a repository.
 *
 * @param inputsOf The files that a bottle file is made of.
 */
export async function findCauses(
  { project, out, entries }: Plan,
  inputsOf: (file: string) => readonly string[],
): Promise<ReadonlyMap<string, Cause>> {
  const known = new Map(
    entries.flatMap(({ slug, lineEndsOnly }) =>
      lineEndsOnly ? [[slug, { kind: 'line-ends' }] as const] : [],
    ),
  )
  const updated = entries.filter(
    ({ action, file, slug }) => action === 'update' && file === smolfileName && !known.has(slug),
  )
  if (updated.length === 0) return known
  let repository: GitRepository
  try {
    repository = findRepository(project)
  } catch (error) {
    if (error instanceof FileError) return known
    throw error
  }
  try {
    const found = await causesIn(repository, project, out, updated, inputsOf)
    return new Map<string, Cause>([...known, ...found])
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const why = unknown('the repository cannot be read')
    return new Map<string, Cause>([...known, ...updated.map(({ slug }) => [slug, why] as const)])
  }
}

async function causesIn(
  { root, prefix }: GitRepository,
  project: string,
  out: string,
  updated: readonly PlanEntry[],
  inputsOf: (file: string) => readonly string[],
): Promise<readonly (readonly [string, Cause])[]> {
  const all = (why: string) => updated.map(({ slug }) => [slug, unknown(why)] as const)
  if (askGit(root, ['rev-parse', '--is-shallow-repository']).text === 'true') {
    return all('the clone is shallow')
  }
  const pathOf = ({ path }: PlanEntry) => posix.join(prefix, path)
  const files = updated.flatMap((each) =>
    each.before === undefined
      ? []
      : [[pathOf(each), withLineFeeds(smolfileName, each.before)] as const],
  )
  const { commits, isWhole } = await findCommitsOf(root, posix.join(prefix, out), new Map(files))
  const objects = new GitObjects(root)
  const states = new Map<string, CommittedFiles>()
  const causeOf = async (entry: PlanEntry): Promise<Cause> => {
    if (entry.before === undefined) return unknown('it was edited by hand')
    const commit = commits.get(pathOf(entry))
    if (commit === undefined) {
      return unknown(isWhole ? 'no commit has what was there' : 'the history is long')
    }
    const state = states.get(commit) ?? (await CommittedFiles.at(objects, root, prefix, commit))
    states.set(commit, state)
    const source = entry.expected?.source ?? ''
    const isSame = await state.have(project, new Set([source, ...inputsOf(source)]))
    return { kind: isSame ? 'tool' : 'source' }
  }
  try {
    const causes: (readonly [string, Cause])[] = []
    for (const entry of updated) causes.push([entry.slug, await causeOf(entry)])
    return causes
  } finally {
    objects.close()
  }
}

function unknown(why: string): Cause {
  return { kind: 'unknown', why }
}

/** The files of a project as a commit has them. */
class CommittedFiles {
  readonly #commit: Commit
  readonly #folders = new Map<string, Awaited<ReturnType<Commit['folder']>>>()

  private constructor(commit: Commit) {
    this.#commit = commit
  }

  static async at(
    objects: GitObjects,
    root: string,
    prefix: string,
    id: string,
  ): Promise<CommittedFiles> {
    const { tree } = await findCommit(objects, { root, ref: id, id, steps: [] })
    return new CommittedFiles(
      new Commit({ repository: root, ref: id, commit: id }, prefix, objects, tree),
    )
  }

  /** Whether each of the files is there with the bytes that it has now. */
  async have(project: string, paths: Iterable<string>): Promise<boolean> {
    for (const path of paths) {
      const entry = (await this.#folder(posix.dirname(path)))?.get(posix.basename(path))
      if (entry?.kind !== 'file') return false
      if (!idsOf(join(project, path), entry.id.length).includes(entry.id)) return false
    }
    return true
  }

  async #folder(path: string) {
    if (!this.#folders.has(path)) {
      this.#folders.set(path, await this.#commit.folder(this.#commit.pathOf(path)))
    }
    return this.#folders.get(path)
  }
}

/** Largest source that is read, in bytes. */
const mostBytes = 1024 * 1024

/** The ids that a file may have: git may have checked it out with other ends of lines. */
function idsOf(path: string, length: number): readonly string[] {
  let bytes: Buffer
  try {
    bytes = readRegularFile(path, { most: mostBytes })
  } catch {
    // It was there a moment ago, so it has changed.
    return []
  }
  const plain = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
  return [bytes, plain].map((each) => objectId('blob', each, length))
}
