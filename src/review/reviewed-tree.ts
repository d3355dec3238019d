import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { count } from '../diagnostic/text.ts'
import { defaultDialect } from '../dialects/default-dialect.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf, isDialectName } from '../dialects/dialects.ts'
import type { SettingValue } from '../dialects/isolation/change.ts'
import { vetSmolfile } from '../dialects/vet.ts'
import { plainLineEnds } from '../files/line-ends.ts'
import type { Acknowledged, Manifest } from '../output/manifest.ts'
import { readManifest } from '../output/manifest.ts'
import { manifestName, unknownVersion } from '../output/tree.ts'
import type { TreeText, TreeTexts } from '../output/tree-texts.ts'
import { isTable } from '../smolfile/is-table.ts'
import { UnreadValue } from '../smolfile/toml-tree.ts'
import type { ReviewedBottle, ReviewedTree } from './tree.ts'

export interface ReadTrees {
  readonly before: ReviewedTree
  readonly after: ReviewedTree
  /** The errors of what is now; of each that was bad, a warning. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The bottles of two output trees, checked as by `vet`. Of a Smolfile with errors what can be read
 * is compared all the same. One of which nothing can be read is in neither tree when it is the one
 * that is now; when it is the one that was, all of its successor counts as new.
 */
export function readTrees(before: TreeTexts, after: TreeTexts): ReadTrees {
  const had = new Map<string, ReviewedBottle>()
  const has = new Map<string, ReviewedBottle>()
  const diagnostics: Diagnostic[] = []
  for (const [slug, text] of after) {
    const other = before.get(slug)
    const isUnchanged = other !== undefined && isSame(text, other)
    if (isUnchanged && text.stray !== undefined) continue
    const now = readEither(slug, text)
    diagnostics.push(...now.diagnostics)
    if (now.bottle !== undefined) has.set(slug, now.bottle)
    // What nothing accounts for is new: nobody says that it was the other.
    if (other === undefined || text.stray !== undefined) continue
    // A bottle that is the same in both is one object: of a thousand, most are.
    const was = isUnchanged ? { bottle: now.bottle, diagnostics: [] } : readEither(slug, other)
    diagnostics.push(...ofBefore(was, other))
    if (was.bottle?.stray === 'file' || now.bottle === undefined) continue
    if (was.bottle !== undefined) had.set(slug, was.bottle)
  }
  for (const [slug, text] of before) {
    if (after.has(slug)) continue
    const was = readEither(slug, text)
    diagnostics.push(...ofBefore(was, text))
    if (was.bottle !== undefined && was.bottle.stray !== 'file') had.set(slug, was.bottle)
  }
  return { before: had, after: has, diagnostics }
}

function isSame(a: TreeText, b: TreeText): boolean {
  if (a.smolfile !== b.smolfile || a.manifest !== b.manifest) return false
  if (a.companion !== b.companion) return false
  return a.stray === b.stray && a.stray !== 'other'
}

function readEither(slug: string, text: TreeText): ReadBottle {
  return text.stray === undefined ? readBottle(slug, text) : readStray(slug, text)
}

/** What no bottle accounts for: a Smolfile by what it says, and anything else as it is. */
function readStray(slug: string, text: TreeText): ReadBottle {
  const { bottle } = text.stray === 'file' ? readBottle(slug, text) : {}
  if (bottle !== undefined) return { bottle: { ...bottle, stray: 'bottle' }, diagnostics: [] }
  const closed: ReviewedBottle = {
    slug,
    dialect: defaultDialect,
    document: dialectOf(defaultDialect).closed,
    unfit: new Map(),
    text: text.smolfile,
    acknowledged: {},
    stray: 'file',
  }
  return { bottle: closed, diagnostics: [] }
}

/**
 * What is told of a Smolfile that was. Who fixes one that was bad must not fail for what it was;
 * that its bytes are not those of a Smolfile at all stays an error.
 */
function ofBefore({ diagnostics }: ReadBottle, { refused }: TreeText): readonly Diagnostic[] {
  const [first] = diagnostics
  if (first === undefined || refused !== undefined) return diagnostics
  const { code, message, path, origin } = first
  const number = diagnostics.length === 1 ? 'an error' : count(diagnostics.length, 'error')
  const shown = `before the change the Smolfile had ${number}: ${code} ${message}`
  return [diagnosticOf('BW073', shown, { path, origin })]
}

/** A bottle as a tree has it, and the errors in its files. */
interface ReadBottle {
  /** Absent when nothing of it can be read. */
  readonly bottle?: ReviewedBottle | undefined
  readonly diagnostics: readonly Diagnostic[]
}

function readBottle(slug: string, text: TreeText): ReadBottle {
  const { name, smolfile, companion, refused } = text
  if (refused !== undefined) return { diagnostics: refused }
  const read = text.manifest === undefined ? undefined : readManifest(text.manifest)
  const path = posix.join(posix.dirname(name), manifestName)
  const unknown =
    read?.kind === 'unknown-version' ? [unknownVersion(path, read.version).diagnostic] : []
  const manifest = read?.kind === 'known' ? read.manifest : undefined
  const vetted = vetSmolfile(name, smolfile, dialectIn(manifest), companion)
  const errors = vetted.diagnostics.filter(({ severity }) => severity === 'error')
  const diagnostics = [...unknown, ...errors]
  const { dialect, document, unfit = new Map() } = vetted
  if (dialect === undefined || document === undefined) return { diagnostics }
  const bottle = {
    slug,
    dialect,
    document: dialectOf(dialect).normalize(document as never),
    unfit: new Map([...unfit].map(([path, value]) => [path, settingValue(value)])),
    text: plainLineEnds(smolfile),
    acknowledged: reasonsOf(manifest?.acknowledged ?? []),
    ...(manifest === undefined ? {} : { source: manifest.source }),
  }
  return { bottle, diagnostics }
}

/** Data of TOML as it is shown and compared. */
function settingValue(value: unknown): SettingValue {
  if (value instanceof UnreadValue) return value.text
  if (Array.isArray(value)) return value.map(settingValue)
  if (!isTable(value)) return value as SettingValue
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, settingValue(each)]))
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
