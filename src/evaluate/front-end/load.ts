import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { escapeControls, quote } from '../../diagnostic/text.ts'
import { limits } from '../limits.ts'
import type { ModuleSource } from '../sandbox/engine.ts'
import { guestApi } from '../sandbox/guest-modules.ts'
import type { Compiled, ImportRequest } from './compile.ts'
import { compileSource } from './compile.ts'
import { originAt } from './positions.ts'
import { survivors } from './probe.ts'
import { readSource } from './read.ts'
import { apiSpecifier, moduleKind, resolveImport } from './resolve.ts'

/** A file of the project as a module, with its imports resolved. */
interface LoadedModule {
  readonly text: string
  readonly code: string
  readonly requests: readonly ImportRequest[]
  /** Specifier to module name. */
  readonly imports: ReadonlyMap<string, string>
  readonly problems: readonly Diagnostic[]
}

interface Wanted {
  readonly file: string
  /** The import that wants it; none for a bottle file. */
  readonly origin?: Origin
  readonly specifier?: string
}

/** The modules of a project: everything that its bottle files import, directly or not. */
export class ModuleGraph implements ModuleSource {
  readonly #project: string
  readonly #modules = new Map<string, LoadedModule>()
  readonly #folders = new Map<string, string | undefined>()
  readonly #sound = new Map<string, boolean>()
  readonly #cycles: Diagnostic[] = []

  /** @param project Real path of the project. */
  constructor(project: string) {
    this.#project = project
  }

  /** Loads `files` and what they import, in waves: all of one distance before the next. */
  load(files: readonly string[]): void {
    let wave: readonly Wanted[] = files.map((file) => ({ file }))
    while (wave.length > 0) wave = this.#loadWave(wave)
  }

  /** What is wrong with the modules that have been loaded. */
  diagnostics(): readonly Diagnostic[] {
    return [...[...this.#modules.values()].flatMap(({ problems }) => problems), ...this.#cycles]
  }

  /** Whether nothing is wrong with `file` and all that it imports. */
  isSound(file: string): boolean {
    return this.#check(file, [])
  }

  resolve(base: string, specifier: string): string | undefined {
    return this.#modules.get(base)?.imports.get(specifier)
  }

  code(name: string): string | undefined {
    return this.#modules.get(name)?.code
  }

  /** The text of `file` when it is a module of code. */
  sourceOf(file: string): string | undefined {
    return moduleKind(file) === 'code' ? this.#modules.get(file)?.text : undefined
  }

  /** Where a module imports `name` from the module `target`. */
  findImport(target: string, name: string): Origin | undefined {
    for (const [file, { text, imports, requests }] of this.#modules) {
      const request = requests.find(
        ({ specifier, names }) => imports.get(specifier) === target && names.includes(name),
      )
      if (request !== undefined) return originAt(file, text, request.offset)
    }
    return undefined
  }

  #loadWave(wave: readonly Wanted[]): readonly Wanted[] {
    const read = wave.flatMap((wanted) => {
      if (this.#modules.has(wanted.file)) return []
      const result = readSource(this.#project, wanted.file, this.#folders)
      if (result.ok) return [{ file: wanted.file, text: result.text }]
      this.#modules.set(wanted.file, unreadable(wanted, result.refusal))
      return []
    })
    const large = read.filter(({ file, text }) => moduleKind(file) === 'code' && isLarge(text))
    const survived = large.length === 0 ? undefined : survivors(large.map(({ text }) => text))
    return read.flatMap(({ file, text }) => {
      if (this.#modules.has(file)) return []
      const parses = survived === undefined || !isLarge(text) || survived.has(text)
      return this.#add(file, text, parses)
    })
  }

  #add(file: string, text: string, parses: boolean): readonly Wanted[] {
    const kind = moduleKind(file) ?? 'code'
    const source = kind === 'code' && text.startsWith('\ufeff') ? text.slice(1) : text
    const compiled = kind !== 'code' || parses ? compileSource(kind, source) : tooDeep
    const problems: Diagnostic[] = compiled.problems.map(({ offset, ...problem }) => ({
      ...problem,
      severity: 'error',
      origin: offset === undefined ? { file } : originAt(file, source, offset),
    }))
    const imports = new Map<string, string>()
    const wanted: Wanted[] = []
    for (const { specifier, offset } of compiled.imports) {
      if (specifier === apiSpecifier) {
        imports.set(specifier, guestApi)
        continue
      }
      const origin = originAt(file, source, offset)
      const resolution = resolveImport(file, specifier)
      if (resolution.ok) {
        imports.set(specifier, resolution.target)
        wanted.push({ file: resolution.target, origin, specifier })
      } else {
        const { message, hint } = resolution
        problems.push({ code: 'BW101', severity: 'error', message, hint, origin })
      }
    }
    const { code, imports: requests } = compiled
    this.#modules.set(file, { text: source, code, requests, imports, problems })
    return wanted
  }

  #check(file: string, importers: readonly string[]): boolean {
    const known = this.#sound.get(file)
    if (known !== undefined) return known
    const module = this.#modules.get(file)
    if (module === undefined) return true
    const path = [...importers, file]
    let sound = module.problems.length === 0
    for (const [specifier, target] of module.imports) {
      const start = path.indexOf(target)
      if (start !== -1) {
        this.#cycles.push(this.#cycle(file, specifier, [...path.slice(start), target]))
        sound = false
      } else if (!this.#check(target, path)) {
        sound = false
      }
    }
    this.#sound.set(file, sound)
    return sound
  }

  #cycle(file: string, specifier: string, path: readonly string[]): Diagnostic {
    const { text = '', requests = [] } = this.#modules.get(file) ?? {}
    const offset = requests.find((each) => each.specifier === specifier)?.offset ?? 0
    return {
      code: 'BW103',
      severity: 'error',
      message: `imports form a cycle: ${path.map(escapeControls).join(' -> ')}`,
      origin: originAt(file, text, offset),
      hint: 'move what both need into a third file',
    }
  }
}

const tooDeep: Compiled = {
  code: '',
  imports: [],
  problems: [
    {
      code: 'BW104',
      message: `this does not parse: it ends the parser, or keeps it busy for ${limits.probeMilliseconds / 1000} s`,
      hint: 'nest less deeply, or move data to a .json file',
    },
  ],
}

function isLarge(text: string): boolean {
  return Buffer.byteLength(text) > limits.unprobedBytes
}

function unreadable({ file, origin, specifier }: Wanted, refusal: string): LoadedModule {
  const subject =
    specifier === undefined
      ? `${quote(file)} cannot be read`
      : `the import of ${quote(specifier)} cannot be read`
  const problem: Diagnostic = {
    code: 'BW100',
    severity: 'error',
    message: `${subject}: ${refusal}`,
    origin: origin ?? { file },
    hint: 'a source file is a regular file of UTF-8 text inside the project, of at most 1 MiB',
  }
  return { text: '', code: '', requests: [], imports: new Map(), problems: [problem] }
}
