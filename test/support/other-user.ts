import { chownSync } from 'node:fs'
import { program, run } from './command.ts'

export const isRoot = process.getuid?.() === 0
const nobody = 65534

/** Root may write where nobody may, so what is about permission runs as somebody else. */
export const otherUser = isRoot ? { uid: nobody, gid: nobody } : {}

/** Whether that user can run the program, which may lie in a folder that is closed to others. */
export const otherUserCanRun = run(process.execPath, [program, '--version'], otherUser).status === 0

/** Gives the paths to that user. */
export function giveToOtherUser(...paths: readonly string[]): void {
  if (isRoot) for (const path of paths) chownSync(path, nobody, nobody)
}
