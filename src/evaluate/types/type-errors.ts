import { relative, sep } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf, sortDiagnostics } from '../../diagnostic/diagnostic.ts'
import { cut, escapeControls, quote } from '../../diagnostic/text.ts'
import { SourceText } from '../front-end/positions.ts'
import { readSource } from '../front-end/read.ts'
import { isApi, resolveImport } from '../front-end/resolve.ts'
import { limits } from '../limits.ts'
import type { CompilerMessage } from './compiler-process.ts'
import { settingsName } from './extended-settings.ts'
import { adviseOn } from './host-advice.ts'
import type { FoundTypeErrors } from './merge-type-errors.ts'
import { settingsPath } from './settings.ts'
import type { VisibleFiles } from './visible-files.ts'
import { headOf } from './visible-files.ts'

/** The compiler's errors as diagnostics, each with its source line. */
export class TypeErrors {
  readonly #project: string
  readonly #settings: string
  readonly #sources = new Map<string, SourceText | undefined>()
  /** By place and text: what several files import is checked with each of them. */
  readonly #found = new Map<string, Diagnostic>()
  readonly #refused = new Map<Diagnostic, string>()
  #isGeneral = false

  /** @param project Real path of the project. */
  constructor(project: string) {
    this.#project = project
    this.#settings = settingsPath(project)
  }

  /** All of them, in an order that does not depend on which was found first. */
  found(): FoundTypeErrors {
    const errors = sortDiagnostics([...this.#found.values()])
    const sourceOf = (file: string) => this.#sourceOf(file)
    return { errors, refused: this.#refused, isGeneral: this.#isGeneral, sourceOf }
  }

  /** Whether the compiler says of which file of the project, or of its settings, a message is. */
  isPlaced({ fileName }: CompilerMessage): boolean {
    return fileName === this.#settings || this.#sourceOf(this.#pathOf(fileName)) !== undefined
  }

  add(messages: readonly CompilerMessage[], visible: VisibleFiles): void {
    for (const message of messages) {
      const { fileName, pos, code, text } = message
      const key = `${fileName} ${pos} ${code} ${text}`
      if (!this.#found.has(key)) this.#found.set(key, this.#read(message, visible))
    }
  }

  /** Takes files that the compiler does not come to an end with, or is not shown. */
  addUnchecked(files: readonly string[], reason: string): void {
    for (const file of files) {
      const error = unchecked(reason, file)
      this.#found.set(file, error)
      this.#refused.set(error, file)
    }
  }

  #read(message: CompilerMessage, visible: VisibleFiles): Diagnostic {
    const { fileName, pos, end } = message
    const file = this.#pathOf(fileName)
    const source = fileName === this.#settings ? undefined : this.#sourceOf(file)
    if (source === undefined) {
      // Nobody has written the settings as they are: what is wrong is what they were made of.
      this.#isGeneral = true
      return diagnosticOf('BW105', messageOf(message), { origin: { file: settingsName } })
    }
    const head = headOf(file).length
    const origin = source.originAt(Math.max(0, pos - head))
    if (unresolved.has(message.code)) {
      const refused = refusalOf(file, source.text.slice(pos - head, end - head), visible)
      if (refused !== undefined) {
        const { message, hint, target } = refused
        const error = diagnosticOf('BW101', message, { origin, hint })
        if (target !== undefined) this.#refused.set(error, target)
        return error
      }
    }
    const { text, hint } = adviseOn(message.code, message.text, file)
    return diagnosticOf('BW105', messageOf({ ...message, text }), { origin, hint })
  }

  #pathOf(fileName = ''): string {
    return relative(this.#project, fileName).replaceAll(sep, '/')
  }

  #sourceOf(file: string): SourceText | undefined {
    if (!this.#sources.has(file)) {
      const read = readSource(this.#project, file)
      const text = read.ok ? new SourceText(file, read.text.replace(/^\ufeff/, '')) : undefined
      this.#sources.set(file, text)
    }
    return this.#sources.get(file)
  }
}

/** The compiler's errors that say that a module is not there. */
const unresolved: ReadonlySet<number> = new Set([2307, 2664, 2732, 2792, 2882, 7016])

/** Why a module is not there for the compiler, when it is refused. */
function refusalOf(file: string, written: string, visible: VisibleFiles) {
  const specifier = /^(['"`])(.*)\1$/s.exec(written)?.[2]
  if (specifier === undefined || isApi(specifier)) return undefined
  const resolution = resolveImport(file, specifier)
  if (!resolution.ok) return { ...resolution, target: undefined }
  const { target } = resolution
  const refusal = visible.refusalOf(target)
  if (refusal === undefined || refusal.isAbsent) return undefined
  const message = `the import of ${quote(specifier)} is refused: ${refusal.why}`
  return { message, hint: undefined, target }
}

function messageOf(message: CompilerMessage): string {
  const all = linesOf(message).map((each) => each.replace(/\.$/, ''))
  const shown = escapeControls(all.join('; '))
  return `TS${message.code}: ${cut(shown, limits.compilerMessageLength)}`
}

/** The message with what goes into detail. */
function linesOf({ text, messageChain = [] }: CompilerMessage): readonly string[] {
  return [text, ...messageChain.flatMap(linesOf)]
}

/** The error that types could not be checked: of one bottle file, or of all. */
export function unchecked(reason: string, file?: string): Diagnostic {
  const message = `the types cannot be checked: ${escapeControls(reason)}`
  const origin = file === undefined ? undefined : { file }
  return diagnosticOf('BW106', message, { origin, hint: 'pass --no-types to go on without' })
}
