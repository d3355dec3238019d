/** A word of a command, with its place in the text that it is from. */
export interface Word {
  /** Without the quotes around it. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** The operator of a shell before it, such as `|` or `<<<`; empty for the next word of a command. */
  readonly after: string
}

/** Spaces, operators, and words as a POSIX shell splits them, roughly; quotes may not be closed. */
const pieces =
  /(\s+)|(\|\||&&|<<<|<<-?|[|;&()<>])|((?:[^\s"'\\|;&()<>]+|"(?:[^"\\]|\\[\s\S])*"?|'[^']*'?|\\[\s\S]?)+)/g

/** The words of a line, or lines, of a shell. */
export function wordsOf(line: string): readonly Word[] {
  const words: Word[] = []
  let after = ';'
  for (const { 1: space, 2: operator, 3: word, index } of line.matchAll(pieces)) {
    if (word !== undefined) {
      const [open, close] = quotesOf(word)
      const start = index + open
      const end = index + word.length - close
      words.push({ text: line.slice(start, end), start, end, after })
      after = ''
    } else if (operator !== undefined) after = operator
    else if (space?.includes('\n') === true) after = ';'
  }
  return words
}

function quotesOf(word: string): readonly [open: number, close: number] {
  const quote = word[0]
  if (quote !== '"' && quote !== "'") return [0, 0]
  return [1, word.length > 1 && word.endsWith(quote) ? 1 : 0]
}
