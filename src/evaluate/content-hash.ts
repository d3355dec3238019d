import { createHash } from 'node:crypto'

/** The hash by which the text of a module is known. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
