import { basename, dirname, resolve } from 'node:path'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { checkSlug } from '../dialects/slug.ts'

/**
 * The slug that a Smolfile gives its bottle: of its data, where the dialect has it there, or of the
 * file's name, or of the folder's when the file is just called Smolfile. Empty when none is left.
 */
export function slugOfSmolfile(
  file: string,
  dialect: DialectName,
  document: SmolfileDocument,
): string {
  const { slugIn } = dialectOf(dialect)
  if (slugIn !== undefined) return slugIn(document as never)
  const name = basename(file)
    .replace(/\.toml$/i, '')
    .replace(/\.?smolfile$/i, '')
  return slugFrom(name === '' ? basename(dirname(resolve(file))) : name)
}

/** Returns why `slug` is invalid in the dialect, or undefined. */
export function malformedSlug(dialect: DialectName, slug: string): string | undefined {
  return checkSlug(slug, dialectOf(dialect).namePrefix)[0]?.message
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
