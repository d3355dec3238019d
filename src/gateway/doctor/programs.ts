import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** How long a program may take to say its version, in milliseconds. */
const longestRun = 5000

/** The program that a shell would run for `name`; undefined when there is none. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** What a program says, and whether it ends well. */
export interface ProgramWords {
  readonly ok: boolean
  /** One line of its output, or why there is none. */
  readonly line: string
}

export function askProgram(path: string, argv: readonly string[]): ProgramWords {
  const { status, stdout, stderr, error } = spawnSync(path, argv, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestRun,
    killSignal: 'SIGKILL',
  })
  const [line = ''] = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n')
  const words = line.trim() || (error?.message ?? 'it says nothing')
  return { ok: status === 0, line: words.slice(0, 200) }
}

/** The version in a program's words; undefined when they have none. */
export function versionIn(line: string): string | undefined {
  return /\bv?(\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.-]+)?)\b/.exec(line)?.[1]
}
