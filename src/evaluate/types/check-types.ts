import { join } from 'node:path'
import { limits } from '../limits.ts'
import type { Compiler } from './compiler.ts'
import { findCompiler } from './compiler.ts'
import type { CompilerMessage, CompilerRun } from './compiler-process.ts'
import { CompilerFailure, CompilerProcess } from './compiler-process.ts'
import { Confinement } from './confinement.ts'
import type { KnownTypes, Shown } from './known-types.ts'
import { libraryPath } from './library.ts'
import type { FoundTypeErrors } from './merge-type-errors.ts'
import { noTypeErrors } from './merge-type-errors.ts'
import { makeSettings, settingsPath } from './settings.ts'
import type { SpareCompiler } from './spare-compiler.ts'
import { mostForSpare } from './spare-compiler.ts'
import type { Strictness } from './strictness.ts'
import { readStrictness } from './strictness.ts'
import { TypeErrors, unchecked } from './type-errors.ts'
import { VisibleFiles } from './visible-files.ts'

/**
 * Checks the types of bottle files and of what they import, in a process of the compiler's own. It
 * sees what a bottle file can import, and nothing is written.
 *
 * @param project Real path of the project.
 * @param files Paths relative to it.
 * @param known Those that it knows are not checked again, and it hears what has no error.
 * @param spare Its compiler checks a few files, if one waits.
 */
export async function checkTypes(
  project: string,
  files: readonly string[],
  known?: KnownTypes,
  spare?: SpareCompiler,
): Promise<FoundTypeErrors> {
  if (files.length === 0) return noTypeErrors
  const compiler = findCompiler()
  if (compiler === undefined) {
    const error = unchecked('TypeScript is not available for this platform')
    return { ...noTypeErrors, errors: [error], isGeneral: true }
  }
  const { strictness, diagnostics } = await readStrictness(project)
  if (diagnostics.length > 0) return { ...noTypeErrors, errors: diagnostics, isGeneral: true }
  const check = new TypeCheck(project, compiler, strictness, spare)
  if (known === undefined) return check.check(files)
  const rules = JSON.stringify([compiler.command, compiler.identity, strictness])
  const unknown = known.unknown(files, rules)
  const found = await check.check(unknown)
  const { seen } = check
  if (seen !== undefined && found.errors.length === 0) known.learn(unknown, rules, seen)
  return found
}

/** How many files are checked at once, one after the other, where all at once has failed. */
const groupSizes = [32, 4, 1]

/** How many compilers run at once then. */
const parallel = 2

class TypeCheck {
  readonly #project: string
  readonly #compiler: Compiler
  readonly #strictness: Strictness
  readonly #spare: SpareCompiler | undefined
  readonly #errors: TypeErrors
  readonly #confinement = new Confinement()
  #seen: Shown | undefined

  constructor(
    project: string,
    compiler: Compiler,
    strictness: Strictness,
    spare: SpareCompiler | undefined,
  ) {
    this.#spare = spare
    this.#project = project
    this.#compiler = compiler
    this.#strictness = strictness
    this.#errors = new TypeErrors(project)
  }

  /** What the compiler was shown for all files at once, if it came to its end so. */
  get seen(): Shown | undefined {
    return this.#seen
  }

  async check(all: readonly string[]): Promise<FoundTypeErrors> {
    const files = await this.#shown(all)
    try {
      const seconds = limits.typesSeconds + files.length * limits.typesSecondsPerFile
      this.#seen = await this.#run(files, seconds)
    } catch (error) {
      if (!(error instanceof CompilerFailure)) throw error
      await this.#checkApart(files)
    }
    return this.#errors.found()
  }

  /** The files that the compiler can be shown: it takes one that is not there for an error of all. */
  async #shown(files: readonly string[]): Promise<readonly string[]> {
    const visible = this.#visible()
    const isShown = (file: string) => visible.read(join(this.#project, file)) !== null
    let shown = files.filter(isShown)
    if (await this.#confinement.settle()) shown = files.filter(isShown)
    const seen = new Set(shown)
    for (const file of files) {
      if (seen.has(file)) continue
      this.#errors.addUnchecked([file], visible.refusalOf(file)?.why ?? 'it cannot be read')
    }
    return shown
  }

  /** Finds the files that the compiler does not come to an end with; all others are checked. */
  async #checkApart(files: readonly string[]): Promise<void> {
    const end = performance.now() + limits.typesApartSeconds * 1000
    let rest = files
    for (const size of groupSizes) {
      const failed: string[] = []
      const groups = chunks(rest, size)
      const work = async () => {
        for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
          const isLate = performance.now() > end
          const reason = isLate ? outOfTime : await this.#tryGroup(group)
          if (reason === undefined) continue
          failed.push(...group)
          if (size === 1) this.#errors.addUnchecked(group, reason)
        }
      }
      await Promise.all(Array.from({ length: parallel }, work))
      rest = failed
    }
  }

  /** Returns why it failed, or undefined. */
  async #tryGroup(group: readonly string[]): Promise<string | undefined> {
    try {
      const more = group.length * limits.typesSecondsPerFile
      await this.#run(group, Math.floor(limits.typesAloneSeconds + more))
      return undefined
    } catch (error) {
      if (!(error instanceof CompilerFailure)) throw error
      return error.message
    }
  }

  /** @throws CompilerFailure when it comes to no end, or says something that is of no file. */
  async #run(files: readonly string[], seconds: number): Promise<Shown | undefined> {
    if (files.length === 0) return undefined
    const project = this.#project
    const settings = settingsPath(project)
    const library = libraryPath(this.#compiler.library)
    const text = JSON.stringify(makeSettings(project, files, this.#strictness, library))
    for (let left = mostRounds; ; left -= 1) {
      const visible = this.#visible([[settings, text]])
      const read = (path: string) => visible.read(path)
      const isChecked = (path: string) => visible.isOfProject(path)
      const messages = await this.#ask(files, seconds, { settings, read, isChecked })
      // What files import is known when they have been read.
      if (left > 0 && (await this.#confinement.settle())) continue
      const lost = messages.find((message) => !this.#errors.isPlaced(message))
      if (lost !== undefined) throw new CompilerFailure(`the compiler says TS${lost.code}`)
      this.#errors.add(messages, visible)
      return visible.shown
    }
  }

  /** What the compiler says: the one that waits, if it does not fail, or else another. */
  async #ask(
    files: readonly string[],
    seconds: number,
    run: CompilerRun,
  ): Promise<readonly CompilerMessage[]> {
    const spare = files.length > mostForSpare ? undefined : this.#spare?.take()
    try {
      if (spare !== undefined) return await spare.check(run)
    } catch (error) {
      if (!(error instanceof CompilerFailure)) throw error
    }
    const most = limits.typesOutputBytes + files.length * limits.typesOutputBytesPerFile
    return new CompilerProcess(this.#compiler, this.#project, { seconds, most }).check(run)
  }

  #visible(texts: readonly (readonly [string, string])[] = []): VisibleFiles {
    return new VisibleFiles(
      this.#project,
      this.#compiler.library,
      new Map(texts),
      this.#confinement,
    )
  }
}

/** How often the compiler begins again, once it is known what files declare that others import. */
const mostRounds = 3

const outOfTime = 'the files before it took all of the time'

function chunks(files: readonly string[], size: number): (readonly string[])[] {
  const count = Math.ceil(files.length / size)
  return Array.from({ length: count }, (_, index) => files.slice(index * size, (index + 1) * size))
}
