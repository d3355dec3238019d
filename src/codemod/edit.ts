import type { CallExpression, Node, SourceFile } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import type { Origin } from '../diagnostic/diagnostic.ts'
import type { Code, Item, MethodCall } from '../dialects/code.ts'
import type { CallPart, Step } from './call-part.ts'
import type { Chain, Link } from './chain.ts'
import { calleeOf, isWrittenOut, languageFunctions, spreadLiteral, unwrapped } from './chain.ts'
import { removeLink } from './chain-edits.ts'
import { codeStyle } from './code-style.ts'
import type { Added, ItemBrackets, Standing } from './item-edits.ts'
import { editItems, hasOtherComments } from './item-edits.ts'
import type { Wanted } from './match-items.ts'
import { matchItems, propertyName, says } from './match-items.ts'
import { printCode, printEntry } from './print-code.ts'
import type { TextEdit } from './text-edits.ts'
import { replaceNode } from './text-edits.ts'

/** A setting that is not set directly in the bottle's own calls, and where it is made. */
export class MadeElsewhere extends Error {
  override readonly name = 'MadeElsewhere'
  readonly line: number | undefined
  readonly column: number | undefined

  /** @param node What makes it in the bottle file, if that is where it is made. */
  constructor(message: string, node?: Node) {
    super(message)
    if (node === undefined) return
    const place = node.getSourceFile().getLineAndColumnAtPos(node.getStart())
    this.line = place.line
    this.column = place.column
  }
}

/** The link of the chain that made the setting at `origin`. */
export function linkAt(chain: Chain, file: SourceFile, { line, column }: Origin): Link | undefined {
  return chain.links.find(({ name }) => {
    const place = file.getLineAndColumnAtPos(name.getStart())
    return place.line === line && place.column === column
  })
}

/**
 * The edits that give `link` the setting at `place`, as `wanted` has it. What is said already stays
 * as it is written.
 *
 * @param isMade Whether the call makes this very setting already.
 * @param value What says it where `wanted` does not, since it is the default.
 * @throws MadeElsewhere when what is there is computed.
 */
export function setInLink(
  link: Link,
  { steps }: CallPart,
  wanted: MethodCall,
  isMade: boolean,
  value?: Code,
): readonly TextEdit[] {
  let container = argumentsOf(link.call, wanted.args)
  if (steps.length === 0) return changeItems(container)
  let found: { readonly node: Node; readonly code: Code } | undefined
  for (const [index, step] of steps.entries()) {
    const inner = found === undefined ? container : enter(found.node, found.code)
    const own = index === steps.length - 1 && value !== undefined
    const item =
      inner?.items.find(({ key }) => key === step) ?? (own ? { key: step, code: value } : undefined)
    // What is wanted is made in another way than what is there, which goes as a whole.
    if (inner === undefined || item === undefined) break
    container = inner
    const node = inner.places.findLast(({ key }) => key === step)?.node
    if (node === undefined) {
      // The call makes it, and does not say it: a spread object does.
      if (isMade) throw computed(link.name)
      return addItem(inner, item)
    }
    found = { node, code: item.code }
  }
  if (found === undefined) throw computed(link.name)
  return changeValue(found.node, found.code)
}

/**
 * The edits that take the setting at `place` out of `link`: the item, or what is empty without it.
 *
 * @throws MadeElsewhere when what is there is computed.
 */
export function removeFromLink(link: Link, part: CallPart): readonly TextEdit[] {
  // A call about one name goes as a whole.
  const steps = part.name === undefined ? part.steps : []
  let container = argumentsOf(link.call, [])
  const path: Place[] = []
  for (const step of steps) {
    const last = path.at(-1)
    const inner = last === undefined ? container : enter(last.node, undefined)
    const place = inner?.places.findLast(({ key }) => key === step)
    if (inner === undefined || place === undefined) throw computed(link.name)
    container = inner
    path.push(place)
  }
  for (const { node, brackets } of path.reverse().map(emptied)) {
    if (!isWrittenOut(node)) throw computed(node)
    const parent = node.getParent()
    const isOption = parent?.isKind(SyntaxKind.CallExpression) === true && parent !== link.call
    const isKept =
      parent?.isKind(SyntaxKind.ObjectLiteralExpression) === true && hasOtherComments(brackets)
    if (brackets.items.length > 1 || isOption || isKept) {
      return editItems(brackets, { removed: [node], added: [] })
    }
  }
  return removeLink(link)
}

/** The item, or the spread of a list or object that is empty without it. */
function emptied({ node, brackets }: Standing): Standing {
  const { items, spread } = brackets
  return spread === undefined || items.length > 1 ? { node, brackets } : emptied(spread)
}

/** An item with its key. */
interface Place extends Standing {
  readonly key: Step | undefined
}

/** Two brackets and what is between them: in the source, and as it is wanted. */
interface Container {
  readonly brackets: ItemBrackets
  readonly places: readonly Place[]
  readonly items: readonly Wanted[]
}

/** The edits after which `node` says `code`. */
function changeValue(node: Node, code: Code): readonly TextEdit[] {
  if (!isWrittenOut(node)) throw computed(node)
  const value = initialized(node)
  if (says(value, code)) return []
  const isAsserted = code.kind === 'asserted' || /\bas string as \w+$/.test(value.getText())
  const inner = enter(value, code)
  if (inner !== undefined) return changeItems(inner)
  return [replaceNode(isAsserted ? value : unwrapped(value), printCode(code, codeStyle(node)))]
}

/** The edits after which the brackets hold what is wanted; what they hold of it stays. */
function changeItems({ brackets, places, items }: Container): readonly TextEdit[] {
  const unknown = places.find(({ node }) => !isWrittenOut(node))
  if (unknown !== undefined) throw computed(unknown.node)
  const { kept, removed, added } = matchItems(places, items)
  const changes = new Map<ItemBrackets, { readonly removed: Node[]; readonly added: Added[] }>()
  const changeOf = (each: ItemBrackets) => {
    const change = changes.get(each) ?? { removed: [], added: [] }
    changes.set(each, change)
    return change
  }
  for (const place of removed) changeOf(place.brackets).removed.push(place.node)
  for (const { behind, item } of added) {
    const text = printItem(item, brackets.node)
    changeOf((behind ?? places[0])?.brackets ?? brackets).added.push({ behind: behind?.node, text })
  }
  for (const [{ items, spread }, change] of changes) {
    const isEmptied = change.added.length === 0 && change.removed.length === items.length
    if (spread !== undefined && isEmptied) changeOf(spread.brackets).removed.push(spread.node)
  }
  return [
    ...kept.flatMap(([{ node }, { code }]) => changeValue(node, code)),
    ...[...changes].flatMap(([each, change]) => editItems(each, change)),
  ]
}

function addItem({ brackets }: Container, item: Wanted): readonly TextEdit[] {
  const added = { behind: brackets.items.at(-1), text: printItem(item, brackets.node) }
  return editItems(brackets, { removed: [], added: [added] })
}

function argumentsOf(call: CallExpression, wanted: readonly Item[]): Container {
  const open = call.getFirstChildByKindOrThrow(SyntaxKind.OpenParenToken).getEnd()
  const brackets = { node: call, open, close: call.getEnd() - 1, items: call.getArguments() }
  return { brackets, places: placesIn(brackets), items: wanted.map(numberedCode) }
}

/** Returns the content of `node` when `code` has the same kind of content. */
function enter(node: Node, code: Code | undefined): Container | undefined {
  const value = valueNode(node)
  const call = value.asKind(SyntaxKind.CallExpression)
  if (call !== undefined && languageFunctions.has(calleeOf(call))) {
    if (code === undefined) return argumentsOf(call, [])
    if (code.kind !== 'call' || code.callee !== calleeOf(call)) return undefined
    return argumentsOf(
      call,
      code.args.map((each) => ({ code: each, comments: [] })),
    )
  }
  const isList = value.isKind(SyntaxKind.ArrayLiteralExpression)
  if (!isList && !value.isKind(SyntaxKind.ObjectLiteralExpression)) return undefined
  if (code !== undefined && code.kind !== (isList ? 'list' : 'record')) return undefined
  const brackets = bracketsOf(value)
  return { brackets, places: placesIn(brackets), items: wantedOf(code) }
}

function wantedOf(code: Code | undefined): readonly Wanted[] {
  if (code?.kind === 'list') return code.items.map(numberedCode)
  return code?.kind === 'record' ? code.entries : []
}

function bracketsOf(node: Node): ItemBrackets {
  const items =
    node.asKind(SyntaxKind.ArrayLiteralExpression)?.getElements() ??
    node.asKind(SyntaxKind.ObjectLiteralExpression)?.getProperties() ??
    []
  return { node, open: node.getStart() + 1, close: node.getEnd() - 1, items }
}

/** The items between the brackets, and between those of lists and objects that are spread there. */
function placesIn(brackets: ItemBrackets): readonly Place[] {
  const places = brackets.items.flatMap((node): readonly Standing[] => {
    const inner = spreadLiteral(node)
    if (inner === undefined) return [{ node, brackets }]
    return placesIn({ ...bracketsOf(inner), spread: { node, brackets } })
  })
  if (brackets.node.isKind(SyntaxKind.ObjectLiteralExpression)) {
    return places.map((place) => ({ ...place, key: propertyName(place.node) }))
  }
  const computedAt = places.findIndex(({ node }) => node.isKind(SyntaxKind.SpreadElement))
  // How many elements a computed list has is not known, nor the number of what follows.
  return places.map((place, index) => {
    return { ...place, key: computedAt === -1 || index < computedAt ? index : undefined }
  })
}

function numberedCode({ code }: Item, key: number): Wanted {
  return { key, code }
}

/** What a property is set to, in parentheses and with its type as they are. */
function initialized(node: Node): Node {
  return node.asKind(SyntaxKind.PropertyAssignment)?.getInitializer() ?? node
}

/** As {@link initialized}, without parentheses and type. */
function valueNode(node: Node): Node {
  return unwrapped(initialized(node))
}

function printItem({ key, code }: Wanted, node: Node): string {
  const style = codeStyle(node)
  return typeof key === 'number'
    ? printCode(code, style)
    : printEntry({ key, code, comments: [] }, style)
}

function computed(node: Node): MadeElsewhere {
  return new MadeElsewhere('it is computed', node)
}
