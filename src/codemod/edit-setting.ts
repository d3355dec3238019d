import type { SourceFile } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import type { Origin } from '../diagnostic/diagnostic.ts'
import { callsOf } from '../dialects/calls.ts'
import type { Item, MethodCall } from '../dialects/code.ts'
import { call, literal } from '../dialects/code.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { variableCode } from '../dialects/environment-calls.ts'
import type { NetworkChoice } from '../dialects/kinds/network.ts'
import { rowOfKey } from '../dialects/rows.ts'
import { kindOf } from '../language/kinds.ts'
import { parentPath } from '../smolfile/setting-path.ts'
import { importEdits, usedNames } from './api-imports.ts'
import type { CallPart } from './call-part.ts'
import { callPartOf } from './call-part.ts'
import type { Chain, Link } from './chain.ts'
import { chainOf, memberChainOf, SourceReader, unwrapped } from './chain.ts'
import { addLink } from './chain-edits.ts'
import { codeStyle } from './code-style.ts'
import { linkAt, MadeElsewhere, removeFromLink, setInLink } from './edit.ts'
import { importsOf, printCall } from './print-code.ts'
import type { Setting } from './setting.ts'
import type { TextEdit } from './text-edits.ts'
import { applyEdits } from './text-edits.ts'

/** The place where each setting was made, by its path. */
export type Origins = ReadonlyMap<string, Origin | undefined>

export interface WantedSetting {
  readonly setting: Setting
  /** The bottle's slug, when the source is that of a fleet. */
  readonly member?: string | undefined
  /** Undefined when the setting is to go. */
  readonly value: unknown
  /** The document that the source gives, and the one that the edited source is to give. */
  readonly current: SmolfileDocument
  readonly expected: SmolfileDocument
}

/**
 * The source of a bottle with one setting changed, and everything else as it was.
 *
 * @throws MadeElsewhere when the setting is not set directly in the bottle's own calls.
 */
export function editSetting(
  source: string,
  dialect: DialectName,
  origins: Origins,
  wanted: WantedSetting,
): string {
  const reader = new SourceReader()
  const file = reader.read(source)
  const used = usedNames(file)
  const { edits, names } = settingEdits(file, dialect, origins, wanted)
  const edited = applyEdits(source, edits)
  return applyEdits(edited, importEdits(reader.read(edited), names, used))
}

interface SettingEdits {
  readonly edits: readonly TextEdit[]
  /** The names that they use of the authoring language. */
  readonly names: readonly string[]
}

function settingEdits(
  file: SourceFile,
  dialect: DialectName,
  origins: Origins,
  { setting, member, value, current, expected }: WantedSetting,
): SettingEdits {
  const chain = member === undefined ? chainOf(file) : memberChainOf(file, member)
  if (chain === undefined) {
    throw new MadeElsewhere(
      member === undefined ? 'the export is not a chain of calls' : 'the fleet computes the bottle',
    )
  }
  const origin = originOf(dialect, origins, setting.path)
  const place = callPartOf(dialect, setting)
  const made = origin === undefined ? undefined : linkAt(chain, file, origin)
  const link = made?.method === place.method ? made : undefined
  if (origin !== undefined && link === undefined) throw new MadeElsewhere('it is set elsewhere')
  const isMade = origins.has(setting.path) || isElement(current, setting)
  const begun = place.appends ? firstOf(origins, setting, origin) : 0
  const within = { ...place, steps: shifted(place, begun) }
  if (value === undefined) {
    if (link === undefined) throw new MadeElsewhere('it is a default')
    return { edits: removeFromLink(link, within), names: [] }
  }
  const wanted = wantedCall(place, setting, value, callsOf(dialect, expected), begun)
  const own = typeof value === 'boolean' ? literal(value) : undefined
  const target = link ?? openLink(chain, place)
  const names = wanted.args.flatMap(({ code }) => importsOf(code))
  if (target !== undefined)
    return { edits: setInLink(target, ofDevice(setting, within), wanted, isMade, own), names }
  const before = linkBefore(chain, dialectOf(dialect).methodOrder, place.method)
  return { edits: addLink(chain, before, printCall(wanted, codeStyle(file))), names }
}

/** Whether the setting is an element that a list has already. */
function isElement(document: SmolfileDocument, { keys }: Setting): boolean {
  const value = keys.reduce<unknown>(
    (table, key) => (table as Readonly<Record<string, unknown>> | undefined)?.[key],
    document,
  )
  return typeof keys.at(-1) === 'number' && value !== undefined
}

/** A device that is set again has another socket, and the options that it had. */
function ofDevice({ row }: Setting, part: CallPart): CallPart {
  return row.kind === 'devices' ? { ...part, steps: [...part.steps, 0] } : part
}

/** Finds where the setting was made, or what it is part of. A table is made key by key. */
export function originOf(dialect: DialectName, origins: Origins, path: string): Origin | undefined {
  if (origins.has(path)) return origins.get(path)
  const parent = parentPath(path)
  if (parent === undefined) return undefined
  const row = rowOfKey(dialectOf(dialect).rows, parent)
  const isMerged = row !== undefined && row.method !== false && kindOf(row).combines !== 'append'
  const isKey = path[parent.length] === '.'
  return isKey && isMerged ? undefined : originOf(dialect, origins, parent)
}

/** The index of the first element that the call added which made the setting. */
function firstOf(origins: Origins, { keys }: Setting, origin: Origin | undefined): number {
  const indexes = [...origins.keys()].flatMap((path) => {
    const [, list, index] = /^(\w+)\[(\d+)\]$/.exec(path) ?? []
    return list === keys[0] ? [Number(index)] : []
  })
  const at = (index: number) => JSON.stringify(origins.get(`${keys[0]}[${index}]`))
  const made = indexes.filter((index) => at(index) === JSON.stringify(origin))
  if (keys.length === 1 && made.length < indexes.length) {
    throw new MadeElsewhere('several calls add to it; name one element')
  }
  if (origin !== undefined) return Math.min(...made, indexes.length)
  const last = at(indexes.length - 1)
  return indexes.findIndex((index) => at(index) === last)
}

function shifted({ steps, appends }: CallPart, begun: number): CallPart['steps'] {
  const [first, ...rest] = steps
  return appends && typeof first === 'number' ? [first - begun, ...rest] : steps
}

/** The call that makes the setting as it is wanted. */
function wantedCall(
  { method, name, appends }: CallPart,
  { keys, row }: Setting,
  value: unknown,
  calls: readonly MethodCall[],
  begun: number,
): MethodCall {
  if (row.kind === 'variables' && keys.length === 2) {
    const entry = { key: String(keys[1]), code: variableCode(String(value)), comments: [] }
    return methodCall(method, [plain({ kind: 'record', entries: [entry] })])
  }
  const choice = row.kind === 'network' ? (value as NetworkChoice) : undefined
  if (choice?.kind === 'tsi') {
    const reason = { key: 'reason', code: literal(choice.reason), comments: [] }
    return methodCall('net', [plain(call('tsi', { kind: 'record', entries: [reason] }))])
  }
  const index = row.kind === 'devices' && typeof keys[1] === 'number' ? keys[1] : 0
  const made = calls
    .filter((each) => each.method === method)
    .filter(({ args: [first] }) => {
      return name === undefined || (first?.code.kind === 'literal' && first.code.value === name)
    })[index]
  if (made === undefined) throw new MadeElsewhere('no call sets it')
  return appends ? { ...made, args: made.args.slice(Math.max(begun, 0)) } : made
}

function methodCall(method: string, args: readonly Item[]): MethodCall {
  return { method, args, comments: [] }
}

function plain(code: Item['code']): Item {
  return { code, comments: [] }
}

/** A call that takes one more key or element. */
function openLink(chain: Chain, { method, merges, appends }: CallPart): Link | undefined {
  const link = chain.links.filter((each) => each.method === method).at(-1)
  if (link === undefined || (!merges && !appends)) return undefined
  const [first] = link.call.getArguments()
  const isObject =
    first !== undefined && unwrapped(first).isKind(SyntaxKind.ObjectLiteralExpression)
  return appends || isObject ? link : undefined
}

/** The last call that people write before `method`; what a preset sets is set before all. */
function linkBefore(chain: Chain, order: readonly string[], method: string) {
  const place = order.indexOf(method)
  const before = chain.links.filter((each) => order.indexOf(each.method) <= place)
  const node = before.at(-1)?.call ?? chain.head
  if (node === undefined) throw new MadeElsewhere('the export does not begin with a builder')
  return node
}
