import type * as tree from 'oxc-parser'
import { giveUp } from './give-up.ts'
import { oneOf } from './names.ts'
import type { Node } from './nodes.ts'
import { binaryOperators, logicalOperators, unaryOperators } from './nodes.ts'

type OperationNode =
  | tree.UnaryExpression
  | tree.BinaryExpression
  | tree.PrivateInExpression
  | tree.LogicalExpression

/** Makes the node of an operator, or gives up. */
export function operationOf(node: OperationNode, toNode: (node: tree.Expression) => Node): Node {
  if (node.type === 'UnaryExpression') {
    const operator = oneOf(unaryOperators, node.operator)
    return { kind: 'unary', operator, operand: toNode(node.argument) }
  }
  if (node.left.type === 'PrivateIdentifier') return giveUp()
  const sides = { left: toNode(node.left), right: toNode(node.right) }
  return node.type === 'BinaryExpression'
    ? { kind: 'binary', operator: oneOf(binaryOperators, node.operator), ...sides }
    : { kind: 'logical', operator: oneOf(logicalOperators, node.operator), ...sides }
}
