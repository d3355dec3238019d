import type * as tree from 'oxc-parser'
import { giveUp } from './give-up.ts'
import { bound, keyOf } from './names.ts'
import type { Node, Pattern, Target } from './nodes.ts'

type ToNode = (node: tree.Expression) => Node

/** Makes the target of a value, with the value where there is none. */
export function targetOf(node: tree.BindingPattern, toNode: ToNode): Target {
  return node.type === 'AssignmentPattern'
    ? { pattern: patternOf(node.left, toNode), fallback: toNode(node.right) }
    : { pattern: patternOf(node, toNode), fallback: undefined }
}

/** Makes a pattern, which gives the parts of a value to names. */
export function patternOf(node: tree.BindingPattern, toNode: ToNode): Pattern {
  switch (node.type) {
    case 'Identifier':
      return { kind: 'name', name: bound(node) }
    case 'ObjectPattern': {
      const { properties } = node
      const last = properties.at(-1)
      const rest = last?.type === 'RestElement' ? bound(last.argument) : undefined
      const members = properties.slice(0, rest === undefined ? undefined : -1).map((each) => {
        if (each.type === 'RestElement' || each.computed) return giveUp()
        return { key: keyOf(each.key), target: targetOf(each.value, toNode) }
      })
      return { kind: 'record', members, rest }
    }
    case 'ArrayPattern':
      return {
        kind: 'list',
        items: node.elements.map((each) => {
          if (each === null) return undefined
          return each.type === 'RestElement' ? giveUp() : targetOf(each, toNode)
        }),
      }
    default:
      return giveUp()
  }
}
