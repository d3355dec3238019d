import { isDiagnosticCode } from '../../diagnostic/catalogue.ts'
import { cut, escapeControls } from '../../diagnostic/text.ts'
import { hideNamed } from '../../dialects/masking.ts'
import type { Bottle } from '../../project/validate.ts'
import type { Review } from '../finding.ts'

/** What the author of a bottle accepts, as its manifest has it. All texts are fit to be shown. */
export interface AcceptedInBottle {
  readonly slug: string
  /** A code of the tool's own, or the name of a policy. */
  readonly code: string
  /** The setting that it is about; absent when it is about all. */
  readonly at?: string
  readonly reason: string
  /** The bottle file. */
  readonly source?: string
}

const longestText = 1_000
const rule = /^[a-z0-9][a-z0-9-]{0,63}\/[a-z0-9][a-z0-9-]{0,63}$/

/** All that the bottles of a review accept now, whether it has changed or not. */
export function acceptedInReview({ bottles }: Review): readonly AcceptedInBottle[] {
  return bottles.flatMap(({ slug, after }) =>
    Object.entries(after?.acknowledged ?? {}).flatMap(([key, reason]): AcceptedInBottle[] => {
      const [, code = '', at] = /^(\S+)(?: at (.*))?$/s.exec(key) ?? []
      // Another can be written into a manifest by hand, and accepts nothing.
      if (!isDiagnosticCode(code) && !rule.test(code)) return []
      return [
        {
          slug: shown(slug),
          code,
          reason: shown(reason),
          ...(at === undefined ? {} : { at: shown(at) }),
          ...(after?.source === undefined ? {} : { source: after.source }),
        },
      ]
    }),
  )
}

/** What these bottles accept, whatever has changed. */
export function acceptedInBottles(bottles: readonly Bottle[]): readonly AcceptedInBottle[] {
  return bottles.flatMap(({ slug, source, acknowledged }) =>
    acknowledged.map(({ code, reason, at }) => ({
      slug: shown(slug),
      code,
      reason: shown(reason),
      ...(at === undefined ? {} : { at: shown(at) }),
      source,
    })),
  )
}

function shown(text: string): string {
  return escapeControls(hideNamed(cut(text.toWellFormed(), longestText)))
}
