/** A bracket that is open. */
interface Bracket {
  readonly sign: string
  readonly at: number
  /** Whether it encloses the body of a function, whose parameters begin at {@link parameters}. */
  readonly parameters: number | undefined
  /** Behind the `=` or `:` of the name that what follows is of; none behind a comma. */
  assigned: number | undefined
  /** The `?` that still wait for their `:`. */
  questions: number
}

/** Names that are looked through outwards: more brackets are around no name that matters. */
const mostOutwards = 8

/**
 * Whose value a place in a source is, by the brackets and signs before it: of a variable, a key, or
 * a function that gives it. A guess, for display.
 */
export class Brackets {
  readonly #text: string
  readonly #open: Bracket[] = [bracket('', 0)]
  /** The parentheses that were closed last. */
  #closed = { start: -1, end: -1 }
  /** Behind the last `:` that is no end of a name. */
  #alternative = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Takes the sign at a place, in the order of the text. */
  take(sign: string, at: number): void {
    const top = this.#open.at(-1)
    if (top === undefined) return
    if (sign === '(' || sign === '[') this.#open.push(bracket(sign, at))
    else if (sign === '{') this.#open.push(bracket(sign, at, this.#bodyOf(at)))
    else if (sign === ')' || sign === ']' || sign === '}') this.#close(sign, at)
    else if (sign === '=') top.assigned = this.#text[at + 1] === '>' ? top.assigned : at + 1
    else if (sign === '?') top.questions += this.#isTernary(at) ? 1 : 0
    else if (sign === ':' && top.questions > 0) {
      top.questions--
      this.#alternative = at + 1
    } else if (sign === ':') top.assigned = at + 1
    else if (top.assigned !== undefined && (sign !== '\n' || this.#endsStatement(at))) {
      top.assigned = undefined
      top.questions = 0
    }
  }

  /** The name of what stands at a place. */
  nameOf(at: number): string | undefined {
    const isAlternative =
      at - this.#alternative < 20 && /^\s*\(?\s*$/.test(this.#text.slice(this.#alternative, at))
    const own = isAlternative ? undefined : this.#nameBefore(at)
    if (own !== undefined) return own
    const given = this.#parametersBefore(at, result)
    if (given !== undefined) {
      const name = this.#functionBefore(given)
      if (name !== undefined) return name
    }
    for (const each of this.#open.slice(-mostOutwards).reverse()) {
      const name =
        (each.assigned === undefined ? undefined : this.#nameBefore(each.assigned)) ??
        (each.parameters === undefined ? undefined : this.#functionBefore(each.parameters))
      if (name !== undefined) return name
      // The values of an object are those of its keys.
      if (each.sign === '{' && each.parameters === undefined) return undefined
    }
    return undefined
  }

  #close(sign: string, at: number): void {
    if (this.#open.length === 1) return
    const closed = this.#open.pop()
    if (sign === ')' && closed !== undefined) this.#closed = { start: closed.at, end: at + 1 }
  }

  /** What the body of a function is of that begins here; undefined of an object. */
  #bodyOf(at: number): number | undefined {
    const isBlock = /(?:=>|\b(?:else|try|finally|do))$/.test(this.#before(at))
    return this.#parametersBefore(at, body) ?? (isBlock ? at : undefined)
  }

  /** Where parameters begin that end before a place, with no more than `between` in between. */
  #parametersBefore(at: number, between: RegExp): number | undefined {
    const { start, end } = this.#closed
    if (end === -1 || at - end > longestName) return undefined
    return between.test(this.#text.slice(end, at)) ? start : undefined
  }

  /** The name before the parameters of a function, or what it is assigned to. */
  #functionBefore(parameters: number): string | undefined {
    const before = this.#before(parameters)
    const name = /(?<![\w$])([A-Za-z_$][\w$]*)$/.exec(before)?.[1] ?? this.#nameBefore(parameters)
    return name !== undefined && keywords.has(name) ? undefined : name
  }

  /** `name = `, `name: type = `, `name: `, `'name': `, `['name', `, `name = x => ` before a place. */
  #nameBefore(at: number): string | undefined {
    const before = this.#before(at)
    if (!/[=:,(>]$/.test(before)) return undefined
    for (const form of forms) {
      const name = form.exec(before)?.[1]
      if (name !== undefined) return name
    }
    return undefined
  }

  #before(at: number): string {
    return this.#text.slice(Math.max(0, at - longestName), at).trimEnd()
  }

  #isTernary(at: number): boolean {
    return this.#text[at - 1] !== '?' && !/[?.:]/.test(this.#text[at + 1] ?? '')
  }

  /** Whether a line end is the end of a statement, as far as that is to be seen. */
  #endsStatement(at: number): boolean {
    const next = /\S/.exec(this.#text.slice(at, at + longestName))?.[0] ?? ''
    return !/[=:?,(+|&[{>]$/.test(this.#before(at)) && !'?:.+|&)]}='.includes(next)
  }
}

function bracket(sign: string, at: number, parameters?: number): Bracket {
  return { sign, at, parameters, assigned: undefined, questions: 0 }
}

const longestName = 100

/** What stands before parentheses and is no name. */
const keywords = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'function', 'async'])

/** What may stand between the parameters of a function and its body, or what it gives. */
const body = /^\s*(?:$|=>\s*$|:[^;{}()=]*(?:=>\s*)?$)/
const result = /^\s*(?:=>\s*\(?$|:[^;{}()=]*$|:[^;{}()=]*=>\s*\(?$)/

const forms = [
  /(?<![\w$-])([A-Za-z_$][\w$-]*)["'`]?\]?\s*(?:[?!+]|\?\?|\|\||&&)?\s*(?::[^;{}(),'"`\n=]*)?={1,3}\s*\(?$/,
  /(?<![\w$-])([A-Za-z_$][\w$-]*)["'`]?\]?\s*\??\s*:\s*\(?$/,
  /["'`]([A-Za-z_$][\w$-]*)["'`]\s*,$/,
  /(?<![\w$-])([A-Za-z_$][\w$-]*)["'`]?\]?\s*[=:]\s*(?:async\s+)?[\w$]+\s*=>\s*\(?$/,
]
