import type { CallExpression, Node, SourceFile } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import type { Origin } from '../diagnostic/diagnostic.ts'
import type { Code, Item, MethodCall } from '../dialects/code.ts'
import type { CallPart, Step } from './call-part.ts'
import type { Chain, Link } from './chain.ts'
import { isWrittenOut } from './chain.ts'
import { keyLiteral } from './literals.ts'
import { printCode, printMethodCall } from './print-code.ts'
import type { TextEdit } from './text-edits.ts'
import { appendItem, insertAfter, removeBehind, removeItem, replaceNode } from './text-edits.ts'

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
 * The edit that gives `link` the setting at `place`, as `wanted` has it.
 *
 * @param isMade Whether the call makes this very setting already.
 * @throws MadeElsewhere when what is there is computed.
 */
export function setInLink(
  source: string,
  link: Link,
  { steps }: CallPart,
  wanted: MethodCall,
  isMade: boolean,
): TextEdit {
  let container = argumentsOf(link.call, wanted.args)
  if (steps.length === 0) return replaceArguments(link, container)
  let value: { readonly node: Node; readonly code: Code } | undefined
  for (const step of steps) {
    const inner = value === undefined ? container : enter(value.node, value.code)
    const item = inner?.items.find(({ key }) => key === step)
    // What is wanted is made in another way than what is there, which goes as a whole.
    if (inner === undefined || item === undefined) break
    container = inner
    const node = inner.nodes.find(({ key }) => key === step)?.node
    if (node === undefined) {
      // The call makes it, and does not say it: a spread object does.
      if (isMade) throw computed(link.name)
      const text = typeof step === 'string' ? `${keyLiteral(step)}: ` : ''
      const nodes = inner.nodes.map((each) => each.node)
      return appendItem(source, inner.open, nodes, text + printCode(item.code))
    }
    value = { node, code: item.code }
  }
  if (value === undefined || !isWrittenOut(valueNode(value.node))) {
    throw computed(value?.node ?? link.name)
  }
  return replaceNode(valueNode(value.node), printCode(value.code))
}

/** The edit that adds a call behind `after`, in the layout of the chain. */
export function addLink(source: string, chain: Chain, after: Node, wanted: MethodCall): TextEdit {
  const printed = printMethodCall(wanted).trim()
  const [indent] = chain.links.flatMap(({ name }) => indentOf(source, name) ?? [])
  if (indent !== undefined) return insertAfter(source, after, `\n${indent}${printed}`)
  return { start: after.getEnd(), end: after.getEnd(), text: printed }
}

/**
 * The edit that takes the setting at `place` out of `link`: the item, or what is empty without it.
 *
 * @throws MadeElsewhere when what is there is computed.
 */
export function removeFromLink(source: string, link: Link, part: CallPart): TextEdit {
  // A call about one name goes as a whole.
  const steps = part.name === undefined ? part.steps : []
  let container = argumentsOf(link.call, [])
  const path: { readonly node: Node; readonly siblings: readonly Node[] }[] = []
  for (const step of steps) {
    const last = path.at(-1)
    const inner = last === undefined ? container : enter(last.node, undefined)
    const node = inner?.nodes.find(({ key }) => key === step)?.node
    if (inner === undefined || node === undefined) throw computed(link.name)
    container = inner
    path.push({ node, siblings: inner.nodes.map((each) => each.node) })
  }
  for (const { node, siblings } of path.reverse()) {
    if (!isWrittenOut(node)) throw computed(node)
    const parent = node.getParent()?.asKind(SyntaxKind.CallExpression)
    const isOption = parent !== undefined && parent !== link.call
    if (siblings.length > 1 || isOption) return removeItem(source, siblings, siblings.indexOf(node))
  }
  const access = link.call.getExpressionIfKindOrThrow(SyntaxKind.PropertyAccessExpression)
  return removeBehind(source, access.getExpression(), link.call)
}

/** Two brackets and what is between them: in the source, and as it is wanted. */
interface Container {
  /** The offset behind the opening bracket. */
  readonly open: number
  readonly nodes: readonly { readonly key: Step; readonly node: Node }[]
  readonly items: readonly { readonly key: Step; readonly code: Code }[]
}

function argumentsOf(call: CallExpression, wanted: readonly Item[]): Container {
  const open = call.getFirstChildByKindOrThrow(SyntaxKind.OpenParenToken).getEnd()
  return { open, nodes: call.getArguments().map(numbered), items: wanted.map(numberedCode) }
}

/** Returns the content of `node` when `code` has the same kind of content. */
function enter(node: Node, code: Code | undefined): Container | undefined {
  const value = valueNode(node)
  const call = value.asKind(SyntaxKind.CallExpression)
  if (call !== undefined && isWrittenOut(call)) {
    if (code === undefined) return argumentsOf(call, [])
    if (code.kind !== 'call' || code.callee !== call.getExpression().getText()) return undefined
    return argumentsOf(
      call,
      code.args.map((each) => ({ code: each, comments: [] })),
    )
  }
  const open = value.getStart() + 1
  const list = value.asKind(SyntaxKind.ArrayLiteralExpression)
  if (list !== undefined && (code === undefined || code.kind === 'list')) {
    return {
      open,
      nodes: list.getElements().map(numbered),
      items: code?.items.map(numberedCode) ?? [],
    }
  }
  const object = value.asKind(SyntaxKind.ObjectLiteralExpression)
  if (object === undefined || (code !== undefined && code.kind !== 'record')) return undefined
  const nodes = object.getProperties().map((each) => ({ key: keyOf(each), node: each }))
  return { open, nodes, items: code?.entries ?? [] }
}

function numbered(node: Node, key: number) {
  return { key, node }
}

function numberedCode({ code }: Item, key: number) {
  return { key, code }
}

/** The key that a property sets; none that anyone asks for when it is computed or spread. */
function keyOf(property: Node): string {
  const named =
    property.asKind(SyntaxKind.PropertyAssignment) ??
    property.asKind(SyntaxKind.ShorthandPropertyAssignment)
  const name = named?.getNameNode()
  const computedName = name?.asKind(SyntaxKind.ComputedPropertyName)?.getExpression()
  const text = (computedName ?? name)?.asKind(SyntaxKind.StringLiteral)?.getLiteralText()
  return text ?? (computedName === undefined ? (name?.getText() ?? '') : '')
}

function valueNode(node: Node): Node {
  return node.asKind(SyntaxKind.PropertyAssignment)?.getInitializer() ?? node
}

function replaceArguments({ call }: Link, { open, nodes, items }: Container): TextEdit {
  const written = nodes.find(({ node }) => !isWrittenOut(node))
  if (written !== undefined) throw computed(written.node)
  const end = call.getEnd() - 1
  return { start: open, end, text: items.map(({ code }) => printCode(code)).join(', ') }
}

function computed(node: Node): MadeElsewhere {
  return new MadeElsewhere('it is computed', node)
}

/** Returns the text before the link's dot, when it is only space. */
function indentOf(source: string, name: Node): string | undefined {
  const start = source.lastIndexOf('\n', name.getStart()) + 1
  const [, indent] = /^([ \t]*)\.$/.exec(source.slice(start, name.getStart())) ?? []
  return indent
}
