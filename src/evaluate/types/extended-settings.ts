import { dirname, join, posix } from 'node:path'
import { readSource } from '../front-end/read.ts'

/** A file of settings for the compiler. */
export interface SettingsFile {
  /** Absolute path of a folder that nothing is read outside of. */
  readonly root: string
  /** The file's path in it, with `/`. */
  readonly path: string
}

export const settingsName = 'tsconfig.json'

/** What the settings that others extend turn out to be. */
export type Extended =
  | { readonly kind: 'found'; readonly file: SettingsFile; readonly text: string }
  | { readonly kind: 'refused' | 'unreadable'; readonly why: string }
  /** Of a package that is not installed, or has no such file. */
  | { readonly kind: 'absent' }

/**
 * Opens the file that settings extend, where the compiler finds it
 * (typescriptlang.org/tsconfig, "extends").
 *
 * @param project Real path of the project.
 * @param from The file that extends it.
 */
export function openExtended(project: string, from: SettingsFile, wanted: string): Extended {
  if (/^\/|^[a-z]:|\\/i.test(wanted)) return { kind: 'refused', why: 'it is an absolute path' }
  const isRelative = /^\.\.?(?:\/|$)/.test(wanted)
  const base = isRelative ? posix.dirname(from.path) : '.'
  const path = posix.normalize(posix.join(base, wanted))
  if (path === '..' || path.startsWith('../')) {
    return { kind: 'refused', why: 'it is outside the project' }
  }
  return isRelative ? openRelative(from.root, path) : openPackaged(project, path)
}

function openRelative(root: string, path: string): Extended {
  const paths = path.endsWith('.json') ? [path] : [`${path}.json`, path]
  let why = ''
  for (const each of paths) {
    const result = readSource(root, each)
    if (result.ok) return { kind: 'found', file: { root, path: each }, text: result.text }
    why = result.refusal
    if (!result.isAbsent) break
  }
  return { kind: 'unreadable', why }
}

function openPackaged(project: string, wanted: string): Extended {
  for (const { root, path } of packageFolders(project)) {
    const base = posix.join(path, wanted)
    for (const each of [base, `${base}.json`, posix.join(base, settingsName)]) {
      const result = readSource(root, each)
      if (result.ok) return { kind: 'found', file: { root, path: each }, text: result.text }
    }
  }
  return { kind: 'absent' }
}

/** The folders of packages, the nearest first. What is above the project is not left either. */
function packageFolders(project: string): readonly SettingsFile[] {
  const folders: SettingsFile[] = [{ root: project, path: 'node_modules' }]
  for (let at = project; dirname(at) !== at; at = dirname(at)) {
    folders.push({ root: join(dirname(at), 'node_modules'), path: '' })
  }
  return folders
}
