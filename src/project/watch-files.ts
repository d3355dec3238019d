/**
 * The files of a project that change while it is watched.
 */
import { lstatSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { baselineName } from './baseline/baseline.ts'
import { configurationName, packageName } from './configuration.ts'
import { FolderEvents } from './folder-events.ts'

/** What tells of changes of files and folders. */
export interface Watcher {
  add(paths: string | readonly string[]): void
  unwatch(path: string): void
  close(): Promise<void>
}

/** For how long a burst of changes is waited out, in milliseconds, and how long at most. */
const quiet = 10
const patience = 50

/** For how many milliseconds after a change of a file chokidar tells of no other: 50. */
const throttle = 60

/** The system's clock for files may be this many milliseconds behind. */
const tick = 10

/** The interval of looking for a folder of bottles, in milliseconds. */
const poll = 250

/** The interval of looking at files where the system does not watch them, in milliseconds. */
export const interval = 500

/**
 * Tells `looks` what happens to the folders, what the project is set by, and what is added.
 *
 * @param usePolling Whether files are looked at again and again, since the system watches no more.
 */
export async function startWatcher(
  project: string,
  folders: readonly string[],
  looks: Looks,
  usePolling: boolean,
  fail: (error: unknown) => void,
): Promise<Watcher> {
  const names = ['tsconfig.json', packageName, configurationName, baselineName, ...folders]
  const paths = names.map((name) => join(project, name))
  if (process.platform === 'linux' && !usePolling) {
    const events = new FolderEvents((path) => looks.hear(path), fail)
    events.add(paths)
    return events
  }
  const { watch } = await import('chokidar')
  const options = { ignoreInitial: true, followSymlinks: false, usePolling, interval }
  const watcher = watch(paths, options)
  watcher.on('all', (_event, path) => looks.hear(path))
  watcher.on('error', fail)
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return {
    add: (added) => void watcher.add([added].flat()),
    unwatch: (path) => void watcher.unwatch(path),
    close: () => watcher.close(),
  }
}

/** Looks at files again for the changes that the watcher tells nothing of. */
export class Looks {
  readonly #project: string
  readonly #changes: Changes
  /** When a file was last written, as far as it has been told. */
  readonly #times = new Map<string, number | undefined>()

  constructor(project: string, changes: Changes) {
    this.#project = project
    this.#changes = changes
  }

  /** The watcher tells of a file, be it of what a look has seen before it. */
  hear(path: string): void {
    if (!this.#times.has(path) || timeOf(path) !== this.#times.get(path)) this.tell(path)
  }

  /** The files are as the tool itself has left them, which the watcher is about to tell. */
  expect(paths: readonly string[]): void {
    for (const path of paths) this.#times.set(path, timeOf(path))
  }

  /** A file has changed. It may do so again before the watcher tells of it again. */
  tell(path: string): void {
    this.#times.set(path, timeOf(path))
    this.#changes.add(relative(this.#project, path).split(sep).join('/'))
    this.#lookLater(path, throttle)
  }

  /** A file was read after `since`, and it takes until `poll` to watch it. */
  begin(path: string, since: number): void {
    const time = timeOf(path)
    this.#times.set(path, time)
    if (time !== undefined && time >= since - tick) this.tell(path)
    this.#lookLater(path, poll)
  }

  #lookLater(path: string, milliseconds: number): void {
    setTimeout(() => {
      if (timeOf(path) !== this.#times.get(path)) this.tell(path)
    }, milliseconds).unref()
  }
}

/** What tells a folder from one that is made in its place, which may get the same inode. */
function identityOf(path: string): string | undefined {
  const status = statSync(path, { throwIfNoEntry: false })
  return status && `${status.ino} ${status.birthtimeMs}`
}

/** When the file was last changed, or put there. */
function timeOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.ctimeMs
}

/**
 * Sees to it that a folder is watched when it comes and goes. What happens in a new folder before it is watched is seen by looking once more.
 */
export class FolderWatch {
  readonly #folder: string
  readonly #name: string
  readonly #watcher: Watcher
  readonly #changes: Changes
  readonly #timer: NodeJS.Timeout
  #again: NodeJS.Timeout | undefined
  /** The folder that is watched, which one of the same name need not be. */
  #watched: string | undefined

  constructor(project: string, name: string, isThere: boolean, watcher: Watcher, changes: Changes) {
    this.#name = name
    this.#folder = join(project, name)
    this.#watched = isThere ? identityOf(this.#folder) : undefined
    this.#watcher = watcher
    this.#changes = changes
    this.#timer = setInterval(() => this.look(), poll)
    // What comes before the watcher hears of all is seen by looking once more.
    if (isThere) this.#again = setTimeout(() => this.#changes.add(this.#name), poll)
  }

  close(): void {
    clearInterval(this.#timer)
    clearTimeout(this.#again)
  }

  look(): void {
    const identity = identityOf(this.#folder)
    if (identity === this.#watched) return
    if (this.#watched !== undefined) this.#watcher.unwatch(this.#folder)
    if (identity !== undefined) this.#watcher.add(this.#folder)
    this.#watched = identity
    this.#changes.add(this.#name)
    this.#again = setTimeout(() => this.#changes.add(this.#name), poll)
  }
}

/** The files that have changed, in bursts: an editor or git touches several at once. */
export class Changes {
  readonly #signal: AbortSignal
  #changed = new Set<string>()
  #first = 0
  #wake: () => void = () => {}
  #timer: NodeJS.Timeout | undefined

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.#wake(), { once: true })
  }

  /** Ends the waiting for a burst, which may be an empty one. */
  wake(): void {
    this.#wake()
  }

  add(path: string): void {
    const now = performance.now()
    if (this.#changed.size === 0) this.#first = now
    this.#changed.add(path)
    clearTimeout(this.#timer)
    const wait = Math.max(0, Math.min(quiet, this.#first + patience - now))
    this.#timer = setTimeout(() => this.#wake(), wait)
  }

  /**
   * The next burst; an empty one when the watch has ended, or there is none within `limit`
   * milliseconds.
   */
  async next(limit?: number): Promise<ReadonlySet<string>> {
    let timer: NodeJS.Timeout | undefined
    if (!this.#signal.aborted && this.#changed.size === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        if (limit !== undefined) timer = setTimeout(resolve, limit)
      })
    }
    clearTimeout(timer)
    clearTimeout(this.#timer)
    const changed = this.#changed
    this.#changed = new Set()
    return changed
  }
}
