import type { Origin } from '../diagnostic/diagnostic.ts'
import { authoredSetting } from '../project/bottle-reach.ts'
import type { ProjectContext } from '../project/context.ts'
import type { Loaded } from '../project/look.ts'
import type { BottleSetting } from '../project/trace.ts'

/** A setting that grants something, and where it was made. */
export interface PlacedSetting {
  /** The setting as its author knows it. */
  readonly path: string
  readonly origin?: Origin
}

/** Gives the place of a setting by its path in the document; undefined where none was looked for. */
export type PlaceOf = (slug: string, path: string) => PlacedSetting | undefined

/** Finds where settings of bottles were made. */
export async function findPlaces(
  context: ProjectContext,
  loaded: Loaded,
  settings: readonly BottleSetting[],
): Promise<PlaceOf> {
  const bottles = new Map(loaded.bottles.map((bottle) => [bottle.slug, bottle]))
  const wanted = new Map<string, BottleSetting>()
  for (const { slug, path } of settings) {
    const bottle = bottles.get(slug)
    if (bottle === undefined) continue
    wanted.set(keyOf(slug, path), { slug, path: authoredSetting(bottle, path) })
  }
  const origins = await context.locate(loaded, [...wanted.values()])
  const places = new Map(
    [...wanted].map(([key, { path }], index): [string, PlacedSetting] => {
      const origin = origins[index]
      return [key, { path, ...(origin === undefined ? {} : { origin }) }]
    }),
  )
  return (slug, path) => places.get(keyOf(slug, path))
}

function keyOf(slug: string, path: string): string {
  return `${slug} ${path}`
}
