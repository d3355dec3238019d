/**
 * Synth whenever a file changes that a bottle is made of.
 */
import { existsSync, lstatSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { FSWatcher } from 'chokidar'
import { watch } from 'chokidar'
import { configurationName, packageName } from './configuration.ts'
import type { ProjectContext, Round } from './context.ts'
import { openProject } from './open-project.ts'
import type { SynthOptions } from './types.ts'

export type WatchOptions = Pick<
  SynthOptions,
  'project' | 'out' | 'only' | 'strict' | 'types' | 'cache'
>

export interface WatchedRound extends Round {
  /** The files that began it, relative to the project; none for the first. */
  readonly changed: readonly string[]
  readonly milliseconds: number
}

/** For how long a burst of changes is waited out, in milliseconds, and how long at most. */
const quiet = 10
const patience = 50

/** After how many milliseconds without a change the types of all bottles are checked. */
const settled = 1_000

/** For how many milliseconds after a change of a file chokidar tells of no other: 50. */
const throttle = 60

/** The interval of looking for a folder of bottles, in milliseconds. */
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
  await openProject(place, (context) => watchContext(context, rest, signal, hear))
}

/** Watches, and begins anew when the configuration has moved the folder of the bottles. */
async function watchContext(
  context: ProjectContext,
  options: WatchOptions,
  signal: AbortSignal,
  hear: (round: WatchedRound) => void,
): Promise<void> {
  while (!signal.aborted) await watchFolder(context, options, signal, hear)
}

async function watchFolder(
  context: ProjectContext,
  options: WatchOptions,
  signal: AbortSignal,
  hear: (round: WatchedRound) => void,
): Promise<void> {
  const { project } = context
  const bottleFolder = context.settings.bottles
  const changes = new Changes(signal)
  // Events count from before the first look, so that no change falls between the two.
  const isThere = existsSync(join(project, bottleFolder))
  const looks = new Looks(project, changes)
  const watcher = await startWatcher(project, isThere ? [bottleFolder] : [], looks)
  const folder = new FolderWatch(project, bottleFolder, isThere, watcher, changes)
  try {
    const watched = new Set<string>()
    let changed: ReadonlySet<string> | undefined
    while (!signal.aborted) {
      const since = Date.now()
      const began = performance.now()
      const round = await context.synth({ ...options, ...(changed && { changed }) })
      const milliseconds = performance.now() - began
      const reported = round.diagnostics.flatMap(({ origin }) => origin?.file ?? [])
      const inputs = new Set([...context.inputs(), ...reported])
      const added = outside(project, bottleFolder, inputs).filter((path) => !watched.has(path))
      for (const path of added) watched.add(path)
      watcher.add(added)
      for (const path of added) looks.begin(path, since)
      const names = [...(changed ?? [])].sort()
      // Where nothing has changed, types were checked that a round before had left out.
      const isSilent = changed?.size === 0 && round.ok
      if (!isSilent) hear({ ...round, changed: names, milliseconds })
      if (context.settings.bottles !== bottleFolder) return
      // The first look may have known all bottles, and the first change should not wait.
      if (changed === undefined) context.warm()
      changed = await changes.next(round.ok && round.isPartial ? settled : undefined)
    }
  } finally {
    folder.close()
    await watcher.close()
  }
}

/** Tells `looks` what happens to the folders, what the project is set by, and what is added. */
async function startWatcher(
  project: string,
  folders: readonly string[],
  looks: Looks,
): Promise<FSWatcher> {
  const paths = ['tsconfig.json', packageName, configurationName, ...folders]
  const watcher = watch(
    paths.map((path) => join(project, path)),
    { ignoreInitial: true, followSymlinks: false },
  )
  watcher.on('all', (_event, path) => looks.hear(path))
  // A folder that cannot be watched is looked at when something else changes.
  watcher.on('error', () => {})
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return watcher
}

/** Looks at files again for the changes that the watcher tells nothing of. */
class Looks {
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
    if (time !== undefined && time >= since) this.tell(path)
    this.#lookLater(path, poll)
  }

  #lookLater(path: string, milliseconds: number): void {
    setTimeout(() => {
      if (timeOf(path) !== this.#times.get(path)) this.tell(path)
    }, milliseconds).unref()
  }
}

/** When the file was last changed, or put there. */
function timeOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.ctimeMs
}

/**
 * Sees to it that the bottles' folder is watched when it comes and goes. What happens in a new folder before it is watched is seen by looking once more.
 */
class FolderWatch {
  readonly #folder: string
  readonly #name: string
  readonly #watcher: FSWatcher
  readonly #changes: Changes
  readonly #timer: NodeJS.Timeout
  #again: NodeJS.Timeout | undefined
  #isWatched: boolean

  constructor(
    project: string,
    name: string,
    isWatched: boolean,
    watcher: FSWatcher,
    changes: Changes,
  ) {
    this.#name = name
    this.#folder = join(project, name)
    this.#isWatched = isWatched
    this.#watcher = watcher
    this.#changes = changes
    this.#timer = setInterval(() => this.#look(), poll)
  }

  close(): void {
    clearInterval(this.#timer)
    clearTimeout(this.#again)
  }

  #look(): void {
    const isThere = existsSync(this.#folder)
    if (isThere === this.#isWatched) return
    this.#isWatched = isThere
    if (isThere) this.#watcher.add(this.#folder)
    else this.#watcher.unwatch(this.#folder)
    this.#changes.add(this.#name)
    this.#again = setTimeout(() => this.#changes.add(this.#name), poll)
  }
}

/** The inputs that lie beside the bottles' folder, as absolute paths. */
function outside(project: string, bottles: string, inputs: ReadonlySet<string>): string[] {
  return [...inputs]
    .filter((input) => !input.startsWith(`${bottles}/`))
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
