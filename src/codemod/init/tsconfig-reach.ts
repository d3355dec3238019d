import { posix } from 'node:path'
import type { SettingsFile } from '../../evaluate/types/extended-settings.ts'
import { openExtended, settingsName } from '../../evaluate/types/extended-settings.ts'
import { readJsonWithComments } from '../../files/json-places.ts'
import { isTable } from '../../smolfile/is-table.ts'

/** What a project's tsconfig.json says of which files are its, and of how it takes them. */
export interface TsconfigReach {
  /** Whether the editor takes a file of the project, by its path in it, for one of it. */
  readonly covers: (path: string) => boolean
  /** Whether `include` stands in the file itself, so that a folder can be put into it. */
  readonly hasInclude: boolean
  /** The compiler's options, those of what it extends among them. */
  readonly options: Readonly<Record<string, unknown>>
}

/** Patterns, and the folder in the project that they start from. */
interface Patterns {
  readonly base: string
  readonly list: readonly string[]
}

interface Read {
  readonly options: Readonly<Record<string, unknown>>
  readonly include?: Patterns
  readonly exclude?: Patterns
  readonly files?: Patterns
}

/** Most files that extend each other. */
const longestChain = 32

/**
 * Reads which files a tsconfig.json is for, as TypeScript does (typescriptlang.org/tsconfig,
 * "include"). What it extends and what cannot be read says nothing.
 *
 * @param project Real path of the project.
 * @returns Nothing when it is no JSON object.
 */
export async function readTsconfig(
  project: string,
  text: string,
): Promise<TsconfigReach | undefined> {
  const file = { root: project, path: settingsName }
  const { value } = await readJsonWithComments(text)
  if (!isTable(value)) return undefined
  const { options, include, exclude, files } = await readChain(project, file, value, 1)
  const included = include ?? (files === undefined ? { base: '', list: ['**/*'] } : none)
  const outDir = typeof options.outDir === 'string' ? [options.outDir] : []
  const excluded = exclude ?? { base: '', list: ['node_modules', 'bower_components', ...outDir] }
  const covers = (path: string) =>
    matches(files ?? none, path, 'file') ||
    (matches(included, path, 'include') && !matches(excluded, path, 'exclude'))
  return { covers, hasInclude: Array.isArray(value.include), options }
}

const none: Patterns = { base: '', list: [] }

async function readChain(
  project: string,
  file: SettingsFile,
  value: Readonly<Record<string, unknown>>,
  depth: number,
): Promise<Read> {
  const extended = [value.extends].flat().filter((each) => typeof each === 'string')
  let read: Read = { options: {} }
  for (const wanted of depth === longestChain ? [] : extended) {
    const next = openExtended(project, file, wanted)
    if (next.kind !== 'found') continue
    const { value: inner } = await readJsonWithComments(next.text)
    if (!isTable(inner)) continue
    const base = await readChain(project, next.file, inner, depth + 1)
    read = { ...read, ...base, options: { ...read.options, ...base.options } }
  }
  const base = posix.dirname(file.path)
  const lists = (['include', 'exclude', 'files'] as const).flatMap((key) => {
    const list = value[key]
    // What a package includes is no file of the project.
    if (!Array.isArray(list) || file.root !== project) return []
    return [[key, { base, list: list.filter((each) => typeof each === 'string') }] as const]
  })
  const options = isTable(value.compilerOptions) ? value.compilerOptions : {}
  return { ...read, ...Object.fromEntries(lists), options: { ...read.options, ...options } }
}

function matches({ base, list }: Patterns, path: string, kind: 'file' | 'include' | 'exclude') {
  return list.some((pattern) => {
    const whole = posix
      .normalize(posix.join(base, pattern.replaceAll('\\', '/')))
      .replace(/\/$/, '')
    if (kind === 'file') return whole === path
    return expressionFor(whole, kind).test(path)
  })
}

/** A pattern with no wildcard and no extension at its end is a folder, with all that is in it. */
function expressionFor(pattern: string, kind: 'include' | 'exclude'): RegExp {
  if (pattern === '.') return /^/
  const last = posix.basename(pattern)
  const isFolder = kind === 'exclude' || !/[*?.]/.test(last)
  const parts = pattern.split('/').map((part) => {
    if (part === '**') return '(?:[^/]+/)*'
    const one = part.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replaceAll('?', '[^/]')
    return `${one.replace(/\*+/g, '[^/]*')}/`
  })
  const whole = parts.join('')
  if (last === '**') return new RegExp(`^${whole}`)
  return new RegExp(`^${whole.slice(0, -1)}${isFolder ? '(?:/|$)' : '$'}`)
}
