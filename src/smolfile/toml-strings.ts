import type { AST } from 'toml-eslint-parser'
import { parseTOML } from 'toml-eslint-parser'

/** A string of a TOML text, from its first quote to behind its last one. */
export interface TomlString {
  readonly start: number
  readonly end: number
  readonly value: string
  /** The key that it is the value of, or that its list is; empty of one that is a key itself. */
  readonly key: string
  readonly isElement: boolean
}

/**
 * Where the strings, keys in quotes among them, and the comments of a TOML text are; undefined when
 * it is none.
 */
export function tomlStrings(text: string) {
  const strings: TomlString[] = []
  const visitKey = ({ keys }: AST.TOMLKey): void => {
    for (const each of keys) {
      if (each.type !== 'TOMLQuoted') continue
      const [start, end] = each.range
      strings.push({ start, end, value: each.value, key: '', isElement: true })
    }
  }
  const visit = (node: AST.TOMLContentNode, key: string, isElement: boolean): void => {
    if (node.type === 'TOMLArray') for (const each of node.elements) visit(each, key, true)
    else if (node.type === 'TOMLInlineTable') for (const pair of node.body) visitPair(pair)
    else if (node.kind === 'string') {
      const [start, end] = node.range
      strings.push({ start, end, value: node.value, key, isElement })
    }
  }
  const visitPair = ({ key, value }: AST.TOMLKeyValue): void => {
    visitKey(key)
    const last = key.keys.at(-1)
    visit(value, last?.type === 'TOMLBare' ? last.name : (last?.value ?? ''), false)
  }
  try {
    const { body, comments } = parseTOML(text, { tomlVersion: '1.0' })
    for (const node of body[0].body) {
      if (node.type === 'TOMLKeyValue') visitPair(node)
      else {
        visitKey(node.key)
        for (const pair of node.body) visitPair(pair)
      }
    }
    return { strings, comments: comments.map(({ range: [start, end] }) => ({ start, end })) }
  } catch {
    return undefined // no TOML, or nested too deep
  }
}
