import { escapeControls } from '../src/diagnostic/text.ts'
import { readable } from '../test/engine/arrival.ts'
import type { EngineRecord } from '../test/engine/ask.ts'
import { ask } from '../test/engine/ask.ts'
import { allCases } from '../test/engine/cases.ts'
import { corpusCases } from '../test/engine/corpus-cases.ts'
import type { Engine } from '../test/engine/engine.ts'
import { fetchEngine } from '../test/engine/engine.ts'

/** Asks another version of smolvm's engine as well as the pinned one, and prints what changes. */
const [version] = process.argv.slice(2)
if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) {
  console.error('usage: npm run engine:compare -- VERSION, such as 1.31.5')
  process.exitCode = 64
} else {
  const pinned = fetchEngine()
  if ('missing' in pinned) {
    console.error(`smolvm's engine: ${pinned.missing}`)
    process.exitCode = 1
  } else {
    // What the one lacks on this machine, the other lacks too.
    await compareEngines(pinned, fetchEngine(version) as Engine)
  }
}

async function compareEngines(pinned: Engine, other: Engine): Promise<void> {
  const cases = [...allCases(), ...corpusCases]
  const trial = await ask(other, cases.slice(0, 1), readable).catch((error: Error) => error)
  if (trial instanceof Error) {
    console.log(`${other.version} cannot be asked: ${escapeControls(trial.message)}`)
    return
  }
  const before = await ask(pinned, cases, readable)
  const after = await ask(other, cases, readable)
  const kinds = new Map<string, string[]>()
  for (const [index, { name }] of cases.entries()) {
    for (const kind of changes(before[index] ?? {}, after[index] ?? {})) {
      kinds.set(kind, [...(kinds.get(kind) ?? []), name])
    }
  }
  for (const [kind, names] of [...kinds].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(escapeControls(`${names.length}  ${kind}`))
    console.log(escapeControls(`    ${names[0]}`))
  }
  const between = `from ${pinned.version} to ${other.version}`
  console.log(`${cases.length} Smolfiles, ${kinds.size} kinds of change ${between}`)
}

/** What is another from one answer to the next, in words that many Smolfiles share. */
function changes(before: EngineRecord, after: EngineRecord): readonly string[] {
  const [old, now] = [before, after].map(({ refusal }) => generally(refusal))
  if (old !== now) return [`${old ?? 'taken'} -> ${now ?? 'taken'}`]
  if (now !== undefined) return []
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields.flatMap((field) => {
    const [was, is] = [before, after].map((record) => JSON.stringify(record[field]))
    return was === is ? [] : [`the record's ${field}`]
  })
}

/** A refusal without the values that it names. */
function generally(refusal: unknown): string | undefined {
  if (typeof refusal !== 'string') return undefined
  return `refused: ${refusal
    .replace(/'[^']*'|"[^"]*"/g, '…')
    .replace(/\d+/g, 'N')
    .slice(0, 160)}`
}
