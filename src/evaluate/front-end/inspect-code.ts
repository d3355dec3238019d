import { parseSync } from 'oxc-parser'
import type { DiagnosticCode } from '../../diagnostic/catalogue.ts'
import { quote } from '../../diagnostic/text.ts'
import { limits } from '../limits.ts'
import { findAsync } from './find-async.ts'
import { findOutward } from './find-outward.ts'
import type { TypeImport } from './find-type-imports.ts'
import { findTypeImports } from './find-type-imports.ts'

/** A static import or re-export, at an offset of the source. */
export interface ImportRequest {
  readonly specifier: string
  readonly offset: number
  /** The names that are imported; none of a namespace or a bare import. */
  readonly names: readonly string[]
}

/** Something that is wrong at an offset of the source. */
export interface SourceProblem {
  readonly code: DiagnosticCode
  readonly message: string
  readonly offset?: number
  readonly hint?: string
}

/** What a file of code is, as far as it is looked at and not run. */
export interface Inspected {
  readonly imports: readonly ImportRequest[]
  /** What is imported for its types: the compiler reads it, and the engine does not. */
  readonly typeImports: readonly TypeImport[]
  readonly problems: readonly SourceProblem[]
  /** The text without import attributes. */
  readonly plain: string
}

export const parserOptions = { lang: 'ts', sourceType: 'module', astType: 'ts' } as const

/**
 * Parses a file of code.
 *
 * @param showSemanticErrors Whether what parses and is an error all the same is one here. Whoever
 *   strips the types hears of it then.
 */
export function parseCode(text: string, showSemanticErrors = false): ReturnType<typeof parseSync> {
  return parseSync('module.ts', text, { ...parserOptions, showSemanticErrors })
}

/** Finds what a file of code imports, and what is refused in it. */
export function inspectCode(text: string, parsed: ReturnType<typeof parseSync>): Inspected {
  const [error] = parsed.errors
  if (error !== undefined) {
    const offset = error.labels[0]?.start
    const message = `this does not parse: ${quote(error.message)}`
    const problem: SourceProblem = {
      code: 'BW104',
      message,
      ...(offset === undefined ? {} : { offset }),
      ...(error.helpMessage === null ? {} : { hint: error.helpMessage }),
    }
    return { imports: [], typeImports: [], problems: [problem], plain: text }
  }
  const { requests, problems: attributeProblems, text: plain } = readImports(text, parsed.module)
  const problems = [...attributeProblems, ...findRefused(text, parsed)]
  return { imports: requests, typeImports: findTypeImports(text, parsed), problems, plain }
}

const hermetic = 'a bottle file has static imports only, and runs synchronously from top to bottom'

function findRefused(text: string, parsed: ReturnType<typeof parseSync>): SourceProblem[] {
  const refused = (what: string, offset: number): SourceProblem => ({
    code: 'BW102',
    message: `${what} is not available in a bottle file`,
    offset,
    hint: hermetic,
  })
  const { dynamicImports, importMetas } = parsed.module
  return [
    ...dynamicImports.map(({ start }) => refused('import()', start)),
    ...importMetas.map(({ start }) => refused('import.meta', start)),
    // The words alone prove nothing, but without them there is no need to look at the tree.
    ...(/\b(?:async|await)\b/.test(text)
      ? findAsync(parsed.program).map(({ what, offset }) => refused(what, offset))
      : []),
    ...findOutward(text, parsed).map(({ what, offset }): SourceProblem => {
      const message = `${quote(what)} is refused: it declares for files that do not import it`
      const hint = 'export the types from a module, and import them where they are used'
      return { code: 'BW107', message, offset, hint }
    }),
  ]
}

/** A request as it stands in the text: up to `end`, with what follows the specifier. */
interface WrittenRequest extends ImportRequest {
  readonly specifierEnd: number
  readonly end: number
}

/**
 * The imports of a module. Import attributes are blanked in the text that goes on: what a file is
 * follows from its extension, and an attribute that says otherwise is a problem.
 */
function readImports(text: string, record: ReturnType<typeof parseSync>['module']) {
  const requests = writtenRequests(record)
  const [excess] = requests.slice(limits.imports)
  if (excess !== undefined) {
    const message = `there are ${requests.length} imports; a file has at most ${limits.imports}`
    const problem: SourceProblem = { code: 'BW101', message, offset: excess.offset }
    return { requests: [], problems: [problem], text }
  }
  const problems: SourceProblem[] = []
  let plain = text
  for (const { specifier, offset, specifierEnd, end } of requests) {
    const clause = text.slice(specifierEnd, end)
    const words = clause.replace(/\s+/g, ' ').trim()
    if (words === '' || words === ';') continue
    const type = /^with ?\{ ?type ?: ?(['"])(json|text)\1 ?,? ?\} ?;?$/.exec(words)?.[2]
    const extension = specifier.slice(specifier.lastIndexOf('.'))
    const right = extension === '.json' ? 'json' : ['.ts', '.js'].includes(extension) ? '' : 'text'
    if (type !== right) {
      const message = `the import attributes of ${quote(specifier)} are invalid`
      const hint = right === '' ? 'leave them out' : `write with { type: '${right}' }`
      problems.push({ code: 'BW101', message, offset, hint })
    }
    plain = plain.slice(0, specifierEnd) + clause.replace(/[^\n]/g, ' ') + plain.slice(end)
  }
  return { requests, problems, text: plain }
}

function writtenRequests(record: ReturnType<typeof parseSync>['module']): WrittenRequest[] {
  const requests: WrittenRequest[] = []
  const add = (
    { value, start, end: specifierEnd }: { value: string; start: number; end: number },
    end: number,
    names: readonly string[],
  ) => requests.push({ specifier: value, offset: start, names, specifierEnd, end })
  for (const { moduleRequest, end, entries } of record.staticImports) {
    if (entries.length > 0 && entries.every(({ isType }) => isType)) continue
    const names = entries.flatMap(({ importName }) => importedName(importName))
    add(moduleRequest, end, names)
  }
  for (const { end, entries } of record.staticExports) {
    const [first] = entries
    if (first === undefined || first.moduleRequest === null) continue
    if (entries.every(({ isType }) => isType)) continue
    const names = entries.flatMap(({ importName }) => importName.name ?? [])
    add(first.moduleRequest, end, names)
  }
  return requests
}

function importedName({ kind, name }: { kind: string; name: string | null }): string[] {
  if (kind === 'Default') return ['default']
  return name === null ? [] : [name]
}
