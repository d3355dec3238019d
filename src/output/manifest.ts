import { createHash } from 'node:crypto'
import * as v from 'valibot'

const manifestSchema = v.object({
  manifest: v.literal(1),
  source: v.string(),
  dialect: v.string(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  acknowledged: v.optional(v.record(v.string(), v.string())),
})

/** What a manifest says: which Smolfile the tool wrote, and from what. */
export type Manifest = Readonly<v.InferOutput<typeof manifestSchema>>

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What a manifest is of. */
export interface Manifested {
  readonly source: string
  readonly dialect: string
  /** The Smolfile's text. */
  readonly text: string
  readonly acknowledged: readonly { readonly code: string; readonly reason: string }[]
}

/**
 * The text of `manifest.json`. Nothing in it changes unless the Smolfile's content does, or what
 * the bottle has acknowledged: that is for the reviewer of the generated diff as well.
 */
export function manifestText({ source, dialect, text, acknowledged }: Manifested): string {
  const reasons = acknowledged.map(({ code, reason }) => [code, reason] as const)
  const manifest: Manifest = {
    manifest: 1,
    source,
    dialect,
    sha256: sha256(text),
    ...(reasons.length === 0 ? {} : { acknowledged: Object.fromEntries(reasons.sort()) }),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** What the text of a manifest says, if it is one of the tool's. */
export function readManifest(text: string): Manifest | undefined {
  try {
    const result = v.safeParse(manifestSchema, JSON.parse(text))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}
