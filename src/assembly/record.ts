import { createHash } from 'node:crypto'
import * as v from 'valibot'

const recordSchema = v.object({
  manifest: v.literal(1),
  source: v.string(),
  dialect: v.string(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
})

/** What a manifest says: which Smolfile the tool wrote, and from what. */
export type OutputRecord = Readonly<v.InferOutput<typeof recordSchema>>

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The text of `manifest.json`. Nothing in it changes unless the Smolfile's content does. */
export function recordText(source: string, dialect: string, smolfile: string): string {
  const record: OutputRecord = { manifest: 1, source, dialect, sha256: sha256(smolfile) }
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
