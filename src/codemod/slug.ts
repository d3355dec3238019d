import { basename, dirname, resolve } from 'node:path'
import type { ClaudeBottleDocument } from '../dialects/claude-bottle/document.ts'
import { namePrefix } from '../dialects/claude-bottle/document.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { checkSlug } from '../dialects/slug.ts'

/**
 * The slug that a Smolfile gives its bottle: of its `name`, where the dialect has one, or of the
 * file's name, or of the folder's when the file is just called Smolfile. Empty when none is left.
 */
export function slugOfSmolfile(
  file: string,
  dialect: DialectName,
  document: SmolfileDocument,
): string {
  if (dialect === 'claude-bottle') {
    return (document as ClaudeBottleDocument).name.slice(namePrefix.length)
  }
  const name = basename(file)
    .replace(/\.toml$/i, '')
    .replace(/\.?smolfile$/i, '')
  return slugFrom(name === '' ? basename(dirname(resolve(file))) : name)
}

/** The document of the bottle that is to have the slug `slug`. */
export function withSlug(
  dialect: DialectName,
  document: SmolfileDocument,
  slug: string,
): SmolfileDocument {
  if (dialect !== 'claude-bottle') return document
  return { ...(document as ClaudeBottleDocument), name: namePrefix + slug }
}

/** Why `slug` is none, if it is. */
export function malformedSlug(dialect: DialectName, slug: string): string | undefined {
  const prefix = dialect === 'claude-bottle' ? namePrefix : ''
  return checkSlug(slug, prefix)[0]?.message
}

/** `text` in the letters that a slug has. */
function slugFrom(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
