import { isUtf8 } from 'node:buffer'
import type { Dirent } from 'node:fs'
import { readdirSync } from 'node:fs'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { companionName } from '../dialects/companion.ts'
import { isStaging, isTemporary, type OutputTree } from './tree.ts'

/** The kind of an entry in the tree; a folder is one that has nothing in it, or cannot be looked into. */
export type StrayKind = 'file' | 'link' | 'folder' | 'other'

/** An entry of the output tree that no source and manifest account for. */
export interface Stray {
  /** Path in the tree, with `/`; bytes of a name that are not UTF-8 as `\xff`. */
  readonly path: string
  readonly kind: StrayKind
  /** Absolute path, in bytes as the system has it. */
  readonly place: Uint8Array
}

/** The files that may be at the root of a tree, and are no bottle's. */
const rootNames: ReadonlySet<string> = new Set(['.gitattributes', '.gitignore', 'README.md'])

/** Whether a file at this path in a tree is one of those that may be at its root. */
export function isAllowed(path: string, kind: StrayKind): boolean {
  return kind === 'file' && rootNames.has(path)
}

/** Most entries that are listed one by one; what is in further folders is left to its folder. */
const mostStrays = 10_000

/**
 * All in a tree that no bottle accounts for, by path. Folders are looked into.
 *
 * @param accounted The names of the files that a bottle has in the folder of this name; none when
 *   it is no bottle's.
 */
export function findStrays(
  { root, folders, staging, others, left, isWhole }: OutputTree,
  accounted: (name: string) => readonly string[],
): readonly Stray[] {
  const found: Stray[] = []
  const top = Buffer.from(root)
  const names = isWhole ? undefined : new Set(folders.keys())
  const isClean =
    others.size + staging.length === 0 &&
    [...folders].every(([name, { foreign, temporaries, companion }]) => {
      const ours = accounted(name)
      const isExtra = companion !== undefined && !ours.includes(companionName)
      return foreign.length + temporaries.length === 0 && !isExtra && ours.length > 0
    })
  if (isClean) return found
  for (const entry of list(top) ?? []) {
    const name = shownName(entry.name)
    if (names !== undefined && !names.has(name)) continue
    if (left.has(name) && entry.isDirectory()) continue
    const stray = { path: name, kind: kindOf(entry), place: join(top, entry.name) }
    const ours = entry.isDirectory() ? accounted(name) : []
    collect(stray, found, (inside) => ours.includes(inside))
  }
  return found
}

/** Adds a stray, or what is in it when it is a folder. */
function collect(stray: Stray, found: Stray[], isOurs: (name: string) => boolean): void {
  const entries =
    stray.kind === 'folder' && found.length < mostStrays ? list(stray.place) : undefined
  if (entries === undefined || entries.length === 0) {
    found.push(stray)
    return
  }
  for (const entry of entries) {
    const name = shownName(entry.name)
    if (isOurs(name) && entry.isFile()) continue
    const inside = { kind: kindOf(entry), place: join(stray.place, entry.name) }
    collect({ ...inside, path: `${stray.path}/${name}` }, found, () => false)
  }
}

function list(place: Uint8Array): readonly Dirent<Buffer>[] | undefined {
  try {
    const entries = readdirSync(Buffer.from(place), { withFileTypes: true, encoding: 'buffer' })
    return entries.sort((a, b) => Buffer.compare(a.name, b.name))
  } catch {
    return undefined
  }
}

function kindOf(entry: Dirent<Buffer>): StrayKind {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isDirectory()) return 'folder'
  return entry.isFile() ? 'file' : 'other'
}

function join(folder: Uint8Array, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from('/'), name])
}

/** A path as text: bytes of it that are not UTF-8 as `\xff`. */
export function shownName(name: Uint8Array): string {
  const bytes = Buffer.from(name)
  if (isUtf8(bytes)) return bytes.toString()
  return bytes.toString('latin1').replace(/[^ -~]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}

const kinds: Readonly<Record<StrayKind, string>> = {
  file: 'file',
  link: 'symbolic link',
  folder: 'folder',
  other: 'entry, which is no regular file,',
}

/** An error for each entry of the tree that no bottle accounts for. */
export function unsourcedDiagnostics(strays: readonly Stray[], out: string): readonly Diagnostic[] {
  return strays.map(({ path, kind }) => {
    const message = `no bottle file and manifest account for this ${kinds[kind]} of the output tree`
    const hint = isLeftover(path)
      ? 'it has the name of what an interrupted synth leaves: run synth again, or remove it'
      : 'remove it, or write the bottle file that it comes from'
    return diagnosticOf('BW137', message, { origin: { file: `${out}/${path}` }, hint })
  })
}

function isLeftover(path: string): boolean {
  const [top = '', name = ''] = path.split('/')
  return isStaging(top) || isTemporary(name)
}
