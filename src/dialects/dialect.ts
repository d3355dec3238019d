import type { Problem } from '../diagnostic/problem.ts'
import type { Rows } from '../language/rows.ts'
import type { CompanionFile } from './companion.ts'
import type { ClassRule } from './isolation/class-rule.ts'
import type { Reach } from './reach.ts'
import type { DocumentSchema } from './rows.ts'
import type { ToldHost } from './told-hosts.ts'
import type { OwnRange } from './values/own-address.ts'

/** A bottle as a dialect sees it before it is a document: its slug and its settings. */
export interface Checked<Document> {
  /** Absent when the settings are not of the dialect's form. */
  readonly document?: Document
  readonly problems: readonly Problem[]
  /** The warnings that the settings themselves accept, with the reason that they give. */
  readonly accepted?: readonly Acceptance[]
}

/** A warning that the author has accepted, at the path of the setting that says so. */
export interface Acceptance {
  readonly code: string
  readonly reason: string
  readonly path: string
}

/** A setting that a new bottle lacks. */
export interface Missing {
  /** The setting, or the name of a class of the review's own: see `ownClasses`. */
  readonly setting: string
  readonly path: string
}

/**
 * How arrays of text stand in a Smolfile: on one line, as far as the dialect has them so, or one
 * argument and one variable a line, so that a diff shows the one that changed.
 */
export const layouts = ['compact', 'lines'] as const

export type Layout = (typeof layouts)[number]

/** What the project says of all its bottles. */
export interface CommonSettings {
  readonly layout?: Layout | undefined
  /** The addresses of which each gateway has one, where its bottle names none. */
  readonly gatewayAddresses?: OwnRange | undefined
  /** The slug that decides which, where the bottle may say another: that of its file. */
  readonly slug?: string
}

/** Something of the host that one bottle alone may have, at the path of the setting. */
export interface Claim {
  readonly what: 'socket' | 'address'
  readonly path: string
  readonly value: string
}

/** The content of a Smolfile's text beside the document. */
export interface RenderContext {
  /**
   * The bottle file, relative to the project; absent when there is none. Untrusted: a file's name may
   * hold anything.
   */
  readonly source?: string | undefined
  /** Default: compact. */
  readonly layout?: Layout | undefined
}

/**
 * One schema of Smolfile: how settings are checked, how a document becomes text and TypeScript and
 * comes back, and what a change of it means. All that differs by dialect is here.
 */
export interface Dialect<Document> {
  readonly name: string
  /** The settings, in the order of the text. */
  readonly rows: Rows
  /** The form of a document, its keys in the order of the text. */
  readonly schema: DocumentSchema<Document>

  /** The function of the authoring language that starts a builder of it. */
  readonly starts: string
  /** The methods of the builder, in the order in which people write them. */
  readonly methodOrder: readonly string[]
  /** A small bottle to start from, which synth accepts as it is. `slug` is a valid one. */
  scaffold(slug: string): string

  /** The program that runs its Smolfiles, where one is known. */
  readonly engine?: string
  /** The prefix of the slug in the machine's name. */
  readonly namePrefix: string
  /** The slug in a Smolfile's data, where the dialect has it there. */
  slugIn?(document: Document): string
  /** The document of the bottle that is to have the slug `slug`. */
  withSlug(document: Document, slug: string): Document

  /** Checks untrusted settings, and makes the document they stand for. */
  check(slug: string, settings: unknown, common?: CommonSettings): Checked<Document>
  /**
   * Checks the untrusted data of any Smolfile. The problems' paths are those of the data.
   *
   * @param address The address that its companion says; undefined when there is none.
   */
  vet(data: unknown, address?: string): readonly Problem[]
  /** The Smolfile's text. */
  render(document: Document, context: RenderContext): string
  /**
   * The document in a text that the tool itself rendered, read by other code than what reads
   * Smolfiles. Throws what smol-toml or the schema finds wrong.
   */
  parse(text: string): Document
  /** The document that says the same and that a bottle can say: variables sorted, nothing empty. */
  normalize(document: Document): Document
  /** Returns what a builder's call of the setting at `keys` adds to the document. */
  implied?(document: object, keys: readonly (string | number)[]): object
  /** Returns the document with what the authoring language writes where the author says nothing. */
  withDefaults?(document: Document): Document
  /** What of the host no other bottle may have. */
  claims(document: Document): readonly Claim[]
  /** The file beside the Smolfile, where the dialect has one. */
  readonly companion?: CompanionFile<Document>

  /** The document that reaches nothing, against which a new bottle is judged. */
  readonly closed: Document
  /** The effect of each change on isolation, by the setting's path. */
  readonly isolation: ReadonlyMap<string, readonly ClassRule<Document>[]>
  /** What is missing from a new bottle, and counts as a change: its class, and where it would be. */
  missing?(document: Document): readonly Missing[]
  /** What the bottle can get at, of its document alone. */
  reach(document: Document): Reach
  /** The hosts and services that variables name to clients inside, which closes and opens nothing. */
  told?(document: Document): readonly ToldHost[]
}
