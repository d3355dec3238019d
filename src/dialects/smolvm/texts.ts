import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { settings } from '../../language/smolvm/settings.ts'
import { settingPath } from '../../smolfile/setting-path.ts'
import { unwritable } from '../../smolfile/toml-text.ts'
import { valuesOfKind } from '../rows.ts'
import { checkArguments, checkLines } from '../secret-problems.ts'
import { tokenIn } from '../secrets.ts'
import type { SmolvmDocument } from './document.ts'

const hint = "use .secret(name, hostEnv('…')), which is [secrets] with from_env in a Smolfile"

/** Checks that every text of a document can be written, and that it holds no token. */
export function checkTexts(document: SmolvmDocument): readonly Problem[] {
  return visit(document, [])
}

/** Checks that no argument and no line of a shell says a secret; what is a token is told above. */
export function checkPrograms(document: SmolvmDocument): readonly Problem[] {
  const told = new Set(checkTexts(document).map(({ path }) => path))
  return [
    ...valuesOfKind(settings, document, 'argv').flatMap(([path, texts]) =>
      checkArguments(texts as readonly string[], path, hint),
    ),
    ...valuesOfKind(settings, document, 'texts').flatMap(([path, texts]) =>
      checkLines(texts as readonly string[], path, hint),
    ),
  ].filter(({ path }) => !told.has(path))
}

function visit(value: unknown, keys: readonly (string | number)[]): readonly Problem[] {
  if (typeof value === 'string') return checkText(value, keys)
  if (Array.isArray(value)) return value.flatMap((item, index) => visit(item, [...keys, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => visit(item, [...keys, key]))
}

function checkText(text: string, keys: readonly (string | number)[]): readonly Problem[] {
  const path = settingPath(keys)
  const reason = unwritable(text)
  if (reason !== undefined) {
    const message = `the text has ${reason}, which a Smolfile cannot hold: ${quote(text)}`
    return [errorAt('BW005', path, message)]
  }
  const token = tokenIn(text)
  if (token === undefined) return []
  // The text is left out: the message may end up in a public log.
  const message = `this has the form of ${token}; a Smolfile holds references to secrets alone`
  return [errorAt('BW059', path, message, hint)]
}
