import { limits } from '../limits.ts'
import { findCompiler } from './compiler.ts'
import { CompilerProcess } from './compiler-process.ts'
import { libraryPath } from './library.ts'
import { makeOwnSettings, ownSettingsPath } from './settings.ts'
import { readOwnTypes } from './visible-files.ts'

/** The most files that it is worth a compiler that has begun: of many, reading them takes longest. */
export const mostForSpare = 50

/**
 * A process of the compiler that has read the types of the language and of the tool, and waits for
 * sources: of one file, that is most of the time. It has seen no file of the project.
 */
export class SpareCompiler {
  readonly #project: string
  #process: CompilerProcess | undefined

  /** @param project Real path of the project. */
  constructor(project: string) {
    this.#project = project
  }

  /** Starts one, unless one waits. */
  prepare(): void {
    if (this.#process !== undefined) return
    const compiler = findCompiler()
    if (compiler === undefined) return
    const { library } = compiler
    const settings = ownSettingsPath(this.#project)
    const text = JSON.stringify(makeOwnSettings(this.#project, libraryPath(library)))
    this.#process = new CompilerProcess(compiler, this.#project, {
      seconds: limits.typesSeconds + mostForSpare * limits.typesSecondsPerFile,
      most: limits.typesOutputBytes,
    })
    this.#process.prepare(settings, (path) =>
      path === settings ? text : readOwnTypes(library, path),
    )
  }

  /** The one that waits, which is then whoever takes it's to end. */
  take(): CompilerProcess | undefined {
    const process = this.#process
    this.#process = undefined
    return process
  }

  end(): void {
    this.take()?.end()
  }
}
