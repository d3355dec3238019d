#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { compiledPath, hasCache } from '../evaluate/cache/cache-folder.ts'
import { prepareThread } from '../evaluate/sandbox/thread.ts'
import { exitCode } from './exit-code.ts'
import { lacksAddresses, restartUnguarded } from './restart.ts'

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
  if (needsSandbox(argv)) prepareThread()
  keepCompiled()
  const { runCommandLine } = await import('./command-line.ts')
  const { processTerminal } = await import('./terminal.ts')
  const code = await runCommandLine(argv, processTerminal())
  process.exitCode ??= code // the terminal has set it when a result could not be written
}

/**
 * Whether the sandbox is as good as sure to be needed, by a look that takes no time. It starts
 * later when this says no, and is not waited for when this is wrong.
 */
function needsSandbox([command = '', ...options]: readonly string[]): boolean {
  if (!evaluating.includes(command) || options.includes('--help') || options.includes('-h'))
    return false
  const at = options.findLastIndex((option) => /^--project(?:=|$)/.test(option))
  const named = options[at]?.includes('=')
    ? options[at].slice('--project='.length)
    : options[at + 1]
  try {
    const project = realpathSync(at === -1 ? '.' : (named ?? '.'))
    return options.includes('--no-cache') || !hasCache(project)
  } catch {
    return false // there is no such folder, which the command says
  }
}

/** From Node.js 22.1 on, modules need not be compiled again at every start. */
function keepCompiled(): void {
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown }
  enableCompileCache?.(compiledPath())
}

function isProgram(): boolean {
  const [, script] = process.argv
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)
}

if (isProgram()) await run()
