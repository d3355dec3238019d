import { basename } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { defaultDialect } from '../dialects/default-dialect.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { bottleFileName } from '../evaluate/discover.ts'
import { applyFileChanges, readIfThere } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import { configurationName, readConfiguration } from '../project/configuration.ts'
import { projectPath } from '../project/project-path.ts'
import { listBottles } from '../project/select.ts'
import { firstConfiguration, firstFiles, projectFiles } from './project-files.ts'

export interface InitResult {
  readonly ok: boolean
  readonly diagnostics: readonly Diagnostic[]
  readonly written: readonly string[]
  /** Files that were there, which are as they were. */
  readonly kept: readonly string[]
}

const firstSlug = 'demo'

/**
 * Writes what a project needs to begin with: never over what is there.
 *
 * @param version The version of the tool, which the project is to depend on.
 * @throws ProjectError when the project is no folder.
 */
export async function initProject(folder: string, version: string): Promise<InitResult> {
  const project = projectPath(folder)
  const { settings, file: configured, diagnostics } = await readConfiguration(project)
  if (diagnostics.length > 0) return { ok: false, diagnostics, written: [], kept: [] }
  const bottles = listBottles(project, settings.bottles)
  if ('code' in bottles) return { ok: false, diagnostics: [bottles], written: [], kept: [] }
  const isNew = bottles.length === 0
  const first = `${settings.bottles}/${bottleFileName(firstSlug)}`
  const files = {
    ...projectFiles(basename(project), version, settings.bottles),
    ...(isNew
      ? {
          [first]: dialectOf(defaultDialect).scaffold(firstSlug),
          ...firstFiles(settings.bottles, firstSlug),
        }
      : {}),
    // Where there is output already, another layout would be a change of all of it.
    ...(isNew && configured === undefined ? { [configurationName]: firstConfiguration } : {}),
  }
  try {
    const kept = Object.keys(files).filter((path) => readIfThere(project, path) !== undefined)
    const missing = Object.entries(files).filter(([path]) => !kept.includes(path))
    applyFileChanges(
      project,
      missing.map(([path, after]) => ({ path, after })),
    )
    return { ok: true, diagnostics: [], written: missing.map(([path]) => path), kept }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { ok: false, diagnostics: [error.diagnostic], written: [], kept: [] }
  }
}
