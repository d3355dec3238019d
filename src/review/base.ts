/**
 * The gate of a branch: the configuration of its base, which the branch cannot have written.
 */
import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { statusOf } from '../files/links.ts'
import type { BaseName, Commit, ComparedBase } from '../output/git-commit.ts'
import { atCommit } from '../output/git-commit.ts'
import { readFilesAt } from '../output/git-tree.ts'
import { readTree } from '../output/tree.ts'
import { baselineName } from '../project/baseline/baseline.ts'
import type { ReadBaseline } from '../project/baseline/read-baseline.ts'
import { baselineIn, noBaseline } from '../project/baseline/read-baseline.ts'
import type { ReadConfiguration } from '../project/configuration.ts'
import {
  configurationName,
  packageName,
  readConfiguration,
  readConfigurationOf,
} from '../project/configuration.ts'
import { defaultSettings } from '../project/configuration-form.ts'
import { projectPath } from '../project/project-path.ts'

/** The configurations of a base and of the project on disk. */
export interface BaseAndHead {
  readonly base: ReadConfiguration
  readonly head: ReadConfiguration
  /** What the base is. */
  readonly compared: ComparedBase
  /** The errors of either, or of what has become of the base's output tree. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads the configuration at a git ref and that on disk, and gives them to `use`, with the commit.
 *
 * @param given The project's folder as it was given: on the way to it no link is followed.
 * @throws FileError when there is no such commit, or it cannot be read.
 */
export async function withBase<T>(
  given: string,
  name: BaseName,
  use: (both: BaseAndHead, commit: Commit) => Promise<T>,
): Promise<T> {
  const project = projectPath(given)
  refuseLinkedProject(given, project, name.ref)
  return atCommit(project, name, async (commit) => {
    const head = await readConfiguration(project)
    const base = await readConfigurationAt(commit)
    const { base: compared } = commit
    const found = [...base.diagnostics, ...head.diagnostics]
    const diagnostics = found.length > 0 ? found : leftBehind(project, name.ref, base, head)
    return use({ base, head, compared, diagnostics }, commit)
  })
}

/** The configuration of a commit; what is wrong with it is no fault of the files on disk. */
async function readConfigurationAt(commit: Commit): Promise<ReadConfiguration> {
  const files = await readFilesAt(commit, [packageName, configurationName])
  if (files === undefined) return unknownBase
  const called = (name: string) => commit.called(commit.pathOf(name))
  const read = await readConfigurationOf((name) => files.get(name), called, 'any version')
  const diagnostics = ofBase(commit.base.ref, read.diagnostics).map((each) => {
    return { ...each, message: `the configuration of the base cannot be used: ${each.message}` }
  })
  return { ...read, diagnostics }
}

/** The baseline of a commit, of which something may be wrong as well. */
export async function baselineOf(commit: Commit): Promise<ReadBaseline> {
  const text = (await readFilesAt(commit, [baselineName]))?.get(baselineName)
  if (text === undefined) return noBaseline
  const read = await baselineIn(text, commit.called(commit.pathOf(baselineName)))
  return { ...read, diagnostics: ofBase(commit.base.ref, read.diagnostics) }
}

/**
 * The diagnostics, with those that are of files in the commit of a ref told from those on disk: what
 * is wrong there, no change of these can mend.
 */
export function ofBase(ref: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const hint = `it is so at ${quote(ref)}, with which nothing can be compared then: repair it there, as a change of its own, or pass a --base before it broke`
  return diagnostics.map((each) => {
    const { origin, severity } = each
    if (origin === undefined || !origin.file.startsWith(`${ref}:`)) return each
    const marked = { ...each, origin: { ...origin, inCommit: true } }
    return severity === 'error' ? { ...marked, hint } : marked
  })
}

/** A base that does not have the project yet: nothing of it says that less would do. */
const unknownBase: ReadConfiguration = {
  settings: { ...defaultSettings, strict: true, failOn: 'widens' },
  diagnostics: [],
}

/** Refuses a folder that is a link inside its repository: the base may have had a project there. */
function refuseLinkedProject(given: string, project: string, ref: string): void {
  for (let path = resolve(currentFolder(), given); path !== dirname(path); path = dirname(path)) {
    if (statusOf(path)?.isSymbolicLink() && isInRepository(dirname(path))) {
      const message = `${quote(ref)} cannot be compared: ${quotePath(path)} is a symbolic link`
      throw new FileError('BW140', message, `pass --project ${quotePath(project)}`)
    }
  }
}

/** The current folder with the links on the way to it, which a shell knows and the system does not. */
function currentFolder(): string {
  const { PWD = '' } = process.env
  try {
    if (isAbsolute(PWD) && realpathSync(PWD) === process.cwd()) return PWD
  } catch {
    // The variable is of another process.
  }
  return process.cwd()
}

function isInRepository(folder: string): boolean {
  if (statusOf(join(folder, '.git')) !== undefined) return true
  return folder !== dirname(folder) && isInRepository(dirname(folder))
}

/** An error when the output tree has moved and the base's is still there. */
function leftBehind(
  project: string,
  ref: string,
  { settings: base }: ReadConfiguration,
  { settings: head }: ReadConfiguration,
): readonly Diagnostic[] {
  if (base.out === head.out) return []
  const { folders, others } = readTree(project, base.out)
  const isOwn =
    [...folders.values()].some(({ smolfile, manifests, blocked }) => {
      return smolfile !== undefined || manifests.length > 0 || blocked !== undefined
    }) || [...others.values()].some(({ isFile }) => !isFile)
  if (!isOwn) return []
  const message = `the output tree has moved from ${quotePath(base.out)} at ${quote(ref)} to ${quotePath(head.out)}, and the old one is still there`
  const hint = `remove ${quotePath(base.out)}`
  return [diagnosticOf('BW153', message, { origin: { file: base.out }, hint })]
}
