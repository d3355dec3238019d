/**
 * The gate of a branch: the configuration of its base, which the branch cannot have written.
 */
import { dirname, join, resolve } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { statusOf } from '../files/links.ts'
import { readFilesAt } from '../output/git-tree.ts'
import { readTree } from '../output/tree.ts'
import type { ReadConfiguration } from '../project/configuration.ts'
import {
  configurationName,
  defaultSettings,
  packageName,
  readConfiguration,
  readConfigurationOf,
} from '../project/configuration.ts'
import { projectPath } from '../project/project-path.ts'

/** The configurations of a base and of the project on disk. */
export interface BaseAndHead {
  readonly base: ReadConfiguration
  readonly head: ReadConfiguration
  /** The errors of either, or of what has become of the base's output tree. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads the configuration at a git ref and that on disk.
 *
 * @param given The project's folder as it was given: on the way to it no link is followed.
 * @throws FileError when there is no such commit, or it cannot be read.
 */
export async function readBaseAndHead(given: string, ref: string): Promise<BaseAndHead> {
  const project = projectPath(given)
  refuseLinkedProject(given, project, ref)
  const head = await readConfiguration(project)
  const files = readFilesAt(project, ref, [packageName, configurationName])
  const called = (name: string) => `${ref}:${name}`
  const base =
    files === undefined
      ? unknownBase
      : await readConfigurationOf((name) => files.get(name), called, 'any version')
  const diagnostics = [...base.diagnostics, ...head.diagnostics]
  return {
    base,
    head,
    diagnostics: diagnostics.length > 0 ? diagnostics : leftBehind(project, ref, base, head),
  }
}

/** A base that does not have the project yet: nothing of it says that less would do. */
const unknownBase: ReadConfiguration = {
  settings: { ...defaultSettings, strict: true, failOn: 'widens' },
  diagnostics: [],
}

/** Refuses a folder that is a link inside its repository: the base may have had a project there. */
function refuseLinkedProject(given: string, project: string, ref: string): void {
  for (let path = resolve(given); ; path = dirname(path)) {
    if (statusOf(path)?.isSymbolicLink() && isInRepository(dirname(path))) {
      const message = `${quote(ref)} cannot be compared: ${quotePath(path)} is a symbolic link`
      throw new FileError('BW140', message, `pass --project ${quotePath(project)}`)
    }
    if (path === dirname(path) || statusOf(join(path, '.git')) !== undefined) return
  }
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
