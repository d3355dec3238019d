import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * Real Smolfiles, other people's text: no part of the repository, so a test of them runs where the
 * variable `BOTTLEWORKS_CORPUS` names a folder of them, and says so where it does not.
 */
const folder = process.env.BOTTLEWORKS_CORPUS

/** The Smolfiles of the corpus; none without one. A folder that is named must hold some. */
export const corpusFiles: readonly CorpusFile[] = folder === undefined ? [] : readCorpus(folder)

if (folder === undefined) {
  console.info('skipped, real Smolfiles: BOTTLEWORKS_CORPUS names no folder of them')
}

export interface CorpusFile {
  readonly name: string
  readonly path: string
  readonly text: string
}

function readCorpus(folder: string): readonly CorpusFile[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  if (files.length === 0) throw new Error(`there is no Smolfile in ${folder}`)
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return paths.map((path) => {
    return { name: relative(folder, path), path, text: readFileSync(path, 'utf8') }
  })
}
