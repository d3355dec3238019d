import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DialectName, SmolfileDocument } from '../../src/dialects/dialects.ts'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'
import type { ReviewedBottle, ReviewedTree } from '../../src/review/tree.ts'

type Acknowledged = Readonly<Record<string, ReviewedBottle['acknowledged']>>

/** The bottle that a Smolfile is: of the one dialect that can read it. */
export function bottleOf(
  slug: string,
  text: string,
  acknowledged: ReviewedBottle['acknowledged'] = {},
): ReviewedBottle {
  const [read, ...others] = dialectNames.flatMap((dialect) => parsed(dialect, text))
  if (read === undefined || others.length > 0) throw new Error(`no dialect is clear:\n${text}`)
  return { slug, ...read, source: `bottles/${slug}.bottle.ts`, text, acknowledged }
}

function parsed(
  dialect: DialectName,
  text: string,
): readonly { readonly dialect: DialectName; readonly document: SmolfileDocument }[] {
  try {
    return [{ dialect, document: dialectOf(dialect).parse(text) }]
  } catch {
    return []
  }
}

export function treeOf(...bottles: readonly ReviewedBottle[]): ReviewedTree {
  return new Map(bottles.map((bottle) => [bottle.slug, bottle]))
}

/** The trees in the folders `before` and `after` of a case. */
export function readCase(folder: string): { before: ReviewedTree; after: ReviewedTree } {
  const file = join(folder, 'acknowledged.json')
  const acknowledged = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as Readonly<
    Record<string, Acknowledged | undefined>
  >
  const tree = (side: string) =>
    treeOf(
      ...readdirSync(join(folder, side))
        .filter((slug) => slug !== '.gitkeep')
        .map((slug) => {
          const text = readFileSync(join(folder, side, slug, 'Smolfile'), 'utf8')
          return bottleOf(slug, text, acknowledged[side]?.[slug])
        }),
    )
  return { before: tree('before'), after: tree('after') }
}
