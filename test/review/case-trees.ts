import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReviewedBottle, ReviewedTree } from '../../src/review/tree.ts'
import { dialectOf } from '../../src/smolfile/dialects.ts'
import { vetSmolfile } from '../../src/smolfile/vet/vet.ts'

type Acknowledged = Readonly<Record<string, ReviewedBottle['acknowledged']>>

/** The bottle that a Smolfile is; its keys say of which dialect. */
export function bottleOf(
  slug: string,
  text: string,
  acknowledged: ReviewedBottle['acknowledged'] = {},
): ReviewedBottle {
  const { dialect } = vetSmolfile('Smolfile', text)
  if (dialect === undefined) throw new Error(`no dialect is clear:\n${text}`)
  const document = dialectOf(dialect).parse(text)
  return { slug, dialect, document, source: `bottles/${slug}.bottle.ts`, text, acknowledged }
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
