import type { ClaudeBottleDocument } from '../dialects/claude-bottle/document.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import type { SmolvmDocument } from '../dialects/smolvm/document.ts'
import { claudeBottleCalls, claudeBottleOrder } from './claude-bottle.ts'
import type { MethodCall } from './code.ts'
import { CommentSupply } from './comments.ts'
import { smolvmCalls, smolvmOrder } from './smolvm.ts'

/** The builder calls that make `document`, each with the comments that are about it. */
export function callsOf(
  dialect: DialectName,
  document: SmolfileDocument,
  comments: CommentSupply = new CommentSupply(new Map()),
): readonly MethodCall[] {
  return dialect === 'smolvm'
    ? smolvmCalls(document as SmolvmDocument, comments)
    : claudeBottleCalls(document as ClaudeBottleDocument, comments)
}

/** The methods in the order in which people write them. */
export function callOrder(dialect: DialectName): readonly string[] {
  return dialect === 'smolvm' ? smolvmOrder : claudeBottleOrder
}
