import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { FileError, systemError } from '../files/file-error.ts'
import { linkError, refuseLinks, statusOf } from '../files/links.ts'
import { readRegularFile } from '../files/read-file.ts'
import { isAbsent, ReadRefusal } from '../files/system-errors.ts'
import { temporaryPattern } from '../files/write-file.ts'
import type { Manifest } from './manifest.ts'
import { readManifest } from './manifest.ts'

export const smolfileName = 'Smolfile'
export const manifestName = 'manifest.json'

/** Largest file of an output tree that is read, in bytes: a Smolfile has at most 1 MiB. */
const largestFile = 1024 * 1024

/** Whether a file is on its way to the name of one of the tool's. */
export function isTemporary(name: string): boolean {
  const [, final = ''] = temporaryPattern.exec(name) ?? []
  return final === smolfileName || final === manifestName
}

/** The files on disk for one slug. */
export interface OutputFolder {
  readonly smolfile: Uint8Array | undefined
  readonly manifest: string | undefined
  /** What vouches for the Smolfile: the manifest, and those of an interrupted synth. */
  readonly manifests: readonly Manifest[]
  readonly temporaries: readonly string[]
  /** Files that are none of ours. */
  readonly foreign: readonly string[]
  /** What stands in the place of a file of the tool's, and is none that the tool would write. */
  readonly refused: readonly FileError[]
}

/** The output tree as it is on disk, by slug. */
export interface OutputTree {
  /** Absolute path. */
  readonly root: string
  readonly folders: ReadonlyMap<string, OutputFolder>
}

/**
 * Reads the output tree at `out` in the project.
 *
 * @param only The slugs to look at. Default: all.
 * @throws FileError when a path is a symbolic link or cannot be read.
 */
export function readTree(project: string, out: string, only?: ReadonlySet<string>): OutputTree {
  const root = resolve(project, out)
  refuseLinks(project, root)
  const folders = new Map<string, OutputFolder>()
  const read = (name: string, kind: { isSymbolicLink(): boolean; isDirectory(): boolean }) => {
    const path = join(root, name)
    if (kind.isSymbolicLink()) throw linkError(path)
    if (kind.isDirectory()) folders.set(name, readFolder(path))
  }
  if (only === undefined) for (const entry of list(root)) read(entry.name, entry)
  for (const name of only ?? []) {
    const status = statusOf(join(root, name))
    if (status !== undefined) read(name, status)
  }
  return { root, folders }
}

function readFolder(path: string): OutputFolder {
  const entries = list(path)
  const names = new Set(entries.map(({ name }) => name))
  for (const entry of entries) {
    const isOurs = entry.name === smolfileName || entry.name === manifestName
    if (entry.isSymbolicLink()) throw linkError(join(path, entry.name))
    // Nothing could take its place, not even with --force.
    if (isOurs && entry.isDirectory()) throw systemError('read', join(path, entry.name), isFolder)
  }
  const refused: FileError[] = []
  const read = (name: string) => (names.has(name) ? readIn(path, name, refused) : undefined)
  const manifest = read(manifestName)?.toString('utf8')
  const temporaries = [...names].filter(isTemporary)
  const texts = temporaries
    .filter((name) => name.includes(manifestName))
    .map((name) => read(name)?.toString('utf8'))
  const manifests = [manifest, ...texts].flatMap((text) => {
    const read = text === undefined ? undefined : readManifest(text)
    if (read?.kind === 'unknown-version')
      throw unknownVersion(join(path, manifestName), read.version)
    return read?.kind === 'known' ? [read.manifest] : []
  })
  const ours = new Set([smolfileName, manifestName, ...temporaries])
  const foreign = [...names].filter((name) => !ours.has(name))
  return { smolfile: read(smolfileName), manifest, manifests, temporaries, foreign, refused }
}

/** The error of a manifest that another version of the tool wrote: its Smolfile is nobody's edit. */
export function unknownVersion(path: string, version: number): FileError {
  const message = `${quotePath(path)} has version ${version}; this bottleworks knows 1 and 2`
  return new FileError(
    'BW203',
    message,
    'use the version of bottleworks that wrote it, or a newer one',
  )
}

/** What read(2) says of a folder. */
const isFolder = { code: 'EISDIR' }

function list(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw systemError('read', path, error)
  }
}

/** The bytes of a file; of what is refused none, so that it is no work of the tool's. */
function readIn(folder: string, name: string, refused: FileError[]): Buffer | undefined {
  const path = join(folder, name)
  try {
    return readRegularFile(path, { most: largestFile })
  } catch (error) {
    // Another synth may have removed it since the folder was listed.
    if (isAbsent(error)) return undefined
    const failure = systemError('read', path, error)
    if (!(error instanceof ReadRefusal)) throw failure
    refused.push(failure)
    return Buffer.alloc(0)
  }
}
