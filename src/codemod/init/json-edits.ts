import type { Node as JsonNode } from 'jsonc-parser'
import { findNodeAtLocation, parseTree } from 'jsonc-parser'

/** What a JSON text, comments and all, is to have at a place. */
export type JsonEdit =
  /** The value of a key; objects on the way to it are made. */
  | { readonly kind: 'set'; readonly keys: readonly string[]; readonly value: unknown }
  /** One more item of a list. */
  | { readonly kind: 'append'; readonly keys: readonly string[]; readonly value: unknown }

interface Insertion {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Makes one change to a JSON text. Comments, the order of keys, indentation, line ends, a byte order
 * mark and trailing commas stay as they are, and so does every other byte.
 *
 * @returns Nothing when the text is no JSON, or has something else on the way to the place.
 */
export function editJson(text: string, edit: JsonEdit): string | undefined {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const plain = text.slice(mark.length)
  const root = treeOf(plain)
  if (root === undefined) return undefined
  const insertions = insertionsFor(plain, root, edit)
  if (insertions === undefined) return undefined
  const edited = [...insertions]
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, text: put }) => all.slice(0, start) + put + all.slice(end), plain)
  return mark + edited
}

function treeOf(text: string): JsonNode | undefined {
  try {
    const errors: never[] = []
    const root = parseTree(text, errors, { allowTrailingComma: true })
    return errors.length === 0 ? root : undefined
  } catch {
    return undefined // nested deeper than the library's calls may be
  }
}

function insertionsFor(
  text: string,
  root: JsonNode,
  { kind, keys, value }: JsonEdit,
): readonly Insertion[] | undefined {
  const there = findNodeAtLocation(root, [...keys])
  if (kind === 'append') {
    return there?.type === 'array'
      ? insertLast(text, there, (style) => print(value, style))
      : undefined
  }
  if (there !== undefined) {
    const style = { ...styleOf(text), indent: indentAt(text, there.offset) }
    return [{ start: there.offset, end: endOf(there), text: print(value, style) }]
  }
  const known = keys.findLastIndex(
    (_, index) => findNodeAtLocation(root, keys.slice(0, index)) !== undefined,
  )
  const parent = findNodeAtLocation(root, keys.slice(0, known))
  if (known === -1 || parent?.type !== 'object') return undefined
  const [key = '', ...inner] = keys.slice(known)
  const nested = inner.reduceRight<unknown>((made, name) => ({ [name]: made }), value)
  const item = (style: Style) => `${JSON.stringify(key)}: ${print(nested, style)}`
  return insertLast(text, parent, item)
}

interface Style {
  /** What one level is indented by. */
  readonly unit: string
  readonly lineEnd: string
  /** What the line of the value itself is indented by. */
  readonly indent: string
}

/** Puts an item behind the last of an object or a list, and its comma where that is wanted. */
function insertLast(
  text: string,
  container: JsonNode,
  item: (style: Style) => string,
): readonly Insertion[] {
  const close = endOf(container) - 1
  const style = styleOf(text)
  const last = container.children?.at(-1)
  const end = container.offset + text.slice(container.offset, close).trimEnd().length
  const at = (place: number, put: string) => ({ start: place, end: place, text: put })
  if (last === undefined) {
    const outer = indentAt(text, container.offset)
    const indent = outer + style.unit
    const put = `${style.lineEnd}${indent}${item({ ...style, indent })}${style.lineEnd}${outer}`
    return [{ start: end, end: close, text: put }]
  }
  const comma = commaBehind(text, endOf(last), close)
  if (!/[\r\n]/.test(text.slice(endOf(last), close))) {
    const put = ` ${item({ ...style, indent: indentAt(text, container.offset) })}`
    return [comma === undefined ? at(endOf(last), `,${put}`) : at(comma + 1, `${put},`)]
  }
  const indent = indentAt(text, last.offset)
  const put = `${style.lineEnd}${indent}${item({ ...style, indent })}`
  if (comma !== undefined) return [at(end, `${put},`)]
  return end === endOf(last) ? [at(end, `,${put}`)] : [at(endOf(last), ','), at(end, put)]
}

/** The place of a comma between a value and the bracket behind it, beside comments. */
function commaBehind(text: string, start: number, end: number): number | undefined {
  const comments = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g
  const behind = text.slice(start, end).replace(comments, (all) => ' '.repeat(all.length))
  const comma = behind.indexOf(',')
  return comma === -1 ? undefined : start + comma
}

function print(value: unknown, { unit, lineEnd, indent }: Style): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', lineEnd + indent)
}

function styleOf(text: string): Omit<Style, 'indent'> {
  return {
    unit: /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ',
    lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
  }
}

/** What the line of a place is indented by. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.slice(0, offset).search(/[^\r\n]*$/))
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

function endOf(node: JsonNode): number {
  return node.offset + node.length
}
