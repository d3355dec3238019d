import { posix } from 'node:path'
import type { JudgedBottle } from '../../language/policy/judged.ts'
import { contentHash } from '../content-hash.ts'
import type { RawDefinition } from '../definition.ts'
import { inspectCode, parseCode } from '../front-end/inspect-code.ts'
import { SourceText } from '../front-end/positions.ts'
import { readDraft, readSource } from '../front-end/read.ts'
import { importedText, isApi, moduleKind, resolveImport } from '../front-end/resolve.ts'
import type { Input, Reported } from '../sandbox/protocol.ts'
import { isFleetFile } from '../subject.ts'
import { Budget, directLimits } from './budget.ts'
import { convertModule } from './convert-module.ts'
import { giveUp } from './give-up.ts'
import { runModule } from './interpret.ts'
import { isShallow } from './is-shallow.ts'
import { judgeDirectly } from './judge.ts'
import { definitionOf, fleetOf, makeLanguage } from './language.ts'
import { globals } from './methods.ts'
import { makePolicyLanguage } from './policy-language.ts'
import type { Value } from './values.ts'
import { emptyRecord, isPlainNumber, PolicyValue, putMember } from './values.ts'

/** The module of the tool's own that bottle files import. */
const apiSpecifier = 'bottleworks'

/** A file that was evaluated directly. */
export interface DirectResult {
  /** One, or those of a fleet. */
  readonly definitions: readonly RawDefinition[]
  /** The files that it is made of. */
  readonly inputs: readonly Input[]
}

/** A policy that was evaluated directly. */
export interface DirectPolicy {
  /** What it reports of a bottle, as in the sandbox; nothing where only that can tell. */
  judge(bottle: JudgedBottle): readonly Reported[] | undefined
  /** Whether it judges one bottle at a time. */
  readonly judgesBottles: boolean
  /** What it says of itself, as JSON. */
  readonly definition: string
  /** The files that it is made of. */
  readonly inputs: readonly Input[]
}

interface DirectModule {
  readonly exports: ReadonlyMap<string, Value>
  /** The files that it is made of. */
  readonly inputs: ReadonlySet<string>
}

/**
 * Evaluates bottle files that are pure expressions in this process, without the sandbox's thread and
 * engine. It gives the definition that the sandbox would, or nothing: of all that it does not know,
 * and of every error, the sandbox has the word.
 */
export class DirectEvaluation {
  readonly #project: string
  readonly #drafts: ReadonlyMap<string, string>
  readonly #folders = new Map<string, string | undefined>()
  /** What is imported; none where it was given up on, and while it is being evaluated. */
  readonly #modules = new Map<string, DirectModule | undefined>()
  readonly #hashes = new Map<string, string>()
  readonly #sources = new Map<string, SourceText>()
  readonly #apis = new Map([[apiSpecifier, makeLanguage()], ...makePolicyLanguage()])

  /**
   * @param project Real path of the project.
   * @param drafts Texts that stand for files of it.
   */
  constructor(project: string, drafts: ReadonlyMap<string, string>) {
    this.#project = project
    this.#drafts = drafts
  }

  /** The definitions in a file, as the sandbox would give them, or nothing. */
  evaluate(file: string): DirectResult | undefined {
    try {
      const { exports, inputs } = this.#evaluateCode(file, this.#read(file))
      const exported = exports.get('default')
      const made = isFleetFile(file) ? fleetOf(exported) : [definitionOf(exported)]
      const definitions = made.map((each, member) => this.#received(each, file, member))
      return { definitions, inputs: this.#inputsOf(inputs) }
    } catch {
      // Whatever it was: the sandbox evaluates the file, and says what is wrong with it.
      return undefined
    }
  }

  /** The policy in a file, with what the sandbox would give of it, or nothing. */
  policy(file: string): DirectPolicy | undefined {
    try {
      const { exports, inputs } = this.#evaluateCode(file, this.#read(file))
      const policy = exports.get('default')
      if (!(policy instanceof PolicyValue)) return undefined
      const definition = JSON.stringify(policy.definition)
      const judgesBottles = policy.definition.judges === 'bottle'
      const judge = (bottle: JudgedBottle) => judgeDirectly(policy, bottle)
      return { judge, judgesBottles, definition, inputs: this.#inputsOf(inputs) }
    } catch {
      return undefined
    }
  }

  /**
   * What the host would receive of a definition: it is text on the way, which leaves out what is
   * undefined. Instead of a stack its calls have their place.
   */
  #received(definition: object, file: string, member: number): RawDefinition {
    const json = JSON.stringify(definition)
    if (json.length > directLimits.definitionLength) giveUp()
    const { calls, ...read } = JSON.parse(json) as RawDefinition
    if (typeof read.slug !== 'string') giveUp()
    const placed = calls.map(({ name, stack }, index) => {
      const end = stack.indexOf(':')
      const source = this.#sources.get(stack.slice(end + 1))
      const place = source && { source, offset: Number(stack.slice(0, end)) }
      return { name, stack: '', direct: { file, member, index, ...(place && { place }) } }
    })
    return { ...read, calls: placed }
  }

  #read(file: string): string {
    const draft = this.#drafts.get(file)
    const read =
      draft === undefined ? readSource(this.#project, file, this.#folders) : readDraft(draft)
    if (!read.ok) return giveUp()
    this.#hashes.set(file, contentHash(read.text))
    return read.text
  }

  #inputsOf(paths: ReadonlySet<string>): readonly Input[] {
    return [...paths].map((path) => ({ path, hash: this.#hashes.get(path) ?? giveUp() }))
  }

  #evaluateCode(file: string, read: string): DirectModule {
    const text = read.startsWith('\ufeff') ? read.slice(1) : read
    if (!isShallow(text)) giveUp()
    // What ends a line is not agreed upon beyond the line feed.
    if (!/[\r\u2028\u2029]/.test(text)) this.#sources.set(file, new SourceText(file, text))
    const parsed = parseCode(text, true)
    const { imports, typeImports, problems } = inspectCode(text, parsed)
    if (problems.length > 0) giveUp()
    for (const { specifier } of typeImports) {
      if (!isApi(specifier) && !resolveImport(file, specifier).ok) giveUp()
    }
    const module = convertModule(parsed.program, file)
    const inputs = new Set([file])
    const exports = new Map<string, ReadonlyMap<string, Value>>()
    for (const { specifier } of imports) {
      const api = this.#apis.get(specifier)
      if (api !== undefined) exports.set(specifier, api)
      else {
        const imported = this.#import(file, specifier)
        exports.set(specifier, imported.exports)
        for (const each of imported.inputs) inputs.add(each)
      }
    }
    const values = new Map<string, Value>()
    for (const { specifier, names } of module.imports) {
      for (const { imported, local } of names) {
        const from = exports.get(specifier)
        values.set(local, from?.has(imported) ? from.get(imported) : giveUp())
      }
    }
    return { exports: runModule(module, values, globals, new Budget()), inputs }
  }

  #import(importer: string, specifier: string): DirectModule {
    const resolved = resolveImport(importer, specifier)
    if (!resolved.ok) return giveUp()
    const { target } = resolved
    if (this.#modules.has(target)) return this.#modules.get(target) ?? giveUp()
    this.#modules.set(target, undefined)
    const text = this.#read(target)
    const module =
      moduleKind(target) === 'code'
        ? this.#evaluateCode(target, text)
        : { exports: new Map([['default', dataOf(target, text)]]), inputs: new Set([target]) }
    this.#modules.set(target, module)
    return module
  }
}

/** The value of a module of data. */
function dataOf(file: string, text: string): Value {
  if (text.length > directLimits.growth) return giveUp()
  return posix.extname(file) === '.json'
    ? plainOf(JSON.parse(text), directLimits.depth)
    : importedText(text)
}

/** The value of what JSON says. */
function plainOf(data: unknown, depth: number): Value {
  if (depth === 0) return giveUp()
  if (typeof data === 'string') return data.isWellFormed() ? data : giveUp()
  if (typeof data === 'number') return isPlainNumber(data) ? data : giveUp()
  if (typeof data === 'boolean' || data === null) return data
  if (Array.isArray(data)) return data.map((each) => plainOf(each, depth - 1))
  const record = emptyRecord()
  for (const [key, value] of Object.entries(data as object)) {
    putMember(record, key.isWellFormed() ? key : giveUp(), plainOf(value, depth - 1))
  }
  return record
}
