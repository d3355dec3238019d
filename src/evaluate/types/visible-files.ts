import { dirname, isAbsolute, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuilt, packageFile } from '../../files/package-files.ts'
import { decodeText, readRegularFile } from '../../files/read-file.ts'
import { readSource } from '../front-end/read.ts'
import { isPackaged, moduleKind } from '../front-end/resolve.ts'
import { limits } from '../limits.ts'

/**
 * What the compiler can see, which opens no file by itself: its settings, the types of the language
 * and of the tool, and of the project what a bottle file could import, each file read by the rules
 * of sources. Whatever else it asks for is not there.
 */
export class VisibleFiles {
  readonly #project: string
  readonly #texts: ReadonlyMap<string, string>
  readonly #trusted: readonly string[]
  readonly #folders = new Map<string, string | undefined>()
  readonly #refusals = new Map<string, string>()

  /**
   * @param project Real path of the project.
   * @param library Real path of the folder with the types of the language.
   * @param texts Texts that stand for files, by absolute path.
   */
  constructor(project: string, library: string, texts: ReadonlyMap<string, string>) {
    this.#project = project
    this.#texts = texts
    this.#trusted = [library, dirname(apiTypes()), fileURLToPath(packageFile('src'))]
  }

  /** The text of the file at an absolute path, or null. */
  read(path: string): string | null {
    const given = this.#texts.get(path)
    if (given !== undefined) return given
    if (this.#isTrusted(path)) return readTrusted(path)
    const file = relative(this.#project, path).replaceAll(sep, '/')
    if (isOutside(file) || isPackaged(file) || moduleKind(file) === undefined) return null
    const result = readSource(this.#project, file, this.#folders)
    // The compiler counts the mark at the start of a text as a character of it.
    if (result.ok) return result.text.replace(/^\ufeff/, '')
    if (!result.isAbsent) this.#refusals.set(file, result.refusal)
    return null
  }

  /** The rule that a file of the project breaks which the compiler has asked for, by its path there. */
  refusalOf(file: string): string | undefined {
    return this.#refusals.get(file)
  }

  #isTrusted(path: string): boolean {
    return (
      path.endsWith('.ts') && this.#trusted.some((folder) => path.startsWith(`${folder}${sep}`))
    )
  }
}

function isOutside(file: string): boolean {
  return file === '..' || file.startsWith('../') || isAbsolute(file)
}

/** The authoring language's types: as built, or the source when the tool runs from source. */
export function apiTypes(): string {
  return fileURLToPath(packageFile(isBuilt ? 'dist/index.d.ts' : 'src/index.ts'))
}

function readTrusted(path: string): string | null {
  try {
    return decodeText(readRegularFile(path, { most: limits.libraryBytes, follow: true }))
  } catch {
    return null
  }
}
