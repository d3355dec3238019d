import { isDeepStrictEqual } from 'node:util'
import type { ClaudeBottleDocument } from '../dialects/claude-bottle/document.ts'
import { defaultCommand } from '../dialects/claude-bottle/document.ts'
import type { Item, MethodCall } from './code.ts'
import { call, literal } from './code.ts'
import type { CommentSupply } from './comments.ts'
import { environmentCalls } from './environment.ts'

/** The methods of `bottle()` in the order in which people write them. */
export const claudeBottleOrder = ['command', 'use', 'env', 'unset', 'net', 'acknowledge']

/** The builder calls that make `document`, in the order in which people write them. */
export function claudeBottleCalls(
  { command, env, net }: ClaudeBottleDocument,
  comments: CommentSupply,
): readonly MethodCall[] {
  return [
    ...commandCalls(command, comments),
    ...environmentCalls(env, comments),
    ...net.map(({ socket }, index) => ({
      method: 'net',
      args: [{ code: call('gvproxy', literal(socket)), comments: [] }],
      comments: comments.takeAll(`net[${index}]`),
    })),
  ]
}

function commandCalls(command: readonly string[], comments: CommentSupply): readonly MethodCall[] {
  if (isDeepStrictEqual(command, defaultCommand)) return []
  const args = command.map(
    (argument, index): Item => ({
      code: literal(argument),
      comments: comments.take(`command[${index}]`),
    }),
  )
  return [{ method: 'command', args, comments: comments.take('command') }]
}
