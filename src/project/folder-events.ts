/**
 * What the kernel of Linux tells of folders (inotify(7)).
 */
import type { Dirent, FSWatcher, Stats } from 'node:fs'
import { lstatSync, readdirSync, watch } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import type { Watcher } from './watch-files.ts'

/** Hears of a file or folder that has changed, come or gone, by its absolute path. */
type Hear = (path: string) => void

/**
 * Watches folders, with all that is below them and without following links, and single files. It has
 * one watch of the system a folder; a library that has one a file as well looks at all files of a
 * folder again after each change, which takes longer than to synthesize the one that has changed.
 */
export class FolderEvents implements Watcher {
  readonly #hear: Hear
  readonly #fail: (error: unknown) => void
  /** By the folders that are watched. */
  readonly #watches = new Map<string, FSWatcher>()
  /** Folders of which all is told. */
  readonly #whole = new Set<string>()
  /** The names of the files that are told of, by their folders. */
  readonly #files = new Map<string, Set<string>>()

  /** @param fail Hears why something is not watched. */
  constructor(hear: Hear, fail: (error: unknown) => void) {
    this.#hear = hear
    this.#fail = fail
  }

  /** Watches folders and files; of a file that is not there it tells when it comes. */
  add(paths: string | readonly string[]): void {
    for (const path of [paths].flat()) {
      if (statusOf(path)?.isDirectory()) this.#addTree(path, () => {})
      else this.#addFile(path)
    }
  }

  /** Tells no more of a folder and what is below it, or of a file. */
  unwatch(path: string): void {
    this.#files.get(dirname(path))?.delete(basename(path))
    this.#endTree(path)
  }

  async close(): Promise<void> {
    for (const folder of [...this.#watches.keys()]) this.#end(folder)
  }

  #addFile(path: string): void {
    const folder = dirname(path)
    const names = this.#files.get(folder) ?? new Set()
    this.#files.set(folder, names.add(basename(path)))
    this.#watch(folder)
    // A folder that is not there is waited for like a file.
    if (statusOf(folder) === undefined) this.#addFile(folder)
  }

  /** @param found Hears of all that is in it already. */
  #addTree(folder: string, found: Hear): void {
    // Whatever comes while it is listed, is told.
    this.#watch(folder)
    this.#whole.add(folder)
    for (const entry of list(folder)) {
      const path = join(folder, entry.name)
      found(path)
      if (entry.isDirectory()) this.#addTree(path, found)
    }
  }

  #watch(folder: string): void {
    if (this.#watches.has(folder)) return
    try {
      const watcher = watch(folder, (event, name) => this.#take(folder, event, name))
      watcher.on('error', this.#fail)
      this.#watches.set(folder, watcher)
    } catch (error) {
      if (!isGone(error)) this.#fail(error)
    }
  }

  #take(folder: string, event: string, name: string | null): void {
    // It may have been let go of since.
    if (!this.#watches.has(folder)) return
    // A folder tells of its own end as well, under its name.
    if (event === 'rename' && statusOf(folder) === undefined) {
      this.#lose(folder)
      return
    }
    const isWhole = this.#whole.has(folder)
    if (!isWhole && name !== null && !this.#files.get(folder)?.has(name)) return
    const path = name === null ? folder : join(folder, name)
    // What was a folder is gone, or another may have taken its place.
    if (event === 'rename' && this.#watches.has(path)) this.#endTree(path)
    this.#hear(path)
    if (event !== 'rename' || !statusOf(path)?.isDirectory()) return
    if (isWhole) this.#addTree(path, this.#hear)
    this.#awaitIn(path)
  }

  /** A folder is gone: what was told of single files in it waits until they come again. */
  #lose(folder: string): void {
    this.#endTree(folder)
    this.#awaitIn(folder)
  }

  #awaitIn(folder: string): void {
    for (const name of this.#files.get(folder) ?? []) {
      const path = join(folder, name)
      this.#addFile(path)
      this.#hear(path)
      if (statusOf(path)?.isDirectory()) this.#awaitIn(path)
    }
  }

  #endTree(path: string): void {
    for (const folder of [...this.#watches.keys()]) {
      if (folder === path || folder.startsWith(path + sep)) this.#end(folder)
    }
  }

  #end(folder: string): void {
    this.#watches.get(folder)?.close()
    this.#watches.delete(folder)
    this.#whole.delete(folder)
  }
}

function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

/** Without what a link leads to. */
function statusOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')
}
