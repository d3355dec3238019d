import type { Problem } from '../diagnostic/problem.ts'
import { warningAt } from '../diagnostic/problem.ts'
import type { FoundSecret } from './secrets.ts'
import { secretsIn, secretsInArguments } from './secrets.ts'

/**
 * Warns of the secrets among the arguments of a program. The values are left out: messages may end
 * up in a public log.
 */
export function checkArguments(
  texts: readonly string[],
  list: string,
  hint: string,
): readonly Problem[] {
  return problemsOf(secretsInArguments(texts), list, hint)
}

/** The same of lines of a shell, each of which stands alone. */
export function checkLines(
  texts: readonly string[],
  list: string,
  hint: string,
): readonly Problem[] {
  return problemsOf(
    texts.map((text) => secretsIn(text)),
    list,
    hint,
  )
}

function problemsOf(
  found: readonly (readonly FoundSecret[])[],
  list: string,
  hint: string,
): readonly Problem[] {
  return found.flatMap(([secret], index) => {
    if (secret === undefined) return []
    const path = `${list}[${index}]`
    const message = `${path} looks like a secret: it holds ${secret.what}; it would be committed in plain text`
    return [warningAt('BW033', path, message, hint)]
  })
}
