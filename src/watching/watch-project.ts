/**
 * Synth whenever a file changes that a bottle is made of.
 */
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { FSWatcher } from 'chokidar'
import { watch } from 'chokidar'
import { bottleFolder } from '../evaluate/discover.ts'
import type { Workplace } from '../pipeline.ts'
import { withWorkplace } from '../synth.ts'
import type { IncrementalOptions, Round } from './incremental-synth.ts'
import { IncrementalSynth } from './incremental-synth.ts'

export interface WatchOptions extends IncrementalOptions {
  /** The project's folder. Default: the current one. */
  readonly project?: string
  readonly cache?: boolean
}

export interface WatchedRound extends Round {
  /** The files that began it, relative to the project; none for the first. */
  readonly changed: readonly string[]
  readonly milliseconds: number
}

/** For how long a burst of changes is waited out, in milliseconds, and how long at most. */
const quiet = 10
const patience = 50

/** How often it is looked whether there is a folder of bottles, in milliseconds. */
const poll = 250

/**
 * Watches a project until `signal` is aborted. A round that is under way is finished first, so that
 * nothing is left half-done.
 *
 * @param hear Is told of each round.
 * @throws ProjectError when the project is no folder.
 */
export async function watchProject(
  options: WatchOptions,
  signal: AbortSignal,
  hear: (round: WatchedRound) => void,
): Promise<void> {
  const { project = '.', cache, ...rest } = options
  const place = { project, ...(cache === undefined ? {} : { cache }) }
  await withWorkplace(place, (workplace) => watchWorkplace(workplace, rest, signal, hear))
}

async function watchWorkplace(
  place: Workplace,
  options: IncrementalOptions,
  signal: AbortSignal,
  hear: (round: WatchedRound) => void,
): Promise<void> {
  const synth = new IncrementalSynth(place, options)
  const changes = new Changes(signal)
  // Events count from before the first look, so that no change falls between the two.
  const isThere = existsSync(join(place.project, bottleFolder))
  const watcher = await startWatcher(place.project, isThere, changes)
  const folder = new FolderWatch(place.project, isThere, watcher, changes)
  try {
    let changed: ReadonlySet<string> | undefined
    while (!signal.aborted) {
      const began = performance.now()
      const round = await synth.round(changed)
      const milliseconds = performance.now() - began
      watcher.add(outside(place.project, synth.inputs()))
      hear({ ...round, changed: [...(changed ?? [])].sort(), milliseconds })
      if (changed === undefined) {
        synth.save()
        // The first look may have known all bottles, and the first change should not wait.
        place.sandbox.warm()
      }
      changed = await changes.next()
    }
  } finally {
    synth.save()
    folder.close()
    await watcher.close()
  }
}

/** Tells `changes` what happens to the bottles' folder, its settings, and what is added. */
async function startWatcher(
  project: string,
  hasBottles: boolean,
  changes: Changes,
): Promise<FSWatcher> {
  const paths = ['tsconfig.json', ...(hasBottles ? [bottleFolder] : [])]
  const watcher = watch(
    paths.map((path) => join(project, path)),
    { ignoreInitial: true, followSymlinks: false },
  )
  watcher.on('all', (_event, path) => changes.add(relative(project, path).split(sep).join('/')))
  // A folder that cannot be watched is looked at when something else changes.
  watcher.on('error', () => {})
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return watcher
}

/**
 * Sees to it that the bottles' folder is watched when it comes and goes. What happens in a new folder before it is watched is seen by looking once more.
 */
class FolderWatch {
  readonly #folder: string
  readonly #watcher: FSWatcher
  readonly #changes: Changes
  readonly #timer: NodeJS.Timeout
  #isWatched: boolean

  constructor(project: string, isWatched: boolean, watcher: FSWatcher, changes: Changes) {
    this.#folder = join(project, bottleFolder)
    this.#isWatched = isWatched
    this.#watcher = watcher
    this.#changes = changes
    this.#timer = setInterval(() => this.#look(), poll)
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const isThere = existsSync(this.#folder)
    if (isThere === this.#isWatched) return
    this.#isWatched = isThere
    if (isThere) this.#watcher.add(this.#folder)
    else this.#watcher.unwatch(this.#folder)
    this.#changes.add(bottleFolder)
    setTimeout(() => this.#changes.add(bottleFolder), poll)
  }
}

/** The inputs that lie beside the bottles' folder, as absolute paths. */
function outside(project: string, inputs: ReadonlySet<string>): string[] {
  return [...inputs]
    .filter((input) => !input.startsWith(`${bottleFolder}/`))
    .map((input) => join(project, input))
}

/** The files that have changed, in bursts: an editor or git touches several at once. */
class Changes {
  readonly #signal: AbortSignal
  #changed = new Set<string>()
  #first = 0
  #wake: () => void = () => {}
  #timer: NodeJS.Timeout | undefined

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.#wake(), { once: true })
  }

  add(path: string): void {
    const now = performance.now()
    if (this.#changed.size === 0) this.#first = now
    this.#changed.add(path)
    clearTimeout(this.#timer)
    const wait = Math.max(0, Math.min(quiet, this.#first + patience - now))
    this.#timer = setTimeout(() => this.#wake(), wait)
  }

  /** The next burst; an empty one when the watch has ended. */
  async next(): Promise<ReadonlySet<string>> {
    if (!this.#signal.aborted && this.#changed.size === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    clearTimeout(this.#timer)
    const changed = this.#changed
    this.#changed = new Set()
    return changed
  }
}
