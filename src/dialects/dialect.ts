import type * as v from 'valibot'
import type { Problem } from '../diagnostic/problem.ts'

/** What a dialect knows of a bottle before it is a document: its slug and its settings. */
export interface Checked<Document> {
  /** Absent when the settings are not of the dialect's form. */
  readonly document?: Document
  readonly problems: readonly Problem[]
  /** What the settings themselves accept, with the reason that they give. */
  readonly accepted?: readonly Acceptance[]
}

/** A warning that the author has accepted, at the path of the setting that says so. */
export interface Acceptance {
  readonly code: string
  readonly reason: string
  readonly path: string
}

/** What a Smolfile's text says beside the document. */
export interface RenderContext {
  /** The bottle file, relative to the project. Untrusted: a file's name may hold anything. */
  readonly source: string
}

/** One schema of Smolfile: how settings are checked, and how a document becomes text and back. */
export interface Dialect<Document> {
  readonly name: string
  /** The form of a document, its keys in the order of the text. */
  readonly schema: v.GenericSchema & { readonly entries: object }
  /** Checks untrusted settings, and makes the document they stand for. */
  check(slug: string, settings: unknown): Checked<Document>
  /** Checks the untrusted data of any Smolfile. The problems' paths are those of the data. */
  vet(data: unknown): readonly Problem[]
  /** The Smolfile's text. */
  render(document: Document, context: RenderContext): string
  /** The document in a Smolfile's text. Throws what smol-toml or the schema finds wrong. */
  parse(text: string): Document
  /** The document that says the same and that a bottle can say: variables sorted, nothing empty. */
  normalize(document: Document): Document
  /** The sockets that the document's devices hang on, each with the path of its setting. */
  sockets(document: Document): readonly { readonly path: string; readonly socket: string }[]
}
