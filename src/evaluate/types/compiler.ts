import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { packageFile } from '../../files/package-files.ts'

/** The TypeScript compiler, as a program to start. */
export interface Compiler {
  readonly command: string
  /** What is said of it as a package, with its version. */
  readonly identity: string
  /** Real path of the folder with the types of the JavaScript language. */
  readonly library: string
}

/**
 * The TypeScript that checks a project: the one that this version of the tool comes with, and never
 * one of the project. What lies in a folder that is only looked at, such as a stranger's pull
 * request, is never run.
 *
 * @returns Nothing when TypeScript is not available for this platform.
 */
export function findCompiler(): Compiler | undefined {
  try {
    const typescript = createRequire(packageFile('package.json')).resolve('typescript/package.json')
    const name = `@typescript/typescript-${process.platform}-${process.arch}/package.json`
    const about = realpathSync(createRequire(typescript).resolve(name))
    const library = join(dirname(about), 'lib')
    const command = join(library, process.platform === 'win32' ? 'tsc.exe' : 'tsc')
    if (!existsSync(command)) return undefined
    return { command, library, identity: readFileSync(about, 'utf8') }
  } catch {
    return undefined
  }
}
