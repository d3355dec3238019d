import type { Node as JsonNode } from 'jsonc-parser'

/** A place in a text, with its line for an excerpt. Lines and columns count from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
  readonly text: string
}

/**
 * Returns the place of what `keys` lead to in a JSON text, or undefined.
 *
 * @param ofKey Whether the key is asked for, and not the value behind it.
 */
export async function placeInJson(
  text: string,
  keys: readonly string[],
  ofKey: boolean,
): Promise<TextPlace | undefined> {
  const { findNodeAtLocation, parseTree } = await import('jsonc-parser')
  try {
    const tree = parseTree(text)
    const node = tree === undefined ? undefined : findNodeAtLocation(tree, [...keys])
    const place = ofKey ? (node?.parent ?? node) : node
    return place === undefined ? undefined : placeAt(text, place.offset)
  } catch {
    return undefined // nested deeper than the library's calls may be
  }
}

/** A key that an object of a JSON text has twice: readers differ in which of them holds. */
export interface RepeatedKey {
  /** Absent, as its place, when the text is nested too deeply to be looked through. */
  readonly key?: string
  readonly place?: TextPlace
}

/**
 * Returns a key that stands twice on the way that `keys` lead, or anywhere in what is there.
 *
 * @param text What `JSON.parse` takes.
 */
export async function repeatedKeyIn(
  text: string,
  keys: readonly string[],
): Promise<RepeatedKey | undefined> {
  // Nearly always there is none, and no tree is needed to know it.
  if (countKeys(text) === countProperties(JSON.parse(text))) return undefined
  const { parseTree } = await import('jsonc-parser')
  let node: JsonNode | undefined
  try {
    node = parseTree(text)
  } catch {
    return {}
  }
  for (const key of keys) {
    const named = propertiesOf(node).filter((each) => keyOf(each) === key)
    const [, second] = named
    if (second !== undefined) return repeated(text, second)
    node = named[0]?.children?.[1]
  }
  const left = [node]
  for (let each = left.pop(); each !== undefined; each = left.pop()) {
    const seen = new Set<string>()
    for (const property of propertiesOf(each)) {
      if (seen.has(keyOf(property))) return repeated(text, property)
      seen.add(keyOf(property))
    }
    for (const child of each.children ?? []) left.push(child)
  }
  return undefined
}

function repeated(text: string, property: JsonNode): RepeatedKey {
  return { key: keyOf(property), place: placeAt(text, property.offset) }
}

function propertiesOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.type === 'object' ? (node.children ?? []) : []
}

function keyOf(property: JsonNode): string {
  return String(property.children?.[0]?.value)
}

/** The number of keys that stand in a JSON text: the strings with a colon behind. */
function countKeys(text: string): number {
  let count = 0
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g))
    if (colon !== undefined) count++
  return count
}

/** The number of keys that are left when it is parsed, at any depth. */
function countProperties(data: unknown): number {
  const left = [data]
  let count = 0
  for (let each = left.pop(); each !== undefined; each = left.pop()) {
    if (typeof each !== 'object' || each === null) continue
    if (!Array.isArray(each)) count += Object.keys(each).length
    for (const value of Object.values(each)) left.push(value)
  }
  return count
}

/** Returns the place of the first error in a text that is not JSON, or undefined. */
export async function placeOfSyntaxError(text: string): Promise<TextPlace | undefined> {
  const { parse } = await import('jsonc-parser')
  try {
    const errors: { readonly error: number; readonly offset: number; readonly length: number }[] =
      []
    parse(text, errors, { disallowComments: true })
    const [first] = errors
    return first === undefined ? undefined : placeAt(text, first.offset)
  } catch {
    return undefined
  }
}

/** A JSON text with comments and trailing commas, as tsconfig.json is one. */
export interface JsonWithComments {
  /** Undefined when there is an error. Objects may have a prototype that the text gives them. */
  readonly value: unknown
  /** The place of the first error. */
  readonly error?: TextPlace | undefined
}

/** Reads a JSON text that may have comments and trailing commas. */
export async function readJsonWithComments(text: string): Promise<JsonWithComments> {
  const plain = text.replace(/^\ufeff/, '')
  try {
    return { value: JSON.parse(plain) }
  } catch {
    const { parse } = await import('jsonc-parser')
    const errors: { readonly error: number; readonly offset: number; readonly length: number }[] =
      []
    try {
      const value: unknown = parse(plain, errors, { allowTrailingComma: true })
      const [first] = errors
      return first === undefined
        ? { value }
        : { value: undefined, error: placeAt(plain, first.offset) }
    } catch {
      return { value: undefined, error: placeAt(plain, 0) } // nested too deep
    }
  }
}

function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset).split('\n')
  const line = before.length
  return { line, column: (before.at(-1) ?? '').length + 1, text: text.split('\n')[line - 1] ?? '' }
}
