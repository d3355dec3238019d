import { join, relative, sep } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import type { FileChange } from '../../files/file-changes.ts'
import { readIfThere } from '../../files/file-changes.ts'
import { FileError } from '../../files/file-error.ts'
import type { JsonEdit } from './json-edits.ts'
import { editJson } from './json-edits.ts'

/** A file that was there and lacked something. */
export interface EditedFile {
  readonly path: string
  /** Each change in words. */
  readonly changes: readonly string[]
}

interface Known {
  readonly before: string | undefined
  after: string | undefined
}

/**
 * What is to be written in a project and in the repository that it is in. Paths are relative to the
 * project. What cannot be read is left as it is, and said.
 */
export class FilePlan {
  /** Real path of the project, and of the repository or the project itself. */
  readonly project: string
  readonly root: string
  readonly #known = new Map<string, Known | Diagnostic>()
  readonly #edited = new Map<string, readonly string[]>()
  readonly #kept = new Set<string>()

  constructor(project: string, root: string) {
    this.project = project
    this.root = root
  }

  /** The text of a file as it is to be: undefined when it is not there, false when it cannot be read. */
  read(path: string): string | false | undefined {
    const known = this.#look(path)
    return 'code' in known ? false : known.after
  }

  /** The text of a file that nothing is to be done to, as far as it can be read. */
  readAbove(path: string): string {
    const known = this.#look(path, false)
    return 'code' in known ? '' : (known.after ?? '')
  }

  /** A file of JSON as data; undefined when it is not there, or is none. */
  data(path: string): unknown {
    try {
      return JSON.parse(this.readAbove(path).replace(/^\ufeff/, ''))
    } catch {
      return undefined
    }
  }

  /** Plans a file that is not there. */
  write(path: string, text: string): void {
    const known = this.#look(path)
    if (!('code' in known)) known.after = text
  }

  writeMissing(path: string, text: string): void {
    const there = this.read(path)
    if (there === undefined) this.write(path, text)
    else this.keep(path)
  }

  keep(path: string): void {
    if (this.read(path) !== false) this.#kept.add(path)
  }

  /** Plans changes of a file of JSON: all, or none, of which it says false. */
  edit(path: string, edits: readonly JsonEdit[], changes: readonly string[]): boolean {
    const known = this.#look(path)
    if ('code' in known || known.after === undefined) return false
    const after = edits.reduce<string | undefined>(
      (text, edit) => (text === undefined ? undefined : editJson(text, edit)),
      known.after,
    )
    if (after === undefined || edits.length === 0) {
      this.keep(path)
      return after !== undefined
    }
    known.after = after
    this.#edited.set(path, changes)
    return true
  }

  /** Plans what a text file is to have, where `extend` gives something. */
  extend(path: string, extend: (text: string | undefined) => string | undefined, change: string) {
    const there = this.read(path)
    if (there === false) return
    const text = extend(there)
    if (text !== undefined) this.write(path, text)
    if (there === undefined) return
    if (text === undefined) this.keep(path)
    else this.#edited.set(path, [change])
  }

  /** The changes, relative to the root. */
  get changes(): readonly FileChange[] {
    const prefix = relative(this.root, this.project)
    return this.#files().flatMap(([path, { before, after }]) => {
      if (after === undefined || before === after) return []
      const full = join(prefix, path).split(sep).join('/')
      return [before === undefined ? { path: full, after } : { path: full, before, after }]
    })
  }

  get written(): readonly string[] {
    return this.#files().flatMap(([path, { before, after }]) =>
      before === undefined && after !== undefined ? [path] : [],
    )
  }

  get edited(): readonly EditedFile[] {
    return [...this.#edited].map(([path, changes]) => ({ path, changes }))
  }

  get kept(): readonly string[] {
    return [...this.#kept]
  }

  /** Why files could not be read. */
  get diagnostics(): readonly Diagnostic[] {
    return [...this.#known.values()].flatMap((known) => ('code' in known ? [known] : []))
  }

  #files(): readonly (readonly [string, Known])[] {
    return [...this.#known].flatMap(([path, known]) => ('code' in known ? [] : [[path, known]]))
  }

  #look(path: string, isTold = true): Known | Diagnostic {
    const known = this.#known.get(path) ?? this.#readFile(path)
    if (isTold) this.#known.set(path, known)
    return known
  }

  #readFile(path: string): Known | Diagnostic {
    try {
      const full = relative(this.root, join(this.project, path))
      const text = readIfThere(this.root, full)
      return { before: text, after: text }
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      const hint = 'init leaves it as it is'
      return { ...error.diagnostic, hint }
    }
  }
}
