import type { Node, Pair, Document as YamlDocument } from 'yaml'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { escapeControls, quote } from '../../diagnostic/text.ts'
import { fromCarriageReturns } from '../../files/line-ends.ts'
import { isTable } from '../../smolfile/is-table.ts'
import type { ReadCompanion } from '../companion.ts'
import { companionName } from '../companion.ts'
import { wrongOwnAddress } from '../values/own-address.ts'
import type { Companion } from './companion.ts'
import { addressKeys, companionLines, renderCompanion, yaml } from './companion.ts'

type Keys = readonly (string | number)[]

/** A companion is a few hundred characters; its path may be long. */
const longestCompanion = 4096

/**
 * Reads the text of a companion. Whatever the tool would not write is a problem: gvproxy decodes
 * loosely, and what it makes of other texts nobody has measured.
 *
 * @param socket The socket of the device in the Smolfile beside it; undefined when there is none.
 */
export function readCompanion(given: string, socket: string | undefined): ReadCompanion {
  // For gvproxy's reader, too, a carriage return and a line feed are one end of a line.
  const text = fromCarriageReturns(given)
  if (text.length > longestCompanion) {
    return refused(`it has ${text.length} characters; a companion has at most ${longestCompanion}`)
  }
  // The tool writes no other characters, and some of them end a line for gvproxy's reader alone: behind
  // U+0085 in a comment it reads a key.
  const strangeAt = text.search(/[^\n -~]/)
  if (strangeAt !== -1) {
    const sign = quote(String.fromCodePoint(text.codePointAt(strangeAt) ?? 0))
    return refused(`it has ${sign}; a companion is ASCII that can be seen`, lineAt(text, strangeAt))
  }
  // What is nested some thousand times is no companion, and may be more than the stack holds.
  if (/(?:[[{]\s*){20}/.test(text)) return refused('it is nested more than a companion is')
  const { parseDocument } = yaml()
  const document = parseDocument(text, { schema: 'core', version: '1.2', uniqueKeys: true })
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) {
    return refused(`it is no plain YAML: ${firstLine(error.message)}`, error.linePos?.[0].line)
  }
  const [strange] = strangeNodes(document)
  if (strange !== undefined) return refused(`it has ${strange.what}`, lineAt(text, strange.offset))
  const data: unknown = document.toJS({ maxAliasCount: 0 })
  const found = new Map(leavesOf(data, []).map((leaf) => [pathOf(leaf.keys), leaf]))
  const address = found.get(addressPath)?.value
  const companion = { address: String(address), socket: socket ?? socketIn(found) }
  const problems = problemsOf(found, companion, (keys) => lineOf(text, document, keys))
  if (problems.length === 0 && !isLaidOutAs(text, renderCompanion(companion))) {
    problems.push(companionProblem('it is not laid out as bottleworks writes it'))
  }
  if (problems.length === 0) return { address: companion.address, problems, unfit: new Map() }
  const others = new Map(companionLines.map((line) => [pathOf(line.keys), line.value(companion)]))
  const isGood = wrongOwnAddress(companion.address) === undefined
  const unfit = [...found].filter(([path, { value }]) => {
    return others.get(path) !== value || (path === addressPath && !isGood)
  })
  return {
    problems,
    unfit: new Map(unfit.map(([path, { value }]) => [`${companionName} ${path}`, value])),
  }
}

function refused(message: string, line?: number): ReadCompanion {
  return { problems: [companionProblem(message, line)], unfit: new Map([[companionName, message]]) }
}

function companionProblem(message: string, line?: number): CompanionProblem {
  const hint = 'let synth write it: bottleworks takes no other than its own'
  const problem = errorAt('BW020', companionName, message, hint)
  return line === undefined ? problem : { ...problem, line }
}

type CompanionProblem = Problem & { readonly line?: number }

/** A value that is no table or list, or an empty one. */
interface Leaf {
  readonly keys: Keys
  readonly value: unknown
}

function leavesOf(data: unknown, keys: Keys): readonly Leaf[] {
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(data)
    ? data.map((each, index) => [index, each])
    : isTable(data)
      ? Object.entries(data)
      : []
  if (entries.length === 0) return [{ keys, value: data }]
  return entries.flatMap(([key, each]) => leavesOf(each, [...keys, key]))
}

/** `stack.dns[0].records`. */
function pathOf(keys: Keys): string {
  const text = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
  return escapeControls(text.replace(/^\./, ''))
}

const addressPath = pathOf(addressKeys)

/** A problem for each key that is missing, is another, or is one too many. */
function problemsOf(
  found: ReadonlyMap<string, Leaf>,
  companion: Companion,
  lineOfKeys: (keys: Keys) => number | undefined,
): CompanionProblem[] {
  const known = new Set<string>()
  const wrong = companionLines.flatMap(({ keys, value, else: otherwise }) => {
    const path = pathOf(keys)
    known.add(path)
    const leaf = found.get(path)
    const line = lineOfKeys(keys)
    if (path === addressPath && typeof leaf?.value === 'string') {
      const why = wrongOwnAddress(leaf.value)
      return why === undefined ? [] : [companionProblem(`${path}: ${why}`, line)]
    }
    const wanted = value(companion)
    if (leaf?.value === wanted) return []
    const said = leaf === undefined ? 'is missing' : `is ${shown(leaf.value)}`
    const must = keys === addressKeys ? 'an address of the bottle' : shown(wanted)
    return [companionProblem(`${path} ${said}; it must be ${must}: ${otherwise}`, line)]
  })
  const more = [...found].flatMap(([path, { keys }]) => {
    if (known.has(path)) return []
    const message = `${path === '' ? 'all of it' : path} is nothing that a companion has`
    return [companionProblem(`${message}: what it opens is not known`, lineOfKeys(keys))]
  })
  return [...wrong, ...more]
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quote(value) : escapeControls(JSON.stringify(value) ?? '')
}

/** The socket that a companion names, where no Smolfile says which it is to be. */
function socketIn(found: ReadonlyMap<string, Leaf>): string {
  const url = found.get('interfaces.vfkit')?.value
  if (typeof url !== 'string') return '/PATH'
  try {
    return decodeURIComponent(url.replace(/^unixgram:\/\//, ''))
  } catch {
    return ''
  }
}

interface Strange {
  readonly what: string
  readonly offset: number
}

/** What plain data does not have, and readers of YAML do not all read alike. */
function strangeNodes(document: YamlDocument): readonly Strange[] {
  const found: Strange[] = []
  const { isAlias, isPair, visit } = yaml()
  visit(document, (_key, node) => {
    // The library visits what is not there as well: the content of an empty text, a value left out.
    const { anchor, tag, range } = (node ?? {}) as Node & { anchor?: string; tag?: string }
    const offset = range?.[0] ?? 0
    if (isAlias(node)) found.push({ what: 'an alias', offset })
    else if (isPair(node)) {
      const { value } = (node as Pair<{ value?: unknown }>).key ?? {}
      if (typeof value !== 'string') found.push({ what: 'a key that is no text', offset })
    } else if (anchor !== undefined) found.push({ what: 'an anchor', offset })
    else if (tag !== undefined) found.push({ what: 'a tag', offset })
  })
  return found
}

function lineOf(text: string, document: YamlDocument, keys: Keys): number | undefined {
  for (let length = keys.length; length > 0; length--) {
    const node = document.getIn(keys.slice(0, length), true) as Node | undefined
    if (node?.range) return lineAt(text, node.range[0])
  }
  return undefined
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** Whether the two are the same line by line, apart from comments. */
function isLaidOutAs(text: string, other: string): boolean {
  return withoutComments(text) === withoutComments(other)
}

function withoutComments(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/(?:^| +)#.*$/, ''))
  return lines.filter((line) => line !== '').join('\n')
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? ''
}
