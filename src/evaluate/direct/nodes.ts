import type { Scalar } from './values.ts'

/**
 * The part of the language that is evaluated directly, as a tree: expressions without any effect.
 * What is not here cannot be said, be it harmless or not.
 */
export type Node =
  | { readonly kind: 'literal'; readonly value: Scalar }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'template'
      readonly texts: readonly string[]
      readonly parts: readonly Node[]
    }
  | { readonly kind: 'list'; readonly items: readonly ItemNode[] }
  | { readonly kind: 'record'; readonly members: readonly MemberNode[] }
  | FunctionNode
  | {
      readonly kind: 'call'
      readonly callee: Node
      readonly args: readonly ItemNode[]
      readonly place: CallPlaceNode
    }
  | { readonly kind: 'property'; readonly of: Node; readonly key: string | Node }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Node }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Node
      readonly right: Node
    }
  | {
      readonly kind: 'logical'
      readonly operator: LogicalOperator
      readonly left: Node
      readonly right: Node
    }
  | { readonly kind: 'choice'; readonly test: Node; readonly met: Node; readonly otherwise: Node }
  | MatcherNode

/** A regular expression, of which the most steps can be told beforehand. */
export interface MatcherNode {
  readonly kind: 'matcher'
  readonly source: string
  readonly flags: string
  /** Its quantifiers without an upper limit. */
  readonly unbounded: number
  /** In how many ways the others can be met, and its alternatives be tried. */
  readonly ways: number
}

/** Where a call is in the source. */
export interface CallPlaceNode {
  /** By which the source calls it; nothing where it is no name, or the engine may mean another. */
  readonly called: string | undefined
  /** The file, and the offset in it at which the call is named. */
  readonly at: string
}

/** An element of a list, or an argument. */
export interface ItemNode {
  readonly isSpread: boolean
  readonly value: Node
}

/** A member of an object literal; one without a key is spread. */
export interface MemberNode {
  readonly key: string | Node | undefined
  readonly value: Node
}

export interface FunctionNode {
  readonly kind: 'function'
  readonly parameters: readonly Target[]
  readonly rest: string | undefined
  readonly body: Block
}

/** What a value is given to: a name, or the parts of it to names. */
export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'record'
      readonly members: readonly { readonly key: string; readonly target: Target }[]
      readonly rest: string | undefined
    }
  | { readonly kind: 'list'; readonly items: readonly (Target | undefined)[] }

export interface Target {
  readonly pattern: Pattern
  /** The value where there is none. */
  readonly fallback: Node | undefined
}

/** Statements with the names that they declare, which are unusable until they have a value. */
export interface Block {
  readonly names: readonly string[]
  readonly statements: readonly Statement[]
}

export type Statement =
  | { readonly kind: 'declare'; readonly pattern: Pattern; readonly value: Node }
  | { readonly kind: 'if'; readonly test: Node; readonly met: Block; readonly otherwise: Block }
  | { readonly kind: 'return'; readonly value: Node }
  /** A loop over a list; each of its rounds has names of its own. */
  | {
      readonly kind: 'each'
      readonly pattern: Pattern
      readonly list: Node
      readonly body: Block
    }
  /** An expression for what it does. */
  | { readonly kind: 'do'; readonly value: Node }
  /** What ends a round of a loop, or the loop. */
  | { readonly kind: 'continue' | 'break' }

export const unaryOperators = ['!', '-', 'typeof'] as const
export const binaryOperators = ['+', '-', '*', '===', '!==', '<', '>', '<=', '>='] as const
export const logicalOperators = ['&&', '||', '??'] as const

export type UnaryOperator = (typeof unaryOperators)[number]
export type BinaryOperator = (typeof binaryOperators)[number]
export type LogicalOperator = (typeof logicalOperators)[number]

/** A module: what it imports, declares and exports. */
export interface ModuleNode {
  readonly imports: readonly ImportNode[]
  /** Its statements, of which the default export declares {@link defaultName}. */
  readonly body: Block
  /** The names that others import, by the names that they have here. */
  readonly exports: readonly (readonly [name: string, local: string])[]
}

export interface ImportNode {
  readonly specifier: string
  readonly names: readonly { readonly imported: string; readonly local: string }[]
}

/** No source can say this name. */
export const defaultName = '*default*'
