import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { settingPath } from '../../smolfile/setting-path.ts'
import { unwritable } from '../../smolfile/toml-text.ts'
import { tokenIn } from '../secrets.ts'
import type { SmolvmDocument } from './document.ts'

/** Checks that every text of a document can be written, and that it holds no token. */
export function checkTexts(document: SmolvmDocument): readonly Problem[] {
  return visit(document, [])
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
  const hint = "use .secret(name, hostEnv('…')), which is [secrets] with from_env in a Smolfile"
  return [errorAt('BW059', path, message, hint)]
}
