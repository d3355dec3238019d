#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { compiledFolder } from '../evaluate/cache/cache-folder.ts'
import { runOwnScript } from '../evaluate/cache/own-script.ts'
import { isDirectOff } from '../evaluate/direct/is-off.ts'
import { lacksAddresses, restartUnguarded } from '../evaluate/sandbox/address-space.ts'
import { isBuilt, ownModule, plainScript } from '../files/package-files.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { plainCommand } from './plain-options.ts'

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
  const code = await runCommand(argv)
  process.exitCode ??= code // the terminal has set it when a result could not be written
}

async function runCommand(argv: readonly string[]): Promise<ExitCode> {
  const project = projectOf(argv)
  const plain = isDirectOff() ? undefined : plainCommand(argv)
  if (plain === undefined) {
    if (project !== undefined) keepCompiled(project)
    // What is imported by its path is loaded then, and not with this file.
    const path = ownModule('cli/any-command')
    const { runAnyCommand }: typeof import('./any-command.ts') = await import(path.href)
    return runAnyCommand(argv, project)
  }
  if (!isBuilt) {
    const path = ownModule('cli/plain')
    const { runPlain }: typeof import('./plain.ts') = await import(path.href)
    return runPlain(plain)
  }
  const script = runOwnScript<typeof import('./plain.ts')>(plainScript, project)
  const code = await script.exports.runPlain(plain)
  script.keep()
  return code
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

/** From Node.js 22.1 on, modules need not be compiled again at every start. */
function keepCompiled(project: string): void {
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown }
  if (enableCompileCache === undefined) return
  const folder = compiledFolder(project)
  // Without a folder of ours Node.js would take one among the temporary files.
  if (folder !== undefined) enableCompileCache(folder)
}

function isProgram(): boolean {
  const [, script] = process.argv
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)
}

if (isProgram()) await run()
