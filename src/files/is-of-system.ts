import { resolve } from 'node:path'

/** Whether a path is that of a device, or of a pipe that a shell has opened for this process. */
export function isOfSystem(path: string): boolean {
  return /^\/(?:dev|proc)\//.test(resolve(path)) && !resolve(path).startsWith('/dev/shm/')
}
