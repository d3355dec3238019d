/**
 * One question to the bottles of a project, answered of their source, with the places that decide.
 */
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { sortDiagnostics } from '../diagnostic/diagnostic.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { whenConfined } from '../dialects/reach.ts'
import type { Assumption } from '../project/bottle-reach.ts'
import { reachOf } from '../project/bottle-reach.ts'
import { openProject } from '../project/open-project.ts'
import type { Answered } from '../reach/answer.ts'
import { answer } from '../reach/answer.ts'
import type { Question } from '../reach/question.ts'
import type { PlaceOf } from './reach-places.ts'
import { findPlaces } from './reach-places.ts'

/** What one bottle answers. */
export interface BottleAnswer extends Answered {
  readonly slug: string
  readonly dialect: DialectName
  readonly source: string
}

export interface AskOutcome {
  readonly answers: readonly BottleAnswer[]
  readonly diagnostics: readonly Diagnostic[]
  readonly placeOf: PlaceOf
}

export interface AskOptions {
  readonly project?: string
  /** The bottle that is asked. Default: all. */
  readonly slug?: string | undefined
  readonly assume?: Assumption | undefined
}

/** Of more bottles nobody reads the places, which take longer to find than all answers. */
const mostPlaced = 100

/**
 * Asks the bottle `slug`, or all of them.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function askBottles(
  question: Question,
  { project = '.', slug, assume }: AskOptions,
): Promise<AskOutcome> {
  return openProject({ project }, async (context) => {
    // Where things were made is asked whatever is known: the sandbox starts meanwhile.
    context.warm()
    const loaded = await context.load(slug === undefined ? {} : { slugs: [slug] })
    const answers = loaded.bottles
      .map((bottle): BottleAnswer => {
        const { slug, dialect, source } = bottle
        const reach = reachOf(bottle)
        if (assume === undefined || reach.confined === undefined) {
          return { slug, dialect, source, ...answer(reach, question) }
        }
        const answered = answer(reach.confined, question)
        const assumes = [...answered.assumes, whenConfined]
        return { slug, dialect, source, ...answered, assumes }
      })
      .sort((a, b) => (a.slug < b.slug ? -1 : 1))
    // Of what is closed, nobody asks where.
    const granted = answers.filter((each) => slug !== undefined || each.answer !== 'no')
    const placed = granted.length > mostPlaced ? [] : granted
    const settings = placed.flatMap(({ slug, by }) => by.map((path) => ({ slug, path })))
    const placeOf = await findPlaces(context, loaded, settings)
    return { answers, diagnostics: sortDiagnostics(loaded.diagnostics), placeOf }
  })
}
