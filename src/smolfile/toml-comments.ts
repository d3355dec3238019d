import type { AST } from 'toml-eslint-parser'
import { settingPath } from './setting-path.ts'
import { parseToml } from './toml-parse.ts'

/** The comments of a TOML text, without their `#`; an empty one stands for a blank line. */
export interface TomlComments {
  /** The comments at the top that are about the whole file. */
  readonly header: readonly string[]
  /** Above or behind a key, a table's header or an element of a list, by its path. */
  readonly byPath: ReadonlyMap<string, readonly string[]>
  /** The comments below the last key. */
  readonly footer: readonly string[]
}

/** The comments of a TOML text; none of what is no TOML. */
export function readComments(source: string): TomlComments {
  const parsed = parseToml(source)
  if (!parsed.ok) return { header: [], byPath: new Map(), footer: [] }
  const anchors = new AnchorList().collect(parsed.body)
  const sweep = new Sweep(anchors)
  const header: string[] = []
  const footer: string[] = []
  const byPath = new Map<string, string[]>()
  const listOf = (path: string | undefined): string[] => {
    if (path === undefined) return footer
    const list = byPath.get(path) ?? []
    byPath.set(path, list)
    return list
  }
  for (const block of blocksOf(parsed.comments, anchors)) {
    const { start, trailing, lines } = block
    const list = isHeader(block, anchors[0]) ? header : listOf(sweep.pathAt(start, trailing))
    if (list.length > 0 && !trailing) list.push('')
    for (const { value } of lines) list.push(value.trimEnd())
  }
  return { header, byPath, footer }
}

/** Something that a comment can be about. */
interface Anchor {
  readonly path: string
  readonly start: number
  readonly end: number
  readonly firstLine: number
  readonly lastLine: number
}

type Keys = readonly (string | number)[]

class AnchorList {
  readonly #anchors: Anchor[] = []

  /** The anchors in the order of the text, what contains others before them. */
  collect(body: AST.TOMLTopLevelTable['body']): readonly Anchor[] {
    for (const node of body) {
      if (node.type === 'TOMLKeyValue') {
        this.#pair([], node)
        continue
      }
      // A table reaches to the next; what a comment is about is its header.
      this.#add(node.resolvedKey, node.key)
      for (const pair of node.body) this.#pair(node.resolvedKey, pair)
    }
    return this.#anchors
  }

  #pair(table: Keys, pair: AST.TOMLKeyValue): void {
    const names = pair.key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))
    const keys = [...table, ...names]
    this.#add(keys, pair)
    this.#value(keys, pair.value)
  }

  #value(keys: Keys, node: AST.TOMLContentNode): void {
    if (node.type === 'TOMLInlineTable') for (const pair of node.body) this.#pair(keys, pair)
    if (node.type !== 'TOMLArray') return
    for (const [index, element] of node.elements.entries()) {
      this.#add([...keys, index], element)
      this.#value([...keys, index], element)
    }
  }

  #add(keys: Keys, { range: [start, end], loc }: AST.TOMLNode): void {
    const lines = { firstLine: loc.start.line, lastLine: loc.end.line }
    this.#anchors.push({ path: settingPath(keys), start, end, ...lines })
  }
}

/** Comments on consecutive lines, or one behind something. */
interface Block {
  readonly start: number
  readonly firstLine: number
  readonly lines: AST.Comment[]
  readonly trailing: boolean
}

function blocksOf(comments: readonly AST.Comment[], anchors: readonly Anchor[]): readonly Block[] {
  const codeLines = new Set(anchors.flatMap(({ firstLine, lastLine }) => [firstLine, lastLine]))
  const blocks: Block[] = []
  for (const comment of comments) {
    const { line } = comment.loc.start
    const trailing = codeLines.has(line)
    const block = blocks.at(-1)
    if (block !== undefined && !trailing && !block.trailing && line === nextLine(block)) {
      block.lines.push(comment)
    } else {
      blocks.push({ start: comment.range[0], firstLine: line, lines: [comment], trailing })
    }
  }
  return blocks
}

function nextLine({ firstLine, lines }: Block): number {
  return firstLine + lines.length
}

/**
 * Whether a block is about the whole file: it stands above the first key and not right above, or
 * begins the file and has more than one line, as most files' descriptions do.
 */
function isHeader(block: Block, first: Anchor | undefined): boolean {
  if (first === undefined) return true
  if (block.trailing || block.firstLine > first.firstLine) return false
  return nextLine(block) < first.firstLine || (block.firstLine === 1 && block.lines.length > 1)
}

/** Goes through the anchors once, for comments in the order of the text. */
class Sweep {
  readonly #anchors: readonly Anchor[]
  #next = 0
  /** The anchors around the place, the outermost first. */
  readonly #around: Anchor[] = []
  /** The node that ended last before the place; of those that end together, the outermost. */
  #ended: Anchor | undefined

  constructor(anchors: readonly Anchor[]) {
    this.#anchors = anchors
  }

  /** Returns what a comment at `offset` is about; undefined when it is below everything. */
  pathAt(offset: number, trailing: boolean): string | undefined {
    for (;;) {
      const next = this.#anchors[this.#next]
      if (next === undefined || next.start > offset) break
      this.#leave(next.start)
      this.#around.push(next)
      this.#next++
    }
    this.#leave(offset)
    const container = this.#around.at(-1)
    if (trailing) return this.#behind(container)
    const next = this.#anchors[this.#next]
    if (container === undefined) return next?.path
    return next !== undefined && next.start < container.end ? next.path : container.path
  }

  /** Behind `[` is what the list is about; behind an element or a key, that. */
  #behind(container: Anchor | undefined): string | undefined {
    const ended = this.#ended
    const inside = container !== undefined && ended !== undefined && ended.start < container.start
    return (ended === undefined || inside ? container : ended)?.path
  }

  #leave(offset: number): void {
    for (;;) {
      const last = this.#around.at(-1)
      if (last === undefined || last.end > offset) return
      this.#around.pop()
      if (this.#ended === undefined || last.end >= this.#ended.end) this.#ended = last
    }
  }
}
