import type { Stats } from 'node:fs'
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs'
import { isAbsolute, join, parse, relative, sep } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { FileError, systemError } from './file-error.ts'
import { linkError, statusOf } from './links.ts'

/**
 * How names in a folder are looked up: in the open folder itself, whatever its path has become
 * (Linux, by `/proc/self/fd`, as openat(2) does it), or by its path, which is looked at before and
 * after: whoever exchanges it again and again can have it lead elsewhere just in between.
 */
export type FolderAccess = 'descriptor' | 'path'

const folderAccess: FolderAccess =
  process.platform === 'linux' && existsSync('/proc/self/fd') ? 'descriptor' : 'path'

/** O_PATH of Linux, which Node.js does not name: it needs no right to list the folder. */
const pathOnly = 0o10000000

/** A folder that files are written to, which nobody can exchange for a link to another meanwhile. */
export class Folder {
  /** Absolute path, for messages. */
  readonly path: string
  /** The open folder, or what its path led to when it was opened. */
  readonly #held: number | Stats

  private constructor(path: string, held: number | Stats) {
    this.path = path
    this.#held = held
  }

  /**
   * Opens the folder at `path`, on the way to which no link is followed. The project's own folder is
   * taken as it is.
   *
   * @param made Where the folders that had to be made are added, the deepest first. Default: none is.
   * @throws FileError naming the link, or what the system says.
   */
  static open(
    project: string,
    path: string,
    made?: string[],
    access: FolderAccess = folderAccess,
  ): Folder {
    const inside = relative(project, path)
    const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
    const base = isOutside ? parse(path).root : project
    let folder = new Folder(base, hold(base, base, access, true) ?? missing(base))
    for (const name of relative(base, path).split(sep)) {
      if (name === '') continue
      const parent = folder
      try {
        if (made !== undefined && parent.make(name)) made.unshift(join(parent.path, name))
        folder = parent.child(name) ?? missing(join(parent.path, name))
      } finally {
        parent.close()
      }
    }
    return folder
  }

  /** The path by which the system finds `name` in this folder. */
  at(name: string): string {
    return typeof this.#held === 'number'
      ? `/proc/self/fd/${this.#held}/${name}`
      : join(this.path, name)
  }

  /**
   * Makes a folder in this one; false when there is an entry of that name.
   *
   * @param shown Its path in messages. Default: its own.
   */
  make(name: string, shown = join(this.path, name)): boolean {
    try {
      mkdirSync(this.at(name))
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw systemError('write', shown, error)
    }
  }

  /**
   * Opens a folder in this one; undefined when there is no entry of that name.
   *
   * @throws FileError when it is a link, or no folder.
   */
  child(name: string): Folder | undefined {
    const path = join(this.path, name)
    this.verifyPath()
    const access = typeof this.#held === 'number' ? 'descriptor' : 'path'
    const held = hold(path, this.at(name), access)
    return held === undefined ? undefined : new Folder(path, held)
  }

  /**
   * Makes sure that the folder's path still leads to it.
   *
   * @throws FileError when a link or another folder has taken its place.
   */
  verify(): void {
    const { dev, ino } = typeof this.#held === 'number' ? fstatSync(this.#held) : this.#held
    const status = statusOf(this.path)
    if (status?.ino === ino && status.dev === dev) return
    if (status?.isSymbolicLink()) throw linkError(this.path)
    throw new FileError('BW202', `the folder ${quotePath(this.path)} was exchanged meanwhile`)
  }

  /** As {@link verify}, where names are looked up by the path alone. */
  verifyPath(): void {
    if (typeof this.#held !== 'number') this.verify()
  }

  close(): void {
    if (typeof this.#held === 'number') closeSync(this.#held)
  }
}

/** Opens a folder, or says what is there when it is addressed by its path; undefined if nothing is. */
function hold(
  path: string,
  place: string,
  access: FolderAccess,
  follow = false,
): number | Stats | undefined {
  const flags = pathOnly | constants.O_DIRECTORY | (follow ? 0 : constants.O_NOFOLLOW)
  try {
    if (access === 'descriptor') return openSync(place, flags)
    const status = follow ? statSync(place) : lstatSync(place)
    if (status.isDirectory()) return status
    throw Object.assign(new Error('it is no folder'), { code: 'ENOTDIR' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (!follow && statusOf(place)?.isSymbolicLink()) throw linkError(path)
    throw systemError('write', path, error)
  }
}

function missing(path: string): never {
  throw systemError('write', path, { code: 'ENOENT' })
}
