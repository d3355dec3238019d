import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * Real Smolfiles, other people's text: no part of the repository, so a test of them runs where the
 * variable `BOTTLEWORKS_CORPUS` names a folder of them, and says so where it does not.
 */
export const corpusFolder = process.env.BOTTLEWORKS_CORPUS

/** The Smolfiles of the corpus; none without one. A folder that is named must hold some. */
export const corpusFiles: readonly CorpusFile[] =
  corpusFolder === undefined ? [] : readCorpus(corpusFolder)

if (corpusFolder === undefined) {
  console.info('skipped, real Smolfiles: BOTTLEWORKS_CORPUS names no folder of them')
}

export interface CorpusFile {
  readonly name: string
  readonly path: string
  readonly text: string
}

function readCorpus(folder: string): readonly CorpusFile[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  if (paths.length === 0) throw new Error(`there is no Smolfile in ${folder}`)
  return paths.map((path) => ({
    name: relative(folder, path),
    path,
    text: readFileSync(path, 'utf8'),
  }))
}
