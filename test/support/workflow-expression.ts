/** Expressions of GitHub Actions: paths, texts, `!`, `==`, `!=`, `&&`, `||` and functions of state. */

const token = /\s*(&&|\|\||==|!=|!|\(|\)|'(?:[^']|'')*'|[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)/y

type Contexts = Readonly<Record<string, unknown>>

/** The value of an expression; a path that leads nowhere is undefined. */
export function evaluate(text: string, contexts: Contexts, failed: boolean): unknown {
  const tokens = tokensOf(text)
  const value = either(tokens, contexts, failed)
  if (tokens.length > 0) throw new Error(`the expression ${text} goes on at ${tokens[0]}`)
  return value
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  token.lastIndex = 0
  const trimmed = text.trimEnd()
  while (token.lastIndex < trimmed.length) {
    const at = token.lastIndex
    const [, found] = token.exec(trimmed) ?? []
    if (found === undefined) throw new Error(`no expression is known at ${trimmed.slice(at)}`)
    tokens.push(found)
  }
  return tokens
}

function either(tokens: string[], contexts: Contexts, failed: boolean): unknown {
  let value = both(tokens, contexts, failed)
  while (tokens[0] === '||') {
    tokens.shift()
    const other = both(tokens, contexts, failed)
    value = value || other
  }
  return value
}

function both(tokens: string[], contexts: Contexts, failed: boolean): unknown {
  let value = compared(tokens, contexts, failed)
  while (tokens[0] === '&&') {
    tokens.shift()
    const other = compared(tokens, contexts, failed)
    value = value && other
  }
  return value
}

function compared(tokens: string[], contexts: Contexts, failed: boolean): unknown {
  const value = single(tokens, contexts, failed)
  const [sign] = tokens
  if (sign !== '==' && sign !== '!=') return value
  tokens.shift()
  const other = single(tokens, contexts, failed)
  // What is not there is as an empty text.
  return ((value ?? '') === (other ?? '')) === (sign === '==')
}

function single(tokens: string[], contexts: Contexts, failed: boolean): unknown {
  const word = tokens.shift() ?? ''
  if (word === '!') return !single(tokens, contexts, failed)
  if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'")
  if (word === '(') {
    const value = either(tokens, contexts, failed)
    if (tokens.shift() !== ')') throw new Error('a bracket is open')
    return value
  }
  if (tokens[0] === '(') {
    if (tokens.splice(0, 2)[1] !== ')') throw new Error(`${word} takes nothing`)
    const states: Readonly<Record<string, boolean>> = {
      success: !failed,
      failure: failed,
      cancelled: false,
      always: true,
    }
    if (!(word in states)) throw new Error(`there is no function ${word}`)
    return states[word]
  }
  return word.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)[key]
      : undefined
  }, contexts)
}
