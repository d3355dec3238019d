import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'
import type { TextPlace } from '../../files/json-places.ts'
import { placeInJson, readJsonWithComments } from '../../files/json-places.ts'
import { readSource } from '../front-end/read.ts'
import type { SettingsFile } from './extended-settings.ts'
import { openExtended, settingsName } from './extended-settings.ts'

/**
 * The compiler's options that a project may choose: those that decide what is an error, each true
 * or false (typescriptlang.org/tsconfig, "Type Checking" and what of "Modules" and "Interop
 * Constraints" is of that kind). All other options of a tsconfig.json have no effect.
 */
export const strictnessOptions = [
  'allowUnreachableCode',
  'allowUnusedLabels',
  'checkJs',
  'erasableSyntaxOnly',
  'exactOptionalPropertyTypes',
  'isolatedModules',
  'noFallthroughCasesInSwitch',
  'noImplicitAny',
  'noImplicitOverride',
  'noImplicitReturns',
  'noImplicitThis',
  'noPropertyAccessFromIndexSignature',
  'noUncheckedIndexedAccess',
  'noUncheckedSideEffectImports',
  'noUnusedLocals',
  'noUnusedParameters',
  'strict',
  'strictBindCallApply',
  'strictBuiltinIteratorReturn',
  'strictFunctionTypes',
  'strictNullChecks',
  'strictPropertyInitialization',
  'useUnknownInCatchVariables',
  'verbatimModuleSyntax',
] as const

export type Strictness = { readonly [Option in (typeof strictnessOptions)[number]]?: boolean }

/** What holds where a project has no tsconfig.json. */
const sensible: Strictness = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
}

/** What holds in the place of a package that is not installed. */
const unknown: Strictness = { strict: true }

/** Most files that extend each other. */
const longestChain = 32

export interface ReadStrictness {
  readonly strictness: Strictness
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * How strict the project's `tsconfig.json` is. What it extends is read as sources are: a file of
 * the project, or of a package that is installed in `node_modules` of the project or above it. One
 * that is not installed is left out, since bottle files need no package.
 *
 * @param project Real path of the project.
 */
export async function readStrictness(project: string): Promise<ReadStrictness> {
  const file = { root: project, path: settingsName }
  const result = readSource(project, settingsName)
  const reader = new SettingsReader(project)
  if (result.ok) {
    return { strictness: await reader.read(file, result.text, 1), diagnostics: reader.diagnostics }
  }
  if (result.isAbsent) return { strictness: sensible, diagnostics: [] }
  reader.object(file, `it cannot be read: ${result.refusal}`)
  return { strictness: sensible, diagnostics: reader.diagnostics }
}

class SettingsReader {
  readonly #project: string
  readonly diagnostics: Diagnostic[] = []

  constructor(project: string) {
    this.#project = project
  }

  /** @param depth The number of files that extend each other down to this one. */
  async read(file: SettingsFile, text: string, depth: number): Promise<Strictness> {
    const { value, error } = await readJsonWithComments(text)
    if (error !== undefined) this.object(file, 'this is not JSON', error)
    const place = (keys: readonly string[]) => placeInJson(text, keys, false)
    const inherited: Strictness[] = []
    for (const { keys, wanted } of extendedBy(value)) {
      const next = openExtended(this.#project, file, wanted)
      if (next.kind === 'refused') {
        const hint = 'extend a file of the project or a package, or write the options here'
        this.object(file, `${quote(wanted)} is refused: ${next.why}`, await place(keys), hint)
      } else if (next.kind === 'unreadable') {
        this.object(file, `${quote(wanted)} cannot be read: ${next.why}`, await place(keys))
      } else if (depth === longestChain) {
        this.object(file, 'it extends itself, or too many files', await place(keys))
      } else if (next.kind === 'found') {
        inherited.push(await this.read(next.file, next.text, depth + 1))
      } else {
        inherited.push(unknown)
      }
    }
    const own = ownOptions(value)
    for (const option of own.wrong) {
      const message = `compilerOptions.${option} must be true or false`
      this.object(file, message, await place(['compilerOptions', option]))
    }
    return Object.assign({}, ...inherited, own.strictness)
  }

  /**
   * Says what is wrong with a file of the project; one of a package is as if it did not say it.
   *
   * @param hint Given when something is refused.
   */
  object(file: SettingsFile, message: string, place?: TextPlace, hint?: string): void {
    if (file.root !== this.#project) return
    const code = hint === undefined ? 'BW105' : 'BW101'
    this.diagnostics.push(
      diagnosticOf(code, message, { origin: { file: file.path, ...place }, hint }),
    )
  }
}

interface Extending {
  readonly keys: readonly string[]
  readonly wanted: string
}

function extendedBy(settings: unknown): readonly Extending[] {
  const own = ownValue(settings, 'extends')
  if (typeof own === 'string') return [{ keys: ['extends'], wanted: own }]
  if (!Array.isArray(own)) return []
  return own.flatMap((wanted: unknown, index) =>
    typeof wanted === 'string' ? [{ keys: ['extends', String(index)], wanted }] : [],
  )
}

function ownOptions(settings: unknown) {
  const options = ownValue(settings, 'compilerOptions')
  const given = strictnessOptions.flatMap((option) => {
    const value = ownValue(options, option)
    return value === undefined ? [] : [[option, value] as const]
  })
  return {
    strictness: Object.fromEntries(given) as Strictness,
    wrong: given.filter(([, value]) => typeof value !== 'boolean').map(([option]) => option),
  }
}

function ownValue(data: unknown, key: string): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined
  return (data as Readonly<Record<string, unknown>>)[key]
}
