import { policyFolder } from '../../evaluate/discover.ts'
import { settingsName } from '../../evaluate/types/extended-settings.ts'
import type { JsonEdit } from './json-edits.ts'
import type { TsconfigReach } from './tsconfig-reach.ts'
import { readTsconfig } from './tsconfig-reach.ts'

/** What is to become of a project's settings for editors and `tsc`. */
export type TsconfigPlan =
  /** No file, or none that bottles are in: these are written, each by its path. */
  | { readonly kind: 'write'; readonly files: Readonly<Record<string, string>> }
  | {
      readonly kind: 'edit'
      readonly edits: readonly JsonEdit[]
      readonly changes: readonly string[]
    }
  | { readonly kind: 'keep'; readonly todo?: string }

/**
 * As the tool itself checks types: what the sandbox has, and every file a module, whatever
 * package.json says. The project's own strictness stands in the same file.
 */
const compilerOptions = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  // Bottle files have the language alone: no Node.js and no browser.
  lib: ['es2023'],
  types: [],
  noEmit: true,
}

/**
 * Plans how editors are to check bottles and policies. A tsconfig.json that only checks gets their
 * folders into its `include`. One that is for a program that is built would build them with it, so
 * theirs stand in their own folders, where an editor looks first.
 *
 * @param text The project's tsconfig.json; undefined when there is none.
 * @param isModule Whether package.json makes modules of the project's files.
 */
export async function planTsconfig(
  project: string,
  text: string | undefined,
  bottles: string,
  isModule: boolean,
): Promise<TsconfigPlan> {
  const folders = [bottles, policyFolder]
  if (text === undefined) {
    return { kind: 'write', files: { [settingsName]: settingsFor(folders) } }
  }
  const read = await readTsconfig(project, text)
  if (read === undefined) {
    const names = folders.map((each) => JSON.stringify(each)).join(' and ')
    return {
      kind: 'keep',
      todo: `${settingsName} is not JSON: repair it, and put ${names} into "include"`,
    }
  }
  const missing = folders.filter(
    (folder) => !read.covers(`${folder}/a${extensions.get(folder) ?? '.bottle.ts'}`),
  )
  if (missing.length === 0) return { kind: 'keep', ...moduleAdvice(read, isModule) }
  if (!read.hasInclude || !onlyChecks(read, isModule)) {
    const own = missing.map((folder) => [`${folder}/${settingsName}`, settingsFor(['.'])] as const)
    return { kind: 'write', files: Object.fromEntries(own) }
  }
  const edits: JsonEdit[] = missing.map((value) => ({ kind: 'append', keys: ['include'], value }))
  const changes = missing.map((folder) => `"include" has ${JSON.stringify(folder)}`)
  if (read.options.allowImportingTsExtensions !== true) {
    const keys = ['compilerOptions', 'allowImportingTsExtensions']
    edits.push({ kind: 'set', keys, value: true })
    changes.push('"allowImportingTsExtensions" is true')
  }
  return { kind: 'edit', edits, changes }
}

const extensions = new Map([[policyFolder, '.policy.ts']])

function settingsFor(include: readonly string[]): string {
  return `${JSON.stringify({ compilerOptions, include }, null, 2)}\n`
}

/** Whether nothing is built of the files, and bottle files are modules among them. */
function onlyChecks({ options }: TsconfigReach, isModule: boolean): boolean {
  return options.noEmit === true && !options.composite && takesModules(options, isModule)
}

function takesModules(options: Readonly<Record<string, unknown>>, isModule: boolean): boolean {
  const module = nameOf(options.module)
  if (/^node/.test(module)) return isModule
  return /^(?:es(?:\d|next)|preserve)/.test(module)
}

/** What is to be done where tsconfig.json takes bottle files for CommonJS. */
function moduleAdvice({ options }: TsconfigReach, isModule: boolean): { readonly todo?: string } {
  const module = nameOf(options.module)
  if (!/^node/.test(module) || isModule) return {}
  const todo = `${settingsName} takes bottle files for CommonJS, by "module": "${module}" and package.json: give package.json "type": "module", or ${settingsName} "module": "esnext" and "moduleResolution": "bundler"`
  return { todo }
}

function nameOf(value: unknown): string {
  return typeof value === 'string' && /^\w+$/.test(value) ? value.toLowerCase() : ''
}
