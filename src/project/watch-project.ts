/**
 * Synth whenever a file changes that a bottle is made of.
 */
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { policyFolder } from '../evaluate/discover.ts'
import { systemReason } from '../files/system-errors.ts'
import { ourNames } from '../output/tree.ts'
import type { ProjectContext } from './context.ts'
import type { Round } from './look.ts'
import { openProject } from './open-project.ts'
import type { SynthOptions } from './types.ts'
import { Changes, FolderWatch, interval, Looks, startWatcher } from './watch-files.ts'

export type WatchOptions = Pick<
  SynthOptions,
  'project' | 'out' | 'only' | 'strict' | 'types' | 'cache'
>

export interface WatchedRound extends Round {
  /** The files that began it, relative to the project; none for the first. */
  readonly changed: readonly string[]
  readonly milliseconds: number
}

/** After how many milliseconds without a change the types of all bottles are checked. */
const settled = 1_000

/**
 * Watches a project until `signal` is aborted. A round that is under way is finished first, so that
 * nothing is left half-done.
 *
 * @param hear Is told of each round.
 * @param warn Is told what stands against watching.
 * @throws ProjectError when the project is no folder.
 */
export async function watchProject(
  options: WatchOptions,
  signal: AbortSignal,
  hear: (round: WatchedRound) => void,
  warn: (message: string) => void = () => {},
): Promise<void> {
  const { project = '.', cache, ...rest } = options
  const place = { project, ...(cache === undefined ? {} : { cache }) }
  await openProject(place, async (context) => {
    try {
      await watchContext(context, rest, signal, { hear, warn })
    } finally {
      context.end()
    }
  })
}

interface Listener {
  hear(round: WatchedRound): void
  warn(message: string): void
}

/** Watches, and begins anew when a folder has moved, or files can no longer be watched. */
async function watchContext(
  context: ProjectContext,
  options: WatchOptions,
  signal: AbortSignal,
  listener: Listener,
): Promise<void> {
  let isPolling = false
  while (!signal.aborted) {
    const isLimited = await watchFolders(context, options, signal, listener, isPolling)
    isPolling ||= isLimited
  }
}

/** @returns Whether it has ended since the system watches no more files. */
async function watchFolders(
  context: ProjectContext,
  options: WatchOptions,
  signal: AbortSignal,
  { hear, warn }: Listener,
  isPolling: boolean,
): Promise<boolean> {
  const { project } = context
  const { bottles } = context.settings
  const outOf = () => options.out ?? context.settings.out
  let out = outOf()
  const changes = new Changes(signal)
  // Events count from before the first look, so that no change falls between the two.
  const there = [bottles, policyFolder, out].filter((name) => existsSync(join(project, name)))
  const looks = new Looks(project, changes)
  let isLimited = false
  const watcher = await startWatcher(project, there, looks, isPolling, (error) => {
    const { code } = error as NodeJS.ErrnoException
    if (isLimited) return
    isLimited = !isPolling && limits.has(code ?? '')
    const reason = code === undefined ? String(error) : systemReason(error)
    warn(isLimited ? limitText(code) : `a file is not watched: ${reason}`)
    changes.wake()
  })
  const watchFolder = (name: string) =>
    new FolderWatch(project, name, there.includes(name), watcher, changes)
  const sources = [...new Set([bottles, policyFolder])].map(watchFolder)
  let tree = watchFolder(out)
  try {
    const watched = new Set<string>()
    let touched: ReadonlySet<string> = new Set()
    let changed: ReadonlySet<string> | undefined
    let wasOk = true
    while (!signal.aborted && !isLimited) {
      const since = Date.now()
      const began = performance.now()
      const look = { ...(changed && { changed }), touched }
      const round = await context.synth({ ...options, ...look })
      const milliseconds = performance.now() - began
      looks.expect(writtenIn(round).map((path) => join(project, path)))
      // The round may have made a folder that is gone before anybody looks.
      for (const source of sources) source.look()
      tree.look()
      const reported = round.diagnostics.flatMap(({ origin }) => origin?.file ?? [])
      const inputs = new Set([...context.inputs(), ...reported])
      const added = outside(project, [bottles, policyFolder, out], inputs).filter(
        (path) => !watched.has(path),
      )
      for (const path of added) watched.add(path)
      watcher.add(added)
      // The watcher says that it is ready before it hears of all: at first everything is looked at.
      const unheard = changed === undefined ? [...inputs].map((each) => join(project, each)) : added
      for (const path of unheard) looks.begin(path, since)
      const names = [...(changed ?? [])].sort()
      // Types were checked that a round before had left out, or the writing itself was seen.
      const isOwn =
        changed !== undefined &&
        names.every((path) => isWithin(path, out) || path === bottles || path === policyFolder)
      const isSilent = isOwn && round.ok && wasOk && writtenIn(round).length === 0
      wasOk = round.ok
      if (!isSilent) hear({ ...round, changed: names, milliseconds })
      if (context.settings.bottles !== bottles) return false
      if (outOf() !== out) {
        tree.close()
        watcher.unwatch(join(project, out))
        out = outOf()
        tree = watchFolder(out)
      }
      // The first look may have known all bottles, and the first change should not wait.
      if (changed === undefined) context.warm()
      await context.prepare(options)
      changed = await changes.next(round.ok && round.isPartial ? settled : undefined)
      touched = new Set(
        [...changed].flatMap((path) => (isWithin(path, out) ? [slugIn(path, out)] : [])),
      )
    }
    return isLimited
  } finally {
    for (const source of sources) source.close()
    tree.close()
    await watcher.close()
  }
}

/** The slug whose folder of the output tree `path` is in; none of the tree itself. */
function slugIn(path: string, out: string): string {
  return path.slice(out.length + 1).split('/', 1)[0] ?? ''
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** What a round has written or removed in the output tree, with the folders of bottles. */
function writtenIn({ applied, plan }: Round): readonly string[] {
  if (!applied || plan === undefined) return []
  const entries = plan.entries.filter(({ action }) => !['unchanged', 'edited'].includes(action))
  return entries.flatMap(({ path }) => {
    const folder = posix.dirname(path)
    return [folder, ...ourNames.map((name) => posix.join(folder, name))]
  })
}

/** What the system says when a user watches too much (inotify(7)). */
const limits: ReadonlySet<string> = new Set(['ENOSPC', 'EMFILE', 'ENFILE'])

function limitText(code = ''): string {
  const limit = code === 'ENOSPC' ? 'max_user_watches' : 'max_user_instances'
  const why = `the system watches no more files (${code}; fs.inotify.${limit} is the limit)`
  return `${why}; they are looked at every ${interval} ms instead`
}

/** The inputs that lie beside the folders that are watched, as absolute paths. */
function outside(
  project: string,
  folders: readonly string[],
  inputs: ReadonlySet<string>,
): string[] {
  return [...inputs]
    .filter((input) => !folders.some((folder) => input.startsWith(`${folder}/`)))
    .map((input) => join(project, input))
}
