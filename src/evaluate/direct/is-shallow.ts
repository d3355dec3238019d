/**
 * The parser's recursion has no bound, and its native stack cannot be caught. So a text is parsed in
 * this process only when its tokens rule deep nesting out, whatever they mean: with 1.6 KiB of stack
 * for each token that may nest, a third of the smallest stack there is, 1 MiB, is enough.
 */
const mostNested = 200

/** Longest text that is looked at, in UTF-16 code units. */
const longestText = 16 * 1024

/**
 * The parser tries what these begin in several ways: each `<` may take twice the time, and a nest of
 * parentheses time by its cube.
 */
const mostAngles = 8
const mostParentheses = 200

/** The tokens of what bottle files are made of. A sign that is none of them is no token. */
const token =
  /(?<space>[ \t]+)|(?<line>\r?\n)|(?<comment>\/\/[^\n\r\u2028\u2029]*(?=\r?\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)|(?<word>[\w$]+)|(?<text>'(?:[^'\\\n\r]|\\[^\r])*'|"(?:[^"\\\n\r]|\\[^\r])*")|(?<open>[([{])|(?<close>[)\]}])|(?<sign>=>|>=|[,;:<>?.=+\-*%&|!~^@])/y

/**
 * A regular expression, which is one behind what no expression can end with alone: elsewhere its slash
 * divides. There are no quotes in it, and no slash in its classes.
 */
const expression =
  /\/(?:[\w ^$+*?.\-:|@(){},=!#%&;~<>]|\\[\w.\-/+*?()[\]{}|^$\\:@ ]|\[(?:[\w ^$+*?.\-:|@(){},=!#%&;~<>]|\\[\w.\-/+*?()[\]{}|^$\\:@ ])+\])+\/(?!\w)/y

/** Signs with which no expression ends: not `!`, which may stand behind one, as `>` and `++` may. */
const leading = new Set([',', ';', ':', '=', '&', '|', '?', '=>'])

/** The chunk of a template, up to what stands in it or to its end. */
const chunk = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?<end>`|\$\{)/y

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '${': '}' }

/** Statements in statements, of which the outer ones go on after the end of an inner one. */
const enclosing = new Set('if else for while do with switch case default try label'.split(' '))

/** What begins a statement when a line begins with it, after what can be the end of an expression. */
const declaring = new Set('const let export import function return type interface'.split(' '))

/** Words that want something behind them. */
const unfinished = new Set(
  'as asserts await delete extends implements in infer instanceof is keyof new of readonly satisfies typeof unique void yield'.split(
    ' ',
  ),
)

/** One bracket that is open, or the text as a whole. */
interface Level {
  readonly bracket: string
  /** The tokens that the parser may still be within: those since the last one that ends them. */
  pending: number
  /** Unclosed `<`, a list of types at most, which a comma does not end. */
  angles: number
  /** What is after a colon is part of what is before, unless that is a key. */
  colons: number
  isEnclosed: boolean
}

/** Whether it is safe to parse the text in this process. */
export function isShallow(text: string): boolean {
  if (text.length > longestText) return false
  if (count(text, '<') > mostAngles || count(text, '(') > mostParentheses) return false
  return new Scan(text).isShallow()
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

class Scan {
  readonly #text: string
  readonly #levels: Level[] = [open('')]
  #nested = 0
  #at = 0
  #isLineStart = true
  /** Whether an expression can end with the last token. */
  #isFinished = false
  /** Whether none can, however it is read. */
  #isOpen = false

  constructor(text: string) {
    this.#text = text
  }

  isShallow(): boolean {
    while (this.#at < this.#text.length) if (!this.#next()) return false
    return this.#levels.length === 1
  }

  /** Takes one token; false when it is none, or one too many. */
  #next(): boolean {
    if (this.#text[this.#at] === '`') return this.#add(1) && this.#template(1)
    if (this.#isOpen && this.#expression()) return this.#nested <= mostNested
    token.lastIndex = this.#at
    const { groups } = token.exec(this.#text) ?? {}
    if (groups === undefined) return false
    const { space, line, comment, word, open: opened, close, sign } = groups
    this.#at = token.lastIndex
    if (line !== undefined || comment?.includes('\n')) this.#isLineStart = true
    if (line !== undefined || comment !== undefined || space !== undefined) return true
    if (close !== undefined) return this.#close(close)
    if (word !== undefined) this.#word(word)
    else if (sign !== undefined) this.#sign(sign)
    const isLeading = sign === '!' ? this.#isOpen : leading.has(sign ?? '')
    this.#isOpen = opened !== undefined || isLeading
    this.#isFinished = opened === undefined && sign === undefined && !unfinished.has(word ?? '')
    this.#isLineStart = false
    return this.#add(1) && (opened === undefined || this.#open(opened))
  }

  /** Takes a regular expression, each character of which may be within the one before it. */
  #expression(): boolean {
    expression.lastIndex = this.#at
    const [text] = expression.exec(this.#text) ?? []
    if (text === undefined) return false
    this.#at = expression.lastIndex
    this.#isOpen = false
    this.#isFinished = true
    this.#isLineStart = false
    this.#add(text.length)
    return true
  }

  get #level(): Level {
    return this.#levels.at(-1) ?? open('')
  }

  #add(tokens: number): boolean {
    this.#level.pending += tokens
    this.#nested += tokens
    return this.#nested <= mostNested
  }

  #word(word: string): void {
    if (this.#isLineStart && this.#isFinished && declaring.has(word)) this.#end()
    if (enclosing.has(word)) this.#level.isEnclosed = true
  }

  #sign(sign: string): void {
    const level = this.#level
    if (sign === '<') level.angles++
    else if (sign === '>' && level.angles > 0) level.angles--
    else if (sign === ':') level.colons++
    else if (sign === '?') level.colons--
    else if (sign === ',' || sign === ';') this.#end()
  }

  /** Nothing that began on this level goes on, unless it may be of a kind that does. */
  #end(): void {
    const level = this.#level
    if (level.isEnclosed || level.angles > 0 || level.colons > 1) return
    this.#nested -= level.pending
    level.pending = 0
    level.colons = 0
  }

  #open(bracket: string): boolean {
    this.#levels.push(open(bracket))
    return true
  }

  #close(bracket: string): boolean {
    const level = this.#levels.pop()
    if (level === undefined || closing[level.bracket] !== bracket) return false
    this.#nested -= level.pending
    this.#isLineStart = false
    this.#isOpen = false
    this.#isFinished = true
    return level.bracket === '${' ? this.#template(0) : true
  }

  /** Takes a template on, up to what stands in it. @param skip The length of what began it. */
  #template(skip: number): boolean {
    chunk.lastIndex = this.#at + skip
    const { end } = chunk.exec(this.#text)?.groups ?? {}
    if (end === undefined) return false
    this.#at = chunk.lastIndex
    this.#isLineStart = false
    this.#isOpen = end !== '`'
    this.#isFinished = end === '`'
    return end === '`' || (this.#add(1) && this.#open(end))
  }
}

function open(bracket: string): Level {
  return { bracket, pending: 0, angles: 0, colons: 0, isEnclosed: false }
}
