import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { escapeControls, quote } from '../../diagnostic/text.ts'
import { contentHash } from '../content-hash.ts'
import { limits } from '../limits.ts'
import type { ModuleSource } from '../sandbox/engine.ts'
import { guestApis } from '../sandbox/guest-modules.ts'
import type { Input } from '../sandbox/protocol.ts'
import type { Compiled } from './compile.ts'
import { compileSource } from './compile.ts'
import type { ImportRequest, SourceProblem } from './inspect-code.ts'
import { SourceText } from './positions.ts'
import { needsProbe, survivors } from './probe.ts'
import { readDraft, readSource } from './read.ts'
import type { RefusedImport } from './resolve.ts'
import { isApi, moduleKind, resolveImport } from './resolve.ts'

/** A file of the project as a module, with its imports resolved. */
interface LoadedModule {
  readonly source: SourceText
  readonly code: string
  readonly requests: readonly ImportRequest[]
  /** Specifier to module name. */
  readonly imports: ReadonlyMap<string, string>
  readonly problems: readonly Diagnostic[]
  /** The text as it was read. */
  readonly text: string
}

interface Wanted {
  readonly file: string
  /** The import that wants it; none for a bottle file. */
  readonly origin?: Origin
  readonly specifier?: string
}

/** The modules of the files asked for are larger than what is held at once. */
export class TooMuchText extends Error {
  /** @param file The module that was too much. */
  constructor(file: string) {
    const most = limits.loadedLength / 2 ** 20
    super(`its modules are longer than ${most} Mi characters together, up to ${file}`)
  }
}

/** The modules of a project: everything that its bottle files import, directly or not. */
export class ModuleGraph implements ModuleSource {
  readonly #project: string
  readonly #drafts: ReadonlyMap<string, string>
  readonly #modules = new Map<string, LoadedModule>()
  readonly #folders = new Map<string, string | undefined>()
  readonly #hashes = new Map<string, string>()
  readonly #sound = new Map<string, boolean>()
  readonly #cycles: Diagnostic[] = []
  #length = 0

  /**
   * @param project Real path of the project.
   * @param drafts Texts that stand for files of it.
   */
  constructor(project: string, drafts: ReadonlyMap<string, string>) {
    this.#project = project
    this.#drafts = drafts
  }

  /**
   * Loads `files` and what they import, in waves: all of one distance before the next.
   *
   * @throws TooMuchText when that is more than is held at once.
   */
  async load(files: readonly string[]): Promise<void> {
    let wave: readonly Wanted[] = files.map((file) => ({ file }))
    while (wave.length > 0) wave = await this.#loadWave(wave)
  }

  /** The problems of `files` and of what they import: others were told with what imports them. */
  diagnostics(files: readonly string[]): readonly Diagnostic[] {
    const reached = this.reach(...files)
    return [
      ...[...reached].flatMap((file) => this.#modules.get(file)?.problems ?? []),
      ...this.#cycles.filter(({ origin }) => reached.has(origin?.file ?? '')),
    ]
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

  /** The source of `file` when it is a module of code. */
  sourceOf(file: string): SourceText | undefined {
    return moduleKind(file) === 'code' ? this.#modules.get(file)?.source : undefined
  }

  /** The modules that a result of `file` is made of. */
  inputsOf(file: string): readonly Input[] {
    return [...this.reach(file)].flatMap((path) => {
      const text = this.#modules.get(path)?.text
      if (text === undefined) return []
      const hash = this.#hashes.get(path) ?? contentHash(text)
      this.#hashes.set(path, hash)
      return [{ path, hash }]
    })
  }

  /** Finds where `file`, or a module that it imports, imports `name` from the module `target`. */
  findImport(file: string, target: string, name: string): Origin | undefined {
    for (const importer of this.reach(file)) {
      const { source, imports, requests } = this.#modules.get(importer) ?? nothing
      const request = requests.find(
        ({ specifier, names }) => imports.get(specifier) === target && names.includes(name),
      )
      if (request !== undefined) return source.originAt(request.offset)
    }
    return undefined
  }

  /** `files` and all that they import, directly or not. */
  reach(...files: readonly string[]): ReadonlySet<string> {
    const reached = new Set(files)
    // A set that grows while it is iterated over is iterated over to its end.
    for (const each of reached) {
      for (const target of this.#modules.get(each)?.imports.values() ?? []) reached.add(target)
    }
    return reached
  }

  async #loadWave(wave: readonly Wanted[]): Promise<readonly Wanted[]> {
    const read = wave.flatMap((wanted) => {
      if (this.#modules.has(wanted.file)) return []
      const draft = this.#drafts.get(wanted.file)
      const result =
        draft === undefined
          ? readSource(this.#project, wanted.file, this.#folders)
          : readDraft(draft)
      if (result.ok) {
        this.#count(wanted.file, result.text)
        return [{ file: wanted.file, text: result.text }]
      }
      this.#modules.set(wanted.file, unreadable(wanted, result.refusal))
      return []
    })
    const risky = read.filter(({ file, text }) => moduleKind(file) === 'code' && needsProbe(text))
    const survived = await survivors(risky.map(({ text }) => text))
    const parses = (text: string) => survived.has(text) || !needsProbe(text)
    return read.flatMap(({ file, text }) =>
      this.#modules.has(file) ? [] : this.#add(file, text, parses(text)),
    )
  }

  #count(file: string, text: string): void {
    this.#length += text.length
    if (this.#length > limits.loadedLength) throw new TooMuchText(file)
  }

  #add(file: string, text: string, parses: boolean): readonly Wanted[] {
    const kind = moduleKind(file) ?? 'code'
    const plain = kind === 'code' && text.startsWith('\ufeff') ? text.slice(1) : text
    const source = new SourceText(file, plain)
    const compiled = kind !== 'code' || parses ? compileSource(kind, plain) : tooDeep
    const problems: Diagnostic[] = firstProblems(compiled.problems).map(
      ({ code, message, offset, hint }) =>
        diagnosticOf(code, message, {
          origin: offset === undefined ? { file } : source.originAt(offset),
          hint,
        }),
    )
    const imports = new Map<string, string>()
    const wanted: Wanted[] = []
    for (const { specifier, offset } of compiled.imports) {
      const api = guestApis.get(specifier)
      if (api !== undefined) {
        imports.set(specifier, api)
        continue
      }
      const origin = source.originAt(offset)
      const resolution = resolveImport(file, specifier)
      if (resolution.ok) {
        imports.set(specifier, resolution.target)
        wanted.push({ file: resolution.target, origin, specifier })
      } else {
        problems.push(refusedImport(resolution, origin))
      }
    }
    for (const { specifier, offset } of compiled.typeImports.slice(0, limits.imports)) {
      const resolution = resolveImport(file, specifier)
      if (isApi(specifier) || resolution.ok) continue
      problems.push(refusedImport(resolution, source.originAt(offset)))
    }
    const { code, imports: requests } = compiled
    this.#modules.set(file, { source, code, requests, imports, problems, text })
    return wanted
  }

  /** @param path The modules that are being checked, each imported by the one before. */
  #check(file: string, path: string[]): boolean {
    const known = this.#sound.get(file)
    if (known !== undefined) return known
    const module = this.#modules.get(file)
    if (module === undefined) return true
    path.push(file)
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
    path.pop()
    this.#sound.set(file, sound)
    return sound
  }

  #cycle(file: string, specifier: string, path: readonly string[]): Diagnostic {
    const { source, requests } = this.#modules.get(file) ?? nothing
    const offset = requests.find((each) => each.specifier === specifier)?.offset ?? 0
    const message = `imports form a cycle: ${path.map(escapeControls).join(' -> ')}`
    const hint = 'move what both need into a third file'
    return diagnosticOf('BW103', message, { origin: source.originAt(offset), hint })
  }
}

function refusedImport({ message, hint }: RefusedImport, origin: Origin): Diagnostic {
  return diagnosticOf('BW101', message, { hint, origin })
}

const tooDeep: Compiled = {
  code: '',
  imports: [],
  typeImports: [],
  problems: [
    {
      code: 'BW104',
      message: 'this does not parse: the parser crashes, or does not finish in time',
      hint: 'nest less deeply, or move data to a .json file',
    },
  ],
}

/** A file could have a problem a word: the first ones, and how many more there are. */
function firstProblems(problems: readonly SourceProblem[]): readonly SourceProblem[] {
  const [next, ...rest] = problems.slice(limits.problems)
  if (next === undefined) return problems
  const message = `there are ${rest.length + 1} more problems in this file`
  return [...problems.slice(0, limits.problems), { ...next, message }]
}

const nothing: LoadedModule = {
  source: new SourceText('', ''),
  code: '',
  requests: [],
  imports: new Map(),
  problems: [],
  text: '',
}

function unreadable({ file, origin, specifier }: Wanted, refusal: string): LoadedModule {
  const subject =
    specifier === undefined
      ? `${quote(file)} cannot be read`
      : `the import of ${quote(specifier)} cannot be read`
  const problem = diagnosticOf('BW100', `${subject}: ${refusal}`, {
    origin: origin ?? { file },
    hint: 'a source file is a regular file of UTF-8 text inside the project, of at most 1 MiB',
  })
  return { ...nothing, source: new SourceText(file, ''), problems: [problem] }
}
