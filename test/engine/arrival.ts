import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'smol-toml'
import { settingRows } from '../../src/dialects/rows.ts'
import { settings } from '../../src/language/smolvm/settings.ts'
import { readToml } from '../../src/smolfile/toml-tree.ts'
import type { Answer, EngineRecord } from './ask.ts'
import { ask } from './ask.ts'
import type { Case } from './cases.ts'
import type { Engine } from './engine.ts'
import { leftOut } from './findings.ts'

/** What the engine stores nowhere, with the reason. */
export const storedNowhere: Readonly<Record<string, string>> = {
  artifact: 'it is for the packed artifact, and not for a machine',
  pack: 'it is another name of artifact',
  service: 'nothing in the engine reads it',
}

/** How many Smolfiles show that a setting arrives, at most. */
const most = 4

/** The settings that can be removed from each Smolfile that has them without a change of the record. */
export async function withoutTrace(
  engine: Engine,
  cases: readonly Case[],
): Promise<readonly string[]> {
  const pairs = settingRows(settings).flatMap(({ path }) => {
    const without = (each: Case) => {
      const text = removed(each.text, path.split('.'))
      return text === undefined ? [] : [{ path, cases: [each, { ...each, text }] as const }]
    }
    return spread(cases.filter(({ isMoved }) => isMoved !== true).flatMap(without))
  })
  const answers = await ask(
    engine,
    pairs.flatMap(({ cases }) => cases),
    readable,
  )
  const changed = pairs.filter((_, index) => {
    const [before, after] = answers.slice(2 * index, 2 * index + 2)
    return !isDeepStrictEqual(before, after)
  })
  const seen = new Set(changed.map(({ path }) => path))
  return settingRows(settings).flatMap(({ path }) => (seen.has(path) ? [] : [path]))
}

/** Some of the list, from its start to its end. */
function spread<Item>(items: readonly Item[]): readonly Item[] {
  const step = Math.max(1, Math.floor(items.length / most))
  return items.filter((_, index) => index % step === 0).slice(0, most)
}

/** What an answer has that another run would have too. */
export function readable(answer: Answer, _text: string, folder: string): EngineRecord {
  const fields = 'record' in answer ? answer.record : answer
  const kept = Object.entries(fields).filter(([field]) => !leftOut.has(field))
  return JSON.parse(JSON.stringify(Object.fromEntries(kept)).replaceAll(dirname(folder), 'HOST'))
}

/** The Smolfile without a setting; undefined when it has none. */
function removed(text: string, keys: readonly string[]): string | undefined {
  const read = readToml(text)
  if (!read.ok) return undefined
  const data = JSON.parse(JSON.stringify(read.tree.data))
  return remove(data, keys) ? stringify(data) : undefined
}

function remove(value: unknown, [key = '', ...rest]: readonly string[]): boolean {
  if (Array.isArray(value)) return value.map((each) => remove(each, [key, ...rest])).includes(true)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
  const table = value as Record<string, unknown>
  if (rest.length > 0) return remove(table[key], rest)
  delete table[key]
  return true
}
