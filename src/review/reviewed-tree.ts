import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { defaultDialect } from '../dialects/default-dialect.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf, isDialectName } from '../dialects/dialects.ts'
import { dialectOfText, vetSmolfile } from '../dialects/vet.ts'
import type { Acknowledged, Manifest } from '../output/manifest.ts'
import { readManifest } from '../output/manifest.ts'
import { manifestName, unknownVersion } from '../output/tree.ts'
import type { TreeText, TreeTexts } from '../output/tree-texts.ts'
import type { ReviewedBottle, ReviewedTree } from './tree.ts'

export interface ReadTrees {
  readonly before: ReviewedTree
  readonly after: ReviewedTree
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The bottles of two output trees. A bottle that is the same in both is one object, which parses
 * its Smolfile when somebody asks for the document: of a thousand, nobody asks for most.
 */
export function readTrees(before: TreeTexts, after: TreeTexts): ReadTrees {
  const had = new Map<string, ReviewedBottle>()
  const has = new Map<string, ReviewedBottle>()
  const diagnostics: Diagnostic[] = []
  const read = (tree: Map<string, ReviewedBottle>, slug: string, text: TreeText) => {
    const bottle = text.stray === undefined ? readBottle(slug, text) : readStray(slug, text)
    if ('document' in bottle) tree.set(slug, bottle)
    else diagnostics.push(...bottle.problems)
  }
  for (const [slug, text] of before) {
    const other = after.get(slug)
    if (other !== undefined && isSame(text, other)) {
      if (text.stray !== undefined) continue
      const bottle = new UnreadBottle(slug, text)
      had.set(slug, bottle)
      has.set(slug, bottle)
      continue
    }
    // What nothing accounts for is new: nobody says that it was the other.
    if (other?.stray === undefined) read(had, slug, text)
    if (had.get(slug)?.stray === 'file') had.delete(slug)
    if (other !== undefined) read(has, slug, other)
  }
  for (const [slug, text] of after) if (!before.has(slug)) read(has, slug, text)
  return { before: had, after: has, diagnostics }
}

function isSame(a: TreeText, b: TreeText): boolean {
  if (a.smolfile !== b.smolfile || a.manifest !== b.manifest) return false
  return a.stray === b.stray && a.stray !== 'other'
}

/** What no bottle accounts for: a Smolfile by what it says, and anything else as it is. */
function readStray(slug: string, text: TreeText): ReviewedBottle {
  const bottle = text.stray === 'file' ? readBottle(slug, text) : undefined
  return bottle !== undefined && 'document' in bottle
    ? { ...bottle, stray: 'bottle' }
    : { ...closedBottle(slug, text), stray: 'file' }
}

/** What stands for a bottle that cannot be read. */
function closedBottle(slug: string, { smolfile }: TreeText): ReviewedBottle {
  const document = dialectOf(defaultDialect).closed
  return { slug, dialect: defaultDialect, document, text: smolfile, acknowledged: {} }
}

/** A bottle as a tree has it, or what is wrong with its Smolfile. */
export function readBottle(
  slug: string,
  text: TreeText,
): ReviewedBottle | { readonly problems: readonly Diagnostic[] } {
  const { name, smolfile } = text
  const read = text.manifest === undefined ? undefined : readManifest(text.manifest)
  if (read?.kind === 'unknown-version') {
    const path = posix.join(posix.dirname(name), manifestName)
    return { problems: [unknownVersion(path, read.version).diagnostic] }
  }
  const manifest = read?.kind === 'known' ? read.manifest : undefined
  const dialect = dialectIn(manifest) ?? dialectOfText(smolfile)
  try {
    if (dialect === undefined) throw new Error('the dialect is not clear')
    const document = documentOf(dialect, smolfile)
    const acknowledged = reasonsOf(manifest?.acknowledged ?? [])
    const source = manifest === undefined ? {} : { source: manifest.source }
    return { slug, dialect, document, text: smolfile, acknowledged, ...source }
  } catch (error) {
    const { diagnostics } = vetSmolfile(name, smolfile, dialect)
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    return { problems: errors.length > 0 ? errors : [unreadable(name, error)] }
  }
}

function dialectIn(manifest: Manifest | undefined): DialectName | undefined {
  const dialect = manifest?.dialect
  return dialect !== undefined && isDialectName(dialect) ? dialect : undefined
}

/** The reasons of what is accepted, by code, or by code and setting. */
function reasonsOf(acknowledged: readonly Acknowledged[]): Readonly<Record<string, string>> {
  const reasons = new Map<string, string>()
  for (const { code, at, reason } of acknowledged) {
    const key = at === undefined ? code : `${code} at ${at}`
    const other = reasons.get(key)
    reasons.set(key, other === undefined ? reason : `${other}; ${reason}`)
  }
  return Object.fromEntries(reasons)
}

/** A Smolfile's document; the order of what has none makes no difference. */
function documentOf<N extends DialectName>(dialect: N, text: string): SmolfileDocument {
  const { parse, normalize } = dialectOf(dialect)
  return normalize(parse(text.startsWith('\ufeff') ? text.slice(1) : text))
}

function unreadable(name: string, error: unknown): Diagnostic {
  const message = `the Smolfile cannot be read: ${error instanceof Error ? error.message : error}`
  return diagnosticOf('BW070', message, { origin: { file: name } })
}

/** A bottle that is the same before and after. */
class UnreadBottle implements ReviewedBottle {
  readonly slug: string
  readonly #text: TreeText
  #read: ReviewedBottle | undefined

  constructor(slug: string, text: TreeText) {
    this.slug = slug
    this.#text = text
  }

  get text(): string {
    return this.#text.smolfile
  }

  get dialect(): DialectName {
    // The review asks every bottle, and a manifest is read in a fraction of the time.
    const { manifest } = this.#text
    const read = manifest === undefined ? undefined : readManifest(manifest)
    const dialect = read?.kind === 'known' ? dialectIn(read.manifest) : undefined
    return dialect ?? this.#bottle().dialect
  }

  get document(): SmolfileDocument {
    return this.#bottle().document
  }

  get acknowledged(): ReviewedBottle['acknowledged'] {
    return this.#bottle().acknowledged
  }

  /** One that cannot be read is the same all the same, and shows nothing. */
  #bottle(): ReviewedBottle {
    if (this.#read === undefined) {
      const read = readBottle(this.slug, this.#text)
      this.#read = 'document' in read ? read : closedBottle(this.slug, this.#text)
    }
    return this.#read
  }
}
