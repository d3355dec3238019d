import { relative } from 'node:path'
import { escapeControls } from '../diagnostic/text.ts'
import { findProject } from '../project/find-project.ts'
import type { Terminal } from './terminal.ts'

/** The project that the current folder is in, which is said where it is another. */
export function projectHere(terminal: Terminal): string {
  const here = process.cwd()
  return placed(here, findProject(here), terminal)
}

/** The path of a project from the folder `here`. */
export function placed(here: string, project: string, terminal: Terminal): string {
  if (project !== here) terminal.note(`project: ${escapeControls(project)}`)
  return relative(here, project) || '.'
}
