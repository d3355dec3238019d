import { join } from 'node:path'
import { statusOf } from '../files/links.ts'
import { version } from '../files/package-files.ts'
import { namesInRepository } from '../files/repository-names.ts'
import { configurationName, packageName } from '../project/configuration.ts'
import type { Bottle } from '../project/validate.ts'
import type { DiffResult } from '../review/diff-trees.ts'
import { acceptedInBottles } from '../review/output/accepted-problems.ts'
import { reviewAsHtml } from '../review/output/html.ts'
import type { LinkTo } from '../review/output/link.ts'
import { linksTo } from '../review/output/link.ts'
import type { SarifInput } from '../review/output/sarif.ts'
import { sarifLog } from '../review/output/sarif.ts'
import type { Report } from '../review/write-reports.ts'
import type { DiffCommandOptions } from './diff-command.ts'
import { jsonText } from './json.ts'

/** The files that a comparison is to be written to. */
export function reviewReports(
  paths: readonly string[],
  { html, sarif, project, ...options }: DiffCommandOptions,
  { review, base, diagnostics }: DiffResult,
): readonly Report[] {
  const reports: Report[] = []
  if (html !== undefined && review !== undefined) {
    const linkTo = linksOf(paths, { project, ...options })
    reports.push({ path: html, text: () => reviewAsHtml(review, linkTo) })
  }
  if (sarif !== undefined) {
    const found = { diagnostics, base, ...(review === undefined ? {} : { review }) }
    const otherwise = paths.length === 0 ? fileOf(project) : undefined
    reports.push(sarifReport(sarif, startOf(paths, project), { ...found, otherwise }))
  }
  return reports
}

/** What a look at a project has found, for code scanning. */
export function checkReport(
  { sarif, project }: { readonly sarif: string; readonly project: string },
  found: Pick<SarifInput, 'diagnostics' | 'base'>,
  bottles: readonly Bottle[],
): Report {
  const accepted = acceptedInBottles(bottles)
  return sarifReport(sarif, project, {
    ...found,
    accepted,
    kind: 'check',
    otherwise: fileOf(project),
  })
}

/** @param folder The one that files are named from. */
function sarifReport(
  path: string,
  folder: string,
  found: Omit<SarifInput, 'version' | 'nameOf'>,
): Report {
  const input = { ...found, version: version(), nameOf: namesInRepository(folder) }
  return { path, text: () => `${jsonText(sarifLog(input))}\n` }
}

/** Where places can be read, when `--link` says so. */
export function linksOf(
  paths: readonly string[],
  { project, link }: Pick<DiffCommandOptions, 'project' | 'link'>,
): LinkTo | undefined {
  return link === undefined ? undefined : linksTo(link, namesInRepository(startOf(paths, project)))
}

/** The folder that the files of a comparison are named from. */
function startOf(paths: readonly string[], project: string): string {
  return paths.length === 0 ? project : '.'
}

/** The file that stands for all of a project. */
function fileOf(project: string): string | undefined {
  return [configurationName, packageName].find((name) => statusOf(join(project, name))?.isFile())
}
