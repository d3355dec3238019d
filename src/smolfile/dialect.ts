import type { Problem } from './problem.ts'

/** What a dialect knows of a bottle before it is a document: its slug and its settings. */
export interface Checked<Document> {
  /** Absent when the settings are not of the dialect's form. */
  readonly document?: Document
  readonly problems: readonly Problem[]
}

/** One schema of Smolfile: how settings are checked, and how a document becomes text and back. */
export interface Dialect<Document> {
  readonly name: string
  /** Checks untrusted settings, and makes the document they stand for. */
  check(slug: string, settings: unknown): Checked<Document>
  /** The Smolfile's text. */
  render(document: Document): string
  /** The document in a Smolfile's text. Throws what smol-toml or the schema finds wrong. */
  parse(text: string): Document
  /** The sockets that the document's devices hang on, each with the path of its setting. */
  sockets(document: Document): readonly { readonly path: string; readonly socket: string }[]
}
