import { createHash } from 'node:crypto'
import * as v from 'valibot'

const recordSchema = v.object({
  manifest: v.literal(1),
  source: v.string(),
  dialect: v.string(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  acknowledged: v.optional(v.record(v.string(), v.string())),
})

/** What a manifest says: which Smolfile the tool wrote, and from what. */
export type OutputRecord = Readonly<v.InferOutput<typeof recordSchema>>

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What a record is of. */
export interface Recorded {
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
export function recordText({ source, dialect, text, acknowledged }: Recorded): string {
  const reasons = acknowledged.map(({ code, reason }) => [code, reason] as const)
  const record: OutputRecord = {
    manifest: 1,
    source,
    dialect,
    sha256: sha256(text),
    ...(reasons.length === 0 ? {} : { acknowledged: Object.fromEntries(reasons.sort()) }),
  }
  return `${JSON.stringify(record, null, 2)}\n`
}

/** The record in the text of a manifest, if it is one of ours. */
export function readRecord(text: string): OutputRecord | undefined {
  try {
    const result = v.safeParse(recordSchema, JSON.parse(text))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}
