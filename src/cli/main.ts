#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { isDirectOff } from '../evaluate/direct/is-off.ts'
import { lacksAddresses, restartUnguarded } from '../evaluate/sandbox/address-space.ts'
import { ownModule } from '../files/package-files.ts'
import { exitCode } from './exit-code.ts'
import { plainCommand } from './plain-options.ts'

/** The commands that evaluate the bottles of a project, unless they are known. */
const evaluating = ['synth', 'check', 'list', 'watch']

/** Runs the process's own command line, or `command` with its arguments, and sets the exit code. */
export async function run(...command: readonly string[]): Promise<void> {
  // Optimizing the sandbox's engine costs more time than a run of synth can win back. The flag is
  // the whole process's, so only the program sets it, and not the library.
  setFlagsFromString('--liftoff-only')
  const argv = [...command, ...process.argv.slice(2)]
  if (process.platform === 'win32') {
    console.error('bottleworks runs on Linux and macOS; on Windows, run it in WSL')
    process.exitCode = exitCode.usage
    return
  }
  if (lacksAddresses()) {
    process.exitCode = await restartUnguarded()
    return
  }
  const project = projectOf(argv)
  if (project !== undefined) {
    if (isDirectOff() && (await needsSandbox(argv, project))) {
      const { prepareThread } = await import('../evaluate/sandbox/thread.ts')
      prepareThread()
    }
    await keepCompiled(project)
  }
  const plain = isDirectOff() ? undefined : plainCommand(argv)
  if (plain !== undefined) {
    const { runPlain }: typeof import('./plain.ts') = await import(ownModule('cli/plain').href)
    const code = await runPlain(plain)
    process.exitCode ??= code
    return
  }
  const { runCommandLine } = await import('./command-line.ts')
  const { processTerminal } = await import('./terminal.ts')
  const code = await runCommandLine(argv, processTerminal())
  process.exitCode ??= code // the terminal has set it when a result could not be written
}

/** The folder that the command is about, if there is one: the command says what is wrong with it. */
function projectOf(argv: readonly string[]): string | undefined {
  const at = argv.findLastIndex((option) => /^--project(?:=|$)/.test(option))
  const named = argv[at]?.includes('=') ? argv[at].slice('--project='.length) : argv[at + 1]
  try {
    return realpathSync(at === -1 ? '.' : (named ?? '.'))
  } catch {
    return undefined
  }
}

/**
 * Whether the sandbox is as good as sure to be needed, by a look that takes no time. It starts
 * later when this says no, and is not waited for when this is wrong.
 */
async function needsSandbox(
  [command = '', ...options]: readonly string[],
  project: string,
): Promise<boolean> {
  if (!evaluating.includes(command) || options.includes('--help') || options.includes('-h'))
    return false
  const { hasCache } = await import('../evaluate/cache/cache-folder.ts')
  return options.includes('--no-cache') || !hasCache(project)
}

/** From Node.js 22.1 on, modules need not be compiled again at every start. */
async function keepCompiled(project: string): Promise<void> {
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown }
  if (enableCompileCache === undefined) return
  const { compiledFolder } = await import('../evaluate/cache/cache-folder.ts')
  const folder = compiledFolder(project)
  // Without a folder of ours Node.js would take one among the temporary files.
  if (folder !== undefined) enableCompileCache(folder)
}

function isProgram(): boolean {
  const [, script] = process.argv
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)
}

if (isProgram()) await run()
