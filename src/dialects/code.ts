/** An expression of a bottle file: what values of a Smolfile become. */
export type Code =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'record'; readonly entries: readonly Entry[] }
  /** A function of the authoring language, `gib` or `gateway.url`. */
  | { readonly kind: 'call'; readonly callee: string; readonly args: readonly Code[] }
  /** A text that the type cannot describe, or does not take: `never` stands for every type. */
  | { readonly kind: 'asserted'; readonly value: string; readonly type: string }

/** An argument or an element, with the comments above it. */
export interface Item {
  readonly code: Code
  readonly comments: readonly string[]
}

export interface Entry extends Item {
  readonly key: string
}

/** A call of a builder's method, with the comments above it. */
export interface MethodCall {
  readonly method: string
  readonly args: readonly Item[]
  readonly comments: readonly string[]
}

export function literal(value: string | number | boolean): Code {
  return { kind: 'literal', value }
}

export function call(callee: string, ...args: readonly Code[]): Code {
  return { kind: 'call', callee, args }
}
