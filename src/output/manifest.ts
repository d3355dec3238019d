import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { namedValues } from '../files/json-schemas.ts'

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/))

/** Version 1 knew one file, the Smolfile, and one reason a code. It is read for ever. */
const version1 = v.object({
  manifest: v.literal(1),
  source: v.string(),
  dialect: v.string(),
  sha256: hash,
  acknowledged: v.optional(namedValues(v.string(), v.string())),
})

const version2 = v.object({
  manifest: v.literal(2),
  files: namedValues(fileName, hash),
  acknowledged: v.optional(
    v.array(v.object({ code: v.string(), at: v.optional(v.string()), reason: v.string() })),
  ),
  source: v.string(),
  dialect: v.string(),
})

/** An accepted warning: at the setting `at`, or wherever the code is reported. */
export interface Acknowledged {
  readonly code: string
  readonly at?: string | undefined
  readonly reason: string
}

/** The content of a manifest, whatever its version: which files the tool wrote, and from what. */
export interface Manifest {
  /** SHA-256 of each file that belongs to the bottle, by its name. */
  readonly files: Readonly<Record<string, string>>
  readonly acknowledged: readonly Acknowledged[]
  /** Path of the bottle file, relative to the project. */
  readonly source: string
  readonly dialect: string
}

/** The kind of a manifest's text: one of the tool's, one of another version of it, or foreign. */
export type ReadManifest =
  | { readonly kind: 'known'; readonly manifest: Manifest }
  | { readonly kind: 'unknown-version'; readonly version: number }
  | { readonly kind: 'foreign' }

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The content that a manifest describes. */
export interface Manifested {
  readonly source: string
  readonly dialect: string
  /** The Smolfile's text. */
  readonly text: string
  /** The file beside it, where the bottle has one. */
  readonly companion?: OutputFile | undefined
  readonly acknowledged: readonly Acknowledged[]
}

/** A file of a bottle in the output tree. */
export interface OutputFile {
  readonly name: string
  readonly text: string
}

/**
 * The text of `manifest.json`. Nothing in it changes unless the bottle's content does, or what the
 * bottle has acknowledged: that is for the reviewer of the generated diff as well.
 */
export function manifestText(manifested: Manifested): string {
  const { files, acknowledged, source, dialect } = manifestOf(manifested)
  const reasons = acknowledged.length === 0 ? {} : { acknowledged }
  return `${JSON.stringify({ manifest: 2, files, ...reasons, source, dialect }, null, 2)}\n`
}

/**
 * Whether a manifest is that of this content as version 1 of it was written. It stays: a manifest is
 * rewritten only when its bottle's content changes.
 */
export function isFirstManifestOf(text: string | undefined, manifested: Manifested): boolean {
  return isVersion1(manifested) && text === version1Text(manifested)
}

/** Whether version 1 could say all of it: it had one file, and one reason a code. */
function isVersion1({ acknowledged, companion }: Manifested): boolean {
  if (companion !== undefined) return false
  const codes = new Set(acknowledged.map(({ code }) => code))
  return codes.size === acknowledged.length && acknowledged.every(({ at }) => at === undefined)
}

/** As version 1 was written. */
function version1Text({ source, dialect, text, acknowledged }: Manifested): string {
  const reasons = acknowledged.map(({ code, reason }) => [code, reason] as const)
  const manifest = {
    manifest: 1,
    source,
    dialect,
    sha256: sha256(text),
    ...(reasons.length === 0 ? {} : { acknowledged: Object.fromEntries(reasons.sort()) }),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Whether a text begins as the tool writes manifests today: then it is of no later version. */
export function isCurrent(text: string): boolean {
  return text.startsWith('{\n  "manifest": 2,\n') && text.indexOf('"manifest"', 5) === -1
}

/** Reads the text of a manifest. Untrusted: anybody may have written it. */
export function readManifest(text: string): ReadManifest {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return { kind: 'foreign' }
  }
  const current = v.safeParse(version2, data)
  if (current.success) {
    const { files, acknowledged = [], source, dialect } = current.output
    const hashes = Object.fromEntries(files)
    return known({ files: hashes, acknowledged: sorted(acknowledged), source, dialect })
  }
  const first = v.safeParse(version1, data)
  if (first.success) {
    const { sha256, acknowledged = [], source, dialect } = first.output
    const reasons = acknowledged.map(([code, reason]) => ({ code, reason }))
    const files = { Smolfile: sha256 }
    return known({ files, acknowledged: sorted(reasons), source, dialect })
  }
  const version = (data as { readonly manifest?: unknown } | null)?.manifest
  return Number.isInteger(version) && version !== 1 && version !== 2
    ? { kind: 'unknown-version', version: version as number }
    : { kind: 'foreign' }
}

function known(manifest: Manifest): ReadManifest {
  return { kind: 'known', manifest }
}

function manifestOf({ source, dialect, text, companion, acknowledged }: Manifested): Manifest {
  const beside = companion === undefined ? {} : { [companion.name]: sha256(companion.text) }
  const files = { Smolfile: sha256(text), ...beside }
  return { files, acknowledged: sorted(acknowledged), source, dialect }
}

/** In an order of their own, each once: a bottle may accept one code for two reasons. */
function sorted(acknowledged: readonly Acknowledged[]): readonly Acknowledged[] {
  const texts = new Map(
    acknowledged.map(({ code, at, reason }) => {
      const each = at === undefined ? { code, reason } : { code, at, reason }
      return [JSON.stringify([code, at ?? '', reason]), each] as const
    }),
  )
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}
