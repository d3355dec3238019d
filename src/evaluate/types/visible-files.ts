import { isAbsolute, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuilt, packageFile } from '../../files/package-files.ts'
import { decodeText, readRegularFile } from '../../files/read-file.ts'
import { contentHash } from '../content-hash.ts'
import { readSource } from '../front-end/read.ts'
import { isPackaged, moduleKind } from '../front-end/resolve.ts'
import { limits } from '../limits.ts'
import { guestApis, guestPrefix } from '../sandbox/guest-modules.ts'
import type { Confinement } from './confinement.ts'
import type { CheckedSource, Shown } from './known-types.ts'
import { libraryPath, readLibrary } from './library.ts'
import { namedFiles } from './named-files.ts'

/**
 * What the compiler can see, which opens no file by itself: its settings, the types of the language
 * and of the tool, and of the project what a bottle file could import, each file read by the rules
 * of sources, if it declares for none but those that import it. Whatever else it asks for is not there.
 */
export class VisibleFiles {
  readonly #project: string
  readonly #texts: ReadonlyMap<string, string>
  readonly #confinement: Confinement
  readonly #library: string
  readonly #folders = new Map<string, string | undefined>()
  readonly #refusals = new Map<string, Refusal>()
  readonly #shown = new Map<string, CheckedSource | undefined>()

  /**
   * @param project Real path of the project.
   * @param library Real path of the folder with the types of the language.
   * @param texts Texts that stand for files, by absolute path.
   */
  constructor(
    project: string,
    library: string,
    texts: ReadonlyMap<string, string>,
    confinement: Confinement,
  ) {
    this.#project = project
    this.#texts = texts
    this.#confinement = confinement
    this.#library = library
  }

  /** The text of the file at an absolute path, or null. */
  read(path: string): string | null {
    const given = this.#texts.get(path)
    if (given !== undefined) return given
    const own = readOwnTypes(this.#library, path)
    if (own !== undefined) return own
    const file = this.#fileOf(path)
    if (isOutside(file) || isPackaged(file) || moduleKind(file) === undefined) return null
    this.#shown.set(file, undefined)
    const result = readSource(this.#project, file, this.#folders)
    if (!result.ok) return this.#refuse(file, result.refusal, result.isAbsent)
    if (moduleKind(file) === 'code' && !this.#confinement.has(result.text)) {
      return this.#refuse(file, 'it declares for files that do not import it, or does not parse')
    }
    const names = moduleKind(file) === 'code' ? namedFiles(this.#project, file, result.text) : []
    this.#shown.set(file, { hash: contentHash(result.text), names })
    // The compiler counts the mark at the start of a text as a character of it.
    return headOf(file) + result.text.replace(/^\ufeff/, '')
  }

  /** Whether a file is a source of the project that was read, and not what the tool comes with. */
  isOfProject(path: string): boolean {
    return this.#shown.get(this.#fileOf(path)) !== undefined
  }

  /** The files of the project that were asked for, by their paths there. */
  get shown(): Shown {
    return this.#shown
  }

  /** The rule that a file of the project breaks which was asked for, by its path there. */
  refusalOf(file: string): Refusal | undefined {
    return this.#refusals.get(file)
  }

  /** The path of a file in the project. */
  #fileOf(path: string): string {
    return relative(this.#project, path).replaceAll(sep, '/')
  }

  #refuse(file: string, why: string, isAbsent = false): null {
    this.#refusals.set(file, { why, isAbsent })
    return null
  }
}

/** Why a file is not shown to the compiler. */
interface Refusal {
  readonly why: string
  /** Whether there is no such file. */
  readonly isAbsent: boolean
}

/**
 * What the compiler sees before a text. It takes each source for a module, but for declarations,
 * which would hold everywhere, and its directives only before the first statement.
 */
export function headOf(file: string): string {
  return /\.d\.(?:[^/]*\.)?ts$/i.test(file) ? 'export {};' : ''
}

function isOutside(file: string): boolean {
  return file === '..' || file.startsWith('../') || isAbsolute(file)
}

/**
 * The types of the tool's own modules, by the names under which sources import them: as built, or the
 * source when the tool runs from source.
 */
export function apiTypes(): Readonly<Record<string, readonly [string]>> {
  return Object.fromEntries(
    [...guestApis].map(([specifier, guest]) => {
      const name = guest.slice(guestPrefix.length)
      return [specifier, [fileURLToPath(packageFile(declared(name)))] as const]
    }),
  )
}

function declared(name: string): string {
  return isBuilt ? `dist/${name}.d.ts` : `src/${name}.ts`
}

/**
 * The types of the language and of the tool, by their path; undefined for any other file.
 *
 * @param library Real path of the folder with the types of the language.
 */
export function readOwnTypes(library: string, path: string): string | null | undefined {
  if (path === libraryPath(library)) return readLibrary(library)
  const isOwn = (folder: string) => path.startsWith(`${folder}${sep}`)
  return path.endsWith('.ts') && ownFolders.some(isOwn) ? readTrusted(path) : undefined
}

const ownFolders = ['dist', 'src'].map((name) => fileURLToPath(packageFile(name)))

function readTrusted(path: string): string | null {
  try {
    return decodeText(readRegularFile(path, { most: limits.libraryBytes, follow: true }))
  } catch {
    return null
  }
}
