import type { Stats } from 'node:fs'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { companionName } from '../dialects/companion.ts'
import { FileError, systemError } from '../files/file-error.ts'
import { linkError, refuseLinks, statusOf } from '../files/links.ts'
import { readRegularFile } from '../files/read-file.ts'
import { isAbsent, ReadRefusal } from '../files/system-errors.ts'
import { temporaryPattern } from '../files/write-file.ts'
import type { Manifest } from './manifest.ts'
import { isCurrent, readManifest } from './manifest.ts'

export const smolfileName = 'Smolfile'
export const manifestName = 'manifest.json'

/** Largest file of an output tree that is read, in bytes: a Smolfile has at most 1 MiB. */
export const largestFile = 1024 * 1024

/** The names of the files that a bottle may have. */
export const ourNames: readonly string[] = [smolfileName, companionName, manifestName]

/** Whether a file has the name of one of a bottle's. */
export function isOurName(name: string): boolean {
  return ourNames.includes(name)
}

/** Whether a file is on its way to the name of one of the tool's. */
export function isTemporary(name: string): boolean {
  const [, final = ''] = temporaryPattern.exec(name) ?? []
  return isOurName(final)
}

/** Whether a folder of the tree is a new bottle's on its way to the name of its slug. */
export function isStaging(name: string): boolean {
  return temporaryPattern.test(name)
}

/** The files on disk for one slug. */
export interface OutputFolder {
  readonly smolfile: Uint8Array | undefined
  readonly companion: Uint8Array | undefined
  readonly manifest: string | undefined
  /** What vouches for the files: the manifest, and those of an interrupted synth. */
  readonly manifests: readonly Manifest[]
  readonly temporaries: readonly string[]
  /** Files that are none of ours. */
  readonly foreign: readonly string[]
  /** What stands in the place of a file of the tool's, and is none that the tool would write. */
  readonly refused: readonly FileError[]
  /** A link or a folder in the place of such a file: a bottle of this folder cannot be written. */
  readonly blocked?: FileError
}

/** The output tree as it is on disk, by slug. */
export interface OutputTree {
  readonly project: string
  /** Absolute path. */
  readonly root: string
  readonly folders: ReadonlyMap<string, OutputFolder>
  /** Folders of new bottles that are on their way, or were left by an interrupted synth. */
  readonly staging: readonly string[]
  /** What else is at its root, with the reason that it is no folder of a bottle. */
  readonly others: ReadonlyMap<string, Other>
  /** Whether all of it was looked at, but for what was left. */
  readonly isWhole: boolean
  /** The names of folders at its root that were not looked into. */
  readonly left: ReadonlySet<string>
}

/** What of an output tree is read. */
export interface TreePart {
  /** The slugs to look at. Default: all. */
  readonly only?: ReadonlySet<string> | undefined
  /** The slugs whose folders are left. Default: none. */
  readonly leaving?: ReadonlySet<string> | undefined
}

/** An entry at the root of a tree that is no folder. */
export interface Other {
  readonly isFile: boolean
  readonly error: FileError
}

/**
 * Reads the output tree at `out` in the project.
 *
 * @throws FileError when a path is a symbolic link or cannot be read.
 */
export function readTree(
  project: string,
  out: string,
  { only, leaving = new Set() }: TreePart = {},
): OutputTree {
  const root = resolve(project, out)
  refuseLinks(project, root)
  const folders = new Map<string, OutputFolder>()
  const others = new Map<string, Other>()
  const staging: string[] = []
  const left = new Set<string>()
  const read = (name: string, kind: Kind) => {
    const path = join(root, name)
    // A name that is not UTF-8 cannot be asked for as text.
    if (!kind.isDirectory() || name.includes('\ufffd')) {
      const error = kind.isSymbolicLink() ? linkError(path) : systemError('write', path, isFile)
      others.set(name, { isFile: kind.isFile(), error })
    } else if (isStaging(name)) staging.push(name)
    else if (leaving.has(name)) left.add(name)
    else folders.set(name, readFolder(path))
  }
  if (only === undefined) for (const entry of list(root)) read(entry.name, entry)
  for (const name of only ?? []) {
    const status = statusOf(join(root, name))
    if (status !== undefined) read(name, status)
  }
  return { project, root, folders, staging, others, left, isWhole: only === undefined }
}

type Kind = Pick<Stats, 'isSymbolicLink' | 'isDirectory' | 'isFile'>

function readFolder(path: string): OutputFolder {
  const entries = list(path)
  const names = new Set(entries.map(({ name }) => name))
  const [blocked] = entries.flatMap((entry) => blockIn(path, entry))
  const refused: FileError[] = []
  const read = (name: string) =>
    names.has(name) && blocked === undefined ? readIn(path, name, refused) : undefined
  const manifest = read(manifestName)?.toString('utf8')
  const temporaries = [...names].filter(isTemporary)
  const texts = temporaries
    .filter((name) => name.includes(manifestName))
    .map((name) => read(name)?.toString('utf8'))
  const vouching = [manifest, ...texts].filter((text) => text !== undefined)
  const known = () =>
    vouching.flatMap((text) => {
      const read = readManifest(text)
      if (read.kind === 'unknown-version')
        throw unknownVersion(join(path, manifestName), read.version)
      return read.kind === 'known' ? [read.manifest] : []
    })
  // What is as it is to be needs nobody to vouch for it; of another version the error is due now.
  let manifests = vouching.every(isCurrent) ? undefined : known()
  const ours = new Set([...ourNames, ...temporaries])
  const foreign = [...names].filter((name) => !ours.has(name))
  const smolfile = read(smolfileName)
  const companion = read(companionName)
  return {
    smolfile,
    companion,
    manifest,
    temporaries,
    foreign,
    refused,
    ...(blocked === undefined ? {} : { blocked }),
    get manifests() {
      manifests ??= known()
      return manifests
    },
  }
}

/** The error of what is in the place of a file of the tool's and stays there, even with --force. */
function blockIn(folder: string, entry: Kind & { readonly name: string }): readonly FileError[] {
  const { name } = entry
  const path = join(folder, name)
  if (entry.isSymbolicLink()) return isOurName(name) || isTemporary(name) ? [linkError(path)] : []
  return entry.isDirectory() && isOurName(name) ? [systemError('read', path, isFolder)] : []
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

/** What mkdir(2) says of a file in the place of a folder. */
const isFile = { code: 'ENOTDIR' }

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
