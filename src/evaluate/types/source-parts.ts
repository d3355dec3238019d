import type { Node } from 'oxc-parser'
import { isShallow } from '../direct/is-shallow.ts'
import { parseCode } from '../front-end/inspect-code.ts'

/** A part of a text, by offsets in UTF-16 code units. */
export interface SourcePart {
  readonly start: number
  /** Behind its last character. */
  readonly end: number
}

/** The parts of a source that tell whether two places in it are of one fault. */
export class SourceParts {
  /** Each call, from the name of what is called to its end. */
  readonly #calls: SourcePart[] = []
  readonly #functions: SourcePart[] = []
  readonly #thrown: SourcePart[] = []
  readonly #properties: (SourcePart & { readonly name: string })[] = []

  /** @param text What cannot be parsed in this process has no parts. */
  constructor(text: string) {
    if (!isShallow(text)) return
    // The parser's own visitor loads a module from beside it, which a bundle does not have.
    this.#visit(parseCode(text).program)
  }

  /** Its nesting is bounded, as that of what is parsed. */
  #visit(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    if ('type' in value) this.#add(value as Node)
    for (const each of Object.values(value)) this.#visit(each)
  }

  #add(node: Node): void {
    switch (node.type) {
      case 'CallExpression':
        this.#calls.push({ start: namedAt(node.callee), end: node.end })
        break
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        this.#functions.push(node)
        break
      case 'ThrowStatement':
        this.#thrown.push(node)
        break
      case 'Property': {
        const { key, start, end } = node
        const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' && key.value
        if (typeof name === 'string') this.#properties.push({ start, end, name })
      }
    }
  }

  /** The smallest call that a place is in, unless it is in the body of a function in that call. */
  callAt(offset: number): SourcePart | undefined {
    const call = smallest(this.#calls, offset)
    const body = smallest(this.#functions, offset)
    return call === undefined || (body !== undefined && isWithin(body, call)) ? undefined : call
  }

  /** The name of the innermost property of an object that a place is in, of those in a call. */
  nameAt(offset: number, call: SourcePart): string | undefined {
    const inCall = this.#properties.filter((each) => isWithin(each, call))
    return smallest(inCall, offset)?.name
  }

  /** Whether what is thrown at a place is thrown by the source itself. */
  isThrown(offset: number): boolean {
    return this.#thrown.some((each) => isIn(offset, each))
  }
}

export function isIn(offset: number, { start, end }: SourcePart): boolean {
  return start <= offset && offset < end
}

function isWithin(inner: SourcePart, outer: SourcePart): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** The smallest of the parts that a place is in. */
export function smallest<Part extends SourcePart>(
  parts: readonly Part[],
  offset: number,
): Part | undefined {
  return parts
    .filter((each) => isIn(offset, each))
    .reduce<Part | undefined>(
      (best, each) => (best && best.end - best.start <= each.end - each.start ? best : each),
      undefined,
    )
}

/** Where what is called is named: a method, or the start of what has no call before it. */
function namedAt(callee: Node): number {
  if (callee.type !== 'MemberExpression' || callee.object.type === 'Identifier') return callee.start
  return callee.property.start
}
