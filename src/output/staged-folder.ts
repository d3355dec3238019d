import {
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quote } from '../diagnostic/text.ts'
import { FileError, systemError } from '../files/file-error.ts'
import { makeFolders } from '../files/make-folders.ts'
import type { StagedFile, StagedFiles } from './git-index.ts'
import { GitObjects } from './git-objects.ts'

/** One byte more than is read of any file. */
const tooLarge = 1024 * 1024 + 1

/**
 * A folder of this user's alone with files that are staged, at their paths in the repository. A
 * link is one there, too, and nothing is written through it: what is in a folder of an index is no
 * link's. In the place of what is too large to be read is something that is as well.
 */
export class StagedFolder {
  /** Real path of the folder that stands for the repository. */
  readonly root: string
  readonly #objects: GitObjects
  readonly #written = new Set<string>()
  readonly #links = new Set<string>()
  readonly #folders = new Set<string>()

  constructor(root: string, objects: GitObjects) {
    this.root = root
    this.#objects = objects
  }

  /**
   * Writes files that are not there yet, and gives `read` the text of each that is regular.
   *
   * @throws FileError (BW140) when an object is missing or damaged.
   */
  async write(
    files: readonly StagedFile[],
    read: (file: StagedFile, text: string) => void = () => {},
  ): Promise<void> {
    const open = files.filter(({ path }) => !this.#written.has(path))
    for (const each of open) {
      this.#written.add(each.path)
      this.#refuseLinkedFolder(each)
    }
    // A submodule is an empty folder in a clone, and here something that nobody takes for a file.
    const own = open.filter(({ kind }) => kind !== 'submodule')
    for (const { path, name } of open.filter(({ kind }) => kind === 'submodule')) {
      this.#place({ path, name }, (place) => symlinkSync('a submodule', place))
    }
    const wanted = own.map((file) => ({ ...file, called: `:${file.path}` }))
    await this.#objects.eachFile(wanted, (file, bytes) => {
      this.#place(file, (place) => {
        if (file.kind === 'link') {
          symlinkSync(isTarget(bytes) ? bytes : 'not a path', place)
          return
        }
        const mode = file.kind === 'program' ? 0o755 : 0o644
        writeFileSync(place, bytes ?? '', { flag: 'wx', mode })
        if (bytes === undefined) truncateSync(place, tooLarge)
        else read(file, bytes.toString())
      })
    })
  }

  /** Some systems take names for the same that differ in case or form. */
  #refuseLinkedFolder({ path, kind }: StagedFile): void {
    const parts = path.normalize('NFKC').toLowerCase().split('/')
    const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
    const own = paths.pop() ?? ''
    for (const folder of paths) this.#folders.add(folder)
    if (kind === 'link' || kind === 'submodule') this.#links.add(own)
    if (!this.#folders.has(own) && !paths.some((folder) => this.#links.has(folder))) return
    const message = `what is staged cannot be read: ${quote(path)} is in a folder that is a link, or is both`
    throw new FileError('BW142', message, 'give one of them another name')
  }

  #place({ path, name }: Pick<StagedFile, 'path' | 'name'>, write: (place: Buffer) => void): void {
    const place = Buffer.concat([Buffer.from(`${this.root}/`), name])
    try {
      makeFolders(place.subarray(0, place.lastIndexOf(0x2f)).toString())
      write(place)
    } catch (error) {
      throw systemError('write', join(this.root, path), error)
    }
  }
}

/** Whether a link can lead there: systems take no more bytes. */
function isTarget(bytes: Buffer | undefined): bytes is Buffer {
  return bytes !== undefined && bytes.length > 0 && bytes.length < 1024 && !bytes.includes(0)
}

/** Gives `use` an empty folder for files that are staged, which is removed at the end. */
export async function withStagedFolder<T>(
  staged: StagedFiles,
  use: (folder: StagedFolder) => Promise<T>,
): Promise<T> {
  const temporary = makeTemporary()
  const objects = new GitObjects(staged.root)
  try {
    const root = join(temporary, 'repository')
    makeFolders(join(root, '.git/info'))
    if (staged.ownAttributes !== undefined) {
      writeFileSync(join(root, '.git/info/attributes'), staged.ownAttributes, { flag: 'wx' })
    }
    return await use(new StagedFolder(root, objects))
  } finally {
    objects.close()
    rmSync(temporary, { recursive: true, force: true })
  }
}

function makeTemporary(): string {
  try {
    return realpathSync(mkdtempSync(join(tmpdir(), 'bottleworks-staged-')))
  } catch (error) {
    throw systemError('write', tmpdir(), error)
  }
}
