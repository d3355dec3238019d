import type * as tree from 'oxc-parser'
import { directLimits } from './budget.ts'
import { operationOf } from './convert-operation.ts'
import { patternOf, targetOf } from './convert-pattern.ts'
import { giveUp } from './give-up.ts'
import { matcherOf } from './matcher.ts'
import {
  bound,
  declaredBy,
  distinct,
  keyOf,
  literal,
  nameOf,
  namesOf,
  sound,
  writtenName,
} from './names.ts'
import type { Block, FunctionNode, ItemNode, MemberNode, Node, Statement } from './nodes.ts'
import { defaultName } from './nodes.ts'

/**
 * Makes nodes of the parser's tree. What direct evaluation does not know is given up on here, before
 * anything is evaluated: also where it would never be reached, since the engine refuses some of it
 * before it runs anything.
 */
export class Converter {
  readonly #file: string
  /** What the calls so far are called by. */
  readonly #called: (string | undefined)[] = []
  #nesting = 0
  #loops = 0
  readonly #toNode = (node: tree.Expression): Node => this.expression(node)

  /** @param file Path of the source, relative to the project. */
  constructor(file: string) {
    this.#file = file
  }

  expression(node: tree.Expression): Node {
    if (++this.#nesting > directLimits.nesting) giveUp()
    const converted = this.#expression(node)
    this.#nesting--
    return converted
  }

  #expression(node: tree.Expression): Node {
    switch (node.type) {
      case 'Literal':
        if ('regex' in node && node.regex) return matcherOf(node.regex)
        return { kind: 'literal', value: literal(node) }
      case 'Identifier':
        return node.name === 'undefined'
          ? { kind: 'literal', value: undefined }
          : { kind: 'name', name: nameOf(node) }
      case 'TemplateLiteral':
        return {
          kind: 'template',
          texts: node.quasis.map(({ value }) => sound(value.cooked ?? giveUp())),
          parts: node.expressions.map((part) => this.expression(part)),
        }
      case 'ArrayExpression':
        return { kind: 'list', items: this.#items(node.elements) }
      case 'ObjectExpression':
        return { kind: 'record', members: node.properties.map((each) => this.#member(each)) }
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        if (node.type === 'FunctionExpression' && node.id !== null) giveUp()
        return this.function(node)
      case 'CallExpression':
      case 'MemberExpression':
        return this.#chain(node)
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        return this.#expression(node.expression)
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'LogicalExpression':
        return operationOf(node, this.#toNode)
      case 'ConditionalExpression':
        return {
          kind: 'choice',
          test: this.expression(node.test),
          met: this.expression(node.consequent),
          otherwise: this.expression(node.alternate),
        }
      default:
        return giveUp()
    }
  }

  /** A chain of calls is as long as it likes: the engine's parser does not nest them either. */
  #chain(node: tree.Expression): Node {
    const links: (tree.CallExpression | tree.MemberExpression)[] = []
    let first = node
    while (first.type === 'CallExpression' || first.type === 'MemberExpression') {
      if (first.optional || links.length === directLimits.links) giveUp()
      links.push(first)
      first = first.type === 'CallExpression' ? first.callee : first.object
    }
    return links.reduceRight<Node>((of, link) => {
      if (link.type === 'CallExpression') {
        return { kind: 'call', callee: of, ...this.#arguments(link) }
      }
      if (link.property.type === 'PrivateIdentifier') return giveUp()
      if (link.computed) return { kind: 'property', of, key: this.expression(link.property) }
      return { kind: 'property', of, key: writtenName(link.property as tree.IdentifierName) }
    }, this.expression(first))
  }

  /** What a call is given, and its place. */
  #arguments({ callee, arguments: nodes }: tree.CallExpression) {
    const named = callee.type === 'MemberExpression' && !callee.computed ? callee.property : callee
    const name = named.type === 'Identifier' ? named.name : undefined
    const before = this.#called.length
    const args = this.#items(nodes)
    // The engine tells the end of the arguments: of two calls of one name it may mean the inner one,
    // and where arguments are spread, what comes after.
    const isUnsure = this.#called.includes(name, before) || args.some(({ isSpread }) => isSpread)
    this.#called.push(name)
    return {
      args,
      place: { called: isUnsure ? undefined : name, at: `${named.start}:${this.#file}` },
    }
  }

  #items(nodes: readonly (tree.Expression | tree.SpreadElement | null)[]): readonly ItemNode[] {
    return nodes.map((node) => {
      if (node === null) return giveUp()
      return node.type === 'SpreadElement'
        ? { isSpread: true, value: this.expression(node.argument) }
        : { isSpread: false, value: this.expression(node) }
    })
  }

  #member(node: tree.ObjectPropertyKind): MemberNode {
    if (node.type === 'SpreadElement') {
      return { key: undefined, value: this.expression(node.argument) }
    }
    if (node.kind !== 'init' || node.method) giveUp()
    const value = this.expression(node.value)
    if (!node.computed) return { key: keyOf(node.key), value }
    return { key: this.expression(node.key as tree.Expression), value }
  }

  function(node: tree.ArrowFunctionExpression | tree.Function): FunctionNode {
    if (node.async || node.generator) giveUp()
    if (++this.#nesting > directLimits.nesting) giveUp()
    const loops = this.#loops
    this.#loops = 0
    const last = node.params.at(-1)
    const rest = last?.type === 'RestElement' ? bound(last.argument) : undefined
    const plain = node.params.slice(0, rest === undefined ? undefined : -1)
    const parameters = plain.map((each) => {
      if (each.type === 'RestElement' || each.type === 'TSParameterProperty') return giveUp()
      return targetOf(each, this.#toNode)
    })
    const given = [
      ...parameters.flatMap(({ pattern }) => namesOf(pattern)),
      ...(rest ? [rest] : []),
    ]
    const { body } = node
    const made =
      body === null
        ? giveUp()
        : body.type === 'BlockStatement'
          ? this.block(body.body, given)
          : returning(this.expression(body as tree.Expression), distinct(given))
    this.#loops = loops
    this.#nesting--
    return { kind: 'function', parameters, rest, body: made }
  }

  /** @param given Names that are there already, and which no statement declares again. */
  block(nodes: readonly (tree.Statement | tree.Directive)[], given: readonly string[]): Block {
    if (++this.#nesting > directLimits.nesting) giveUp()
    // A function can be called further up than it stands.
    const isFunction = (node: { type: string }) => node.type === 'FunctionDeclaration'
    const sorted = [...nodes.filter(isFunction), ...nodes.filter((node) => !isFunction(node))]
    const statements = sorted.flatMap((node) => this.statements(node as tree.Statement))
    this.#nesting--
    return { names: distinct([...given, ...declaredBy(statements)]), statements }
  }

  statements(node: tree.Statement): readonly Statement[] {
    switch (node.type) {
      case 'VariableDeclaration':
        if (node.kind !== 'const' || node.declare) giveUp()
        return node.declarations.map(({ id, init }) => ({
          kind: 'declare',
          pattern: patternOf(id, this.#toNode),
          value: this.expression(init ?? giveUp()),
        }))
      case 'FunctionDeclaration': {
        const name = bound(node.id ?? giveUp())
        return [{ kind: 'declare', pattern: { kind: 'name', name }, value: this.function(node) }]
      }
      case 'ReturnStatement': {
        const value: Node =
          node.argument === null
            ? { kind: 'literal', value: undefined }
            : this.expression(node.argument)
        return [{ kind: 'return', value }]
      }
      case 'IfStatement': {
        const { test, consequent, alternate } = node
        return [
          {
            kind: 'if',
            test: this.expression(test),
            met: this.#branch(consequent),
            otherwise: alternate === null ? { names: [], statements: [] } : this.#branch(alternate),
          },
        ]
      }
      case 'ForOfStatement':
        return [this.#loop(node)]
      case 'ContinueStatement':
      case 'BreakStatement':
        if (node.label !== null || this.#loops === 0) giveUp()
        return [{ kind: node.type === 'BreakStatement' ? 'break' : 'continue' }]
      case 'ExpressionStatement':
        if (node.expression.type !== 'CallExpression') giveUp()
        return [{ kind: 'do', value: this.expression(node.expression) }]
      case 'ExportDefaultDeclaration': {
        const value = this.expression(node.declaration as tree.Expression)
        return [{ kind: 'declare', pattern: { kind: 'name', name: defaultName }, value }]
      }
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        return node.declare ? giveUp() : []
      default:
        return giveUp()
    }
  }

  #loop({ await: waits, left, right, body }: tree.ForOfStatement): Statement {
    if (waits || left.type !== 'VariableDeclaration' || left.kind !== 'const') return giveUp()
    const [declared, ...others] = left.declarations
    if (declared === undefined || others.length > 0) return giveUp()
    const pattern = patternOf(declared.id, this.#toNode)
    const list = this.expression(right)
    this.#loops++
    const made = this.#branch(body)
    this.#loops--
    const names = distinct([...namesOf(pattern), ...made.names])
    return { kind: 'each', pattern, list, body: { ...made, names } }
  }

  #branch(node: tree.Statement): Block {
    const nodes = node.type === 'BlockStatement' ? node.body : [node]
    // What a function in a block is outside of it has rules of its own.
    if (nodes.some(({ type }) => type === 'FunctionDeclaration')) giveUp()
    if (node.type !== 'BlockStatement' && node.type === 'VariableDeclaration') giveUp()
    return this.block(nodes, [])
  }
}

function returning(value: Node, names: readonly string[]): Block {
  return { names, statements: [{ kind: 'return', value }] }
}
