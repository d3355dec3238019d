import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { isAbsolute, join, parse, relative, resolve, sep } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { OutputError, systemError } from '../files/file-error.ts'
import type { OutputRecord } from './manifest.ts'
import { readRecord } from './manifest.ts'

export const smolfileName = 'Smolfile'
export const recordName = 'manifest.json'
export const defaultOut = 'smolfiles'

/** Names of files that are on their way to their final name: `.NAME.PID-RANDOM.tmp`. */
export const temporaryPattern = /^\.(Smolfile|manifest\.json)\.(\d{1,10})-[0-9a-f]+\.tmp$/

/** What is on disk for one slug. */
export interface OutputFolder {
  readonly smolfile: Buffer | undefined
  readonly manifest: string | undefined
  /** Records that vouch for the Smolfile: the manifest's, and those of an interrupted synth. */
  readonly records: readonly OutputRecord[]
  readonly temporaries: readonly string[]
  /** Files that are none of ours. */
  readonly foreign: readonly string[]
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
 * @throws OutputError when a path is a symbolic link or cannot be read.
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
    if (entry.isSymbolicLink()) throw linkError(join(path, entry.name))
  }
  const read = (name: string) => (names.has(name) ? readRegular(join(path, name)) : undefined)
  const manifest = read(recordName)?.toString('utf8')
  const temporaries = [...names].filter((name) => temporaryPattern.test(name))
  const texts = temporaries
    .filter((name) => name.includes(recordName))
    .map((name) => read(name)?.toString('utf8'))
  const records = [manifest, ...texts].flatMap((text) =>
    text === undefined ? [] : (readRecord(text) ?? []),
  )
  const ours = new Set([smolfileName, recordName, ...temporaries])
  const foreign = [...names].filter((name) => !ours.has(name))
  return { smolfile: read(smolfileName), manifest, records, temporaries, foreign }
}

/**
 * Refuses a path of which any part is a symbolic link: what is written there would land elsewhere.
 * The project's own folder is taken as it is.
 */
export function refuseLinks(project: string, root: string): void {
  const inside = relative(project, root)
  const outside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
  let path = outside ? parse(root).root : project
  for (const part of relative(path, root).split(sep)) {
    path = join(path, part)
    const status = statusOf(path)
    if (status === undefined) return
    if (status.isSymbolicLink()) throw linkError(path)
  }
}

function statusOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw systemError('read', path, error)
  }
}

function list(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw systemError('read', path, error)
  }
}

function readRegular(path: string): Buffer | undefined {
  let descriptor: number | undefined
  try {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    descriptor = openSync(path, flags)
    return readFileSync(descriptor)
  } catch (error) {
    // Another synth may have removed it since the folder was listed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw systemError('read', path, error)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function linkError(path: string): OutputError {
  return new OutputError(
    'BW201',
    `the output path ${quotePath(path)} is a symbolic link; nothing is read or written through one`,
    'remove the link, or give the real folder with --out',
  )
}
