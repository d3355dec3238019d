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
