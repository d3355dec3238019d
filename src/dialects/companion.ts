import type { Problem } from '../diagnostic/problem.ts'
import type { CommonSettings } from './dialect.ts'

/** The companion of a claude-bottle's Smolfile: the configuration of its gvproxy. */
export const companionName = 'gvproxy.yaml'

/** What a companion's text says. Untrusted: anybody may have written it. */
export interface ReadCompanion {
  /** The address of the gateway; absent when the text is not one that the tool writes. */
  readonly address?: string
  readonly problems: readonly (Problem & { readonly line?: number })[]
  /** What it says otherwise, by its path. */
  readonly unfit: ReadonlyMap<string, unknown>
}

/** A file beside the Smolfile that the host needs to make it hold. */
export interface CompanionFile<Document> {
  readonly name: string
  /** The text; undefined when the document asks for none. */
  render(document: Document): string | undefined
  /** The document without what the companion says: what the Smolfile's text has. */
  without(document: Document): Document
  /** The address of the bottle with the slug: its own, or one of those that the project has. */
  addressOf(document: Document, slug: string, common: CommonSettings): string | undefined
  /** The document with what a companion's text says. */
  add(document: Document, text: string): ReadCompanion & { readonly document: Document }
}
