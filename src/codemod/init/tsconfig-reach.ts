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
    const isFolder = kind === 'exclude' || !/[*?.]/.test(posix.basename(whole))
    return whole === '.' || globExpression(whole, isFolder).test(path)
  })
}

/**
 * The paths that a pattern with `*`, `?` and `**` means. In tsconfig.json, one with no wildcard and no
 * extension at its end is a folder.
 *
 * @param isFolder Whether all that is in what it means is meant as well.
 */
export function globExpression(pattern: string, isFolder: boolean): RegExp {
  const parts = posix.normalize(pattern).replace(/\/$/, '').split('/')
  const whole = parts.map((part) => {
    if (part === '**') return '(?:[^/]+/)*'
    const one = part.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replaceAll('?', '[^/]')
    return `${one.replace(/\*+/g, '[^/]*')}/`
  })
  const text = whole.join('')
  if (parts.at(-1) === '**') return new RegExp(`^${text}`)
  return new RegExp(`^${text.slice(0, -1)}${isFolder ? '(?:/|$)' : '$'}`)
}
