import { lstatSync, readdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { quote, quotePath } from '../diagnostic/text.ts'
import type { Refusal } from './refusal.ts'

/** Where gvproxy is to have its socket, and what must not be in its reach. */
export interface SocketPlace {
  readonly slug: string
  readonly socket: string
  /** The sockets of all other bottles. */
  readonly others: readonly string[]
  /** Real path of the project. */
  readonly project: string
}

/** Folders of the system, with all that is in them. */
const systemFolders = [
  ...['/etc', '/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/boot', '/proc'],
  ...['/sys', '/dev', '/System', '/Library', '/Applications', '/private/etc'],
]

/** Folders of which each in them is somebody's own, or everybody's. */
const sharedFolders = [
  ...['/', '/home', '/Users', '/var', '/run/user', '/private', '/private/var'],
  ...['/run/lock', '/var/run', '/var/lib', '/var/cache', '/var/spool', '/usr/local'],
]

/**
 * Refuses a folder that is not the bottle's alone. gvproxy may write in it, and a guest can have
 * it remove any file there and put a socket in its place.
 */
export function refuseFolder({ slug, socket, others, project }: SocketPlace): Refusal | undefined {
  const folder = dirname(socket)
  const refuse = (why: string): Refusal => ({
    message: `the socket's folder ${quotePath(folder)} ${why}; it must be this bottle's alone, since gvproxy may write in it`,
    hint: `put the socket at /run/bottles/${slug}/gvproxy.sock`,
  })
  if (basename(folder) !== slug) return refuse(`is not named for the bottle, ${quote(slug)}`)
  const other = others.find((each) => isWithin(each, folder))
  if (other !== undefined) return refuse(`has another bottle's socket in it, ${quotePath(other)}`)
  if (isWithin(project, folder)) return refuse('has the project in it')
  if (isWithin(folder, project)) return refuse('is in the project')
  const home = homedir()
  if (isWithin(home, folder) || isWithin('/root', folder)) return refuse('is a home, or above one')
  const system = systemFolders.find((each) => isWithin(folder, each))
  if (system !== undefined) return refuse(`is in ${system}`)
  const isShared = sharedFolders.some((each) => each === dirname(folder) || isWithin(each, folder))
  if (isShared) return refuse('is one that others use')
  const real = realPath(folder)
  if (real !== folder) return refuse(`is ${quotePath(real)} by a link`)
  return refuseContent(folder, refuse)
}

/** The path without the links in what of it is there. */
function realPath(path: string): string {
  return read(() => realpathSync(path)) ?? join(realPath(dirname(path)), basename(path))
}

/** Refuses what is there already when it is no folder of sockets. */
function refuseContent(folder: string, refuse: (why: string) => Refusal): Refusal | undefined {
  const found = read(() => lstatSync(folder))
  if (found === undefined) return undefined
  if (!found.isDirectory()) return refuse('is no folder')
  const entries = read(() => readdirSync(folder, { withFileTypes: true })) ?? []
  const stranger = entries.find((entry) => !entry.isSocket())
  return stranger && refuse(`has ${quotePath(stranger.name)} in it, which is no socket`)
}

/** What the disk says; undefined where nothing is, or nothing can be seen. */
function read<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

/** Whether `path` is `folder`, or in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}
