import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFile } from '../../files/package-files.ts'

/** A TypeScript compiler, as a program to start. */
export interface Compiler {
  readonly command: string
  readonly args: readonly string[]
  readonly version: string
}

/**
 * The TypeScript that checks a project: its own when the tool is installed in the project, and
 * that beside the tool otherwise. So what lies in a folder that is only looked at, such as a
 * stranger's pull request, is never run.
 *
 * @returns Nothing when TypeScript is not available for this platform.
 */
export function findCompiler(project: string): Compiler | undefined {
  const tool = fileURLToPath(packageFile('package.json'))
  const own = tool.startsWith(join(project, 'node_modules') + sep)
  const bases = [...(own ? [join(project, 'package.json')] : []), tool]
  for (const base of bases) {
    const compiler = compilerFrom(base)
    if (compiler !== undefined) return compiler
  }
  return undefined
}

function compilerFrom(base: string): Compiler | undefined {
  try {
    const path = createRequire(base).resolve('typescript/package.json')
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
    // From version 7 on the compiler is a program of its own; to go through Node.js costs 40 ms.
    if (Number.parseInt(version, 10) >= 7) return nativeCompiler(path, version)
    return { command: process.execPath, args: [join(dirname(path), 'bin/tsc')], version }
  } catch {
    return undefined
  }
}

function nativeCompiler(path: string, version: string): Compiler {
  const name = `@typescript/typescript-${process.platform}-${process.arch}/package.json`
  const folder = dirname(createRequire(path).resolve(name))
  const program = process.platform === 'win32' ? 'tsc.exe' : 'tsc'
  return { command: join(folder, 'lib', program), args: [], version }
}
