import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { limits } from '../limits.ts'
import type { Compiler } from './compiler.ts'
import { findCompiler } from './compiler.ts'
import { makeSettings } from './settings.ts'
import { notStarted, readTypeErrors, unchecked } from './type-errors.ts'

/**
 * Checks the types of bottle files and of what they import, in a process of the compiler's own. It
 * reads and writes nothing else: what a project's settings say about output is overruled.
 *
 * @param files Paths relative to the project.
 */
export async function checkTypes(
  project: string,
  files: readonly string[],
): Promise<readonly Diagnostic[]> {
  if (files.length === 0) return []
  const compiler = findCompiler(project)
  if (compiler === undefined) return [unchecked('TypeScript is not available for this platform')]
  let folder: string | undefined
  try {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'bottleworks-types-'))
    const settings = join(folder, 'tsconfig.json')
    writeFileSync(settings, JSON.stringify(makeSettings(project, files)))
    return await runCompiler(compiler, project, settings)
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall === undefined) throw error
    return [unchecked(`a temporary file cannot be written (${code})`)]
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The compiler ends before it is worth collecting garbage: a thousand files take it 50 MB, and to
 * collect takes a quarter of its time (go.dev/doc/gc-guide).
 */
const compilerEnvironment = { GOGC: 'off', GOMEMLIMIT: '1GiB' }

async function runCompiler(
  { command, args }: Compiler,
  project: string,
  settings: string,
): Promise<readonly Diagnostic[]> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args, '-p', settings, '--pretty', 'false'], {
      cwd: project,
      env: compilerEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limits.typesMilliseconds,
      killSignal: 'SIGKILL',
    })
    let output = ''
    const keep = (text: string) => {
      if (output.length < limits.typesOutputLength) output += text
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.once('error', (error) => resolve([notStarted(command, error.message)]))
    child.once('close', (status, signal) => {
      const isWhole = output.length < limits.typesOutputLength
      const errors = [
        ...readTypeErrors(project, output, settings),
        ...(isWhole ? [] : [unchecked('the compiler found more errors than can be shown')]),
      ]
      if (status === 0 || errors.length > 0) return resolve(errors)
      const seconds = limits.typesMilliseconds / 1000
      const reason =
        signal === null ? `the compiler exited with ${status}` : `it took more than ${seconds} s`
      resolve([unchecked(reason)])
    })
  })
}
