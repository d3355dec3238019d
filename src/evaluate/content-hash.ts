import { hash } from 'node:crypto'

/** The hash by which the text of a module is known. */
export function contentHash(text: string): string {
  return hash('sha256', text, 'base64url')
}
