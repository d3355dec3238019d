import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { limits } from '../limits.ts'
import type { Compiler } from './compiler.ts'
import { findCompiler } from './compiler.ts'
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
  if (compiler === undefined) return [unchecked('there is no TypeScript for this machine')]
  const folder = mkdtempSync(join(tmpdir(), 'bottleworks-types-'))
  try {
    const config = join(folder, 'tsconfig.json')
    writeFileSync(config, JSON.stringify(makeConfig(project, files)))
    return await runCompiler(compiler, project, config)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What holds where a project says nothing. */
const sensible = {
  target: 'es2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
}

/** What holds whatever a project says: what the sandbox takes, and that nothing is written. */
const fixed = {
  // The sandbox takes every file for a module, whatever package.json says.
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  // What the engine has: no Node.js and no browser.
  lib: ['es2023'],
  types: [],
  noEmit: true,
  incremental: false,
  composite: false,
  emitDeclarationOnly: false,
  declaration: false,
  declarationMap: false,
  isolatedDeclarations: false,
  plugins: [],
  skipLibCheck: true,
  allowJs: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
}

function makeConfig(project: string, files: readonly string[]): object {
  const own = join(project, 'tsconfig.json')
  const hasOwn = existsSync(own)
  return {
    ...(hasOwn ? { extends: own } : {}),
    compilerOptions: {
      ...(hasOwn ? {} : sensible),
      ...fixed,
      // As in the sandbox: the running tool's authoring language, never a copy in the project.
      paths: { bottleworks: [apiTypes()] },
    },
    files: files.map((file) => join(project, file)),
    include: [],
    references: [],
  }
}

/** The authoring language's types: as built, or the source when the tool runs from source. */
function apiTypes(): string {
  const fromSource = import.meta.url.endsWith('.ts')
  return fileURLToPath(new URL(`../../index.${fromSource ? 'ts' : 'd.ts'}`, import.meta.url))
}

async function runCompiler(
  { command, args }: Compiler,
  project: string,
  config: string,
): Promise<readonly Diagnostic[]> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args, '-p', config, '--pretty', 'false'], {
      cwd: project,
      env: {},
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
      const errors = readTypeErrors(project, output)
      if (status === 0 || errors.length > 0) return resolve(errors)
      const seconds = limits.typesMilliseconds / 1000
      const reason =
        signal === null ? `the compiler ended with ${status}` : `it took more than ${seconds} s`
      resolve([unchecked(reason)])
    })
  })
}
