/**
 * One question to the bottles of a project, answered of their source, with the places that decide.
 */
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { sortDiagnostics } from '../diagnostic/diagnostic.ts'
import type { DialectName } from '../dialects/dialects.ts'
import type { GrantPart, Reach } from '../dialects/reach.ts'
import { whenConfined } from '../dialects/reach.ts'
import type { Assumption } from '../project/bottle-reach.ts'
import { reachOf } from '../project/bottle-reach.ts'
import { openProject } from '../project/open-project.ts'
import { settledBottle } from '../project/settled-bottle.ts'
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
    // Of a bottle that is settled what it says is known; where it says so, it is evaluated for.
    const loaded = await context.load(slug === undefined ? { settled: true } : { slugs: [slug] })
    const answerOf = answering(question)
    const answers = [...loaded.bottles, ...loaded.settled.map(settledBottle)]
      .map((bottle): BottleAnswer => {
        const { slug, dialect, source } = bottle
        const reach = reachOf(bottle)
        if (assume === undefined || reach.confined === undefined) {
          return { slug, dialect, source, ...answerOf(reach) }
        }
        const answered = answerOf(reach.confined)
        const assumes = [...answered.assumes, whenConfined]
        return { slug, dialect, source, ...answered, assumes }
      })
      .sort((a, b) => (a.slug < b.slug ? -1 : 1))
    // Of what is closed, nobody asks where.
    const granted = answers.filter((each) => slug !== undefined || each.answer !== 'no')
    const placed = granted.length > mostPlaced ? [] : granted
    const settings = placed.flatMap(({ slug, by }) => by.map((path) => ({ slug, path })))
    const isSettled = loaded.settled.length > 0 && placed.length > 0
    const known = isSettled ? await context.load({ slugs: placed.map(({ slug }) => slug) }) : loaded
    const placeOf = await findPlaces(context, known, settings)
    return { answers, diagnostics: sortDiagnostics(loaded.diagnostics), placeOf }
  })
}

/** The grants that have a say in answers about the network. */
const decidingParts: ReadonlySet<GrantPart> = new Set(['gateway', 'credentials'])

/** Answers one question; of networks, which many bottles have in common, each is asked once. */
function answering(question: Question): (reach: Reach) => Answered {
  const known = new WeakMap<Reach['network'], Answered>()
  const isOfNetwork = ['tcp', 'udp', 'dns'].includes(question.kind)
  return (reach) => {
    const isAlone =
      reach.confined === undefined && !reach.grants.some(({ part }) => decidingParts.has(part))
    if (!isOfNetwork || !isAlone) return answer(reach, question)
    const answered = known.get(reach.network) ?? answer(reach, question)
    known.set(reach.network, answered)
    return answered
  }
}
