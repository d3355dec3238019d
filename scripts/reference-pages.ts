import { codeReference } from './code-reference.ts'
import { commandReference } from './command-reference.ts'
import { jsonReference } from './json-reference.ts'
import { reachReference } from './reach-reference.ts'
import { settingsReference } from './settings-reference.ts'

/** The pages of `docs/reference/`, by their names. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['codes.md', codeReference()],
    ['commands.md', commandReference()],
    ['json.md', jsonReference()],
    ['reach.md', reachReference()],
    ['settings.md', settingsReference()],
  ])
}
