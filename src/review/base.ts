/**
 * What a branch is judged by: the configuration of its base, which the branch cannot have written.
 */
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../diagnostic/text.ts'
import { readFilesAt } from '../output/git-tree.ts'
import { readTree } from '../output/tree.ts'
import type { ReadConfiguration } from '../project/configuration.ts'
import {
  configurationName,
  packageName,
  readConfiguration,
  readConfigurationOf,
} from '../project/configuration.ts'

/** The configurations of a base and of the project on disk. */
export interface BaseAndHead {
  readonly base: ReadConfiguration
  readonly head: ReadConfiguration
  /** What is wrong with either, or with what has become of the base's output tree. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads the configuration at a git ref and that on disk.
 *
 * @param project Real path of the project.
 * @throws FileError when there is no such commit, or it cannot be read.
 */
export async function readBaseAndHead(project: string, ref: string): Promise<BaseAndHead> {
  const head = await readConfiguration(project)
  const files = readFilesAt(project, ref, [packageName, configurationName])
  const called = (name: string) => `${ref}:${name}`
  const base = await readConfigurationOf((name) => files.get(name), called, 'any version')
  const diagnostics = [...base.diagnostics, ...head.diagnostics]
  return {
    base,
    head,
    diagnostics: diagnostics.length > 0 ? diagnostics : leftBehind(project, ref, base, head),
  }
}

/** An error when the output tree has moved and the base's is still there. */
function leftBehind(
  project: string,
  ref: string,
  { settings: base }: ReadConfiguration,
  { settings: head }: ReadConfiguration,
): readonly Diagnostic[] {
  if (base.out === head.out) return []
  const { folders } = readTree(project, base.out)
  const own = [...folders].flatMap(([slug, { manifests }]) => (manifests.length > 0 ? [slug] : []))
  if (own.length === 0) return []
  const message = `the output tree has moved from ${quotePath(base.out)} at ${quote(ref)} to ${quotePath(head.out)}, and the old one is still there`
  const hint = `remove ${quotePath(base.out)}`
  return [diagnosticOf('BW153', message, { origin: { file: base.out }, hint })]
}
