import type { BottleBuilder } from '../language/claude-bottle/bottle.ts'
import type { MachineBuilder } from '../language/smolvm/builder.ts'
import { claudeBottle } from './claude-bottle/dialect.ts'
import type { ClaudeBottleDocument } from './claude-bottle/document.ts'
import type { Dialect } from './dialect.ts'
import { smolvm } from './smolvm/dialect.ts'
import type { SmolvmDocument } from './smolvm/document.ts'

/** The document type of each dialect. */
export interface Documents {
  readonly 'claude-bottle': ClaudeBottleDocument
  readonly smolvm: SmolvmDocument
}

export type DialectName = keyof Documents

/** What the authoring language builds a document of each dialect with. */
export interface Builders {
  readonly 'claude-bottle': BottleBuilder
  readonly smolvm: MachineBuilder
}

export type SmolfileDocument = Documents[DialectName]

const dialects: { readonly [N in DialectName]: Dialect<Documents[N]> } = {
  'claude-bottle': claudeBottle,
  smolvm,
}

export const dialectNames = Object.keys(dialects) as readonly DialectName[]

export function isDialectName(name: string): name is DialectName {
  return Object.hasOwn(dialects, name)
}

/** The dialect of that name; its documents are of the type that the name stands for. */
export function dialectOf<N extends DialectName>(name: N): Dialect<Documents[N]> {
  return dialects[name]
}

/** The dialect that leaves most of a label to the slug: one of its slugs may be one of any other. */
export const roomiestDialect: DialectName = [...dialectNames].sort(
  (a, b) => dialectOf(a).namePrefix.length - dialectOf(b).namePrefix.length,
)[0] as DialectName
