import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RawDefinition } from '../../../src/evaluate/definition.ts'
import type { DirectResult } from '../../../src/evaluate/direct/direct.ts'
import { DirectEvaluation } from '../../../src/evaluate/direct/direct.ts'
import { discoverBottles } from '../../../src/evaluate/discover.ts'
import type { Input, Outcome } from '../../../src/evaluate/sandbox/protocol.ts'
import { Sandbox } from '../../../src/evaluate/sandbox/sandbox.ts'

/** What direct evaluation has said of bottle files, beside what the sandbox has. */
export interface Comparison {
  readonly same: number
  /** How many files direct evaluation has given up on. */
  readonly left: number
  /** Those of them that the sandbox evaluates. */
  readonly givenUp: readonly string[]
  /** Where the two say something else. */
  readonly wrong: readonly { readonly file: string; readonly why: string }[]
}

/**
 * Evaluates the bottle files of a project in both ways: what direct evaluation gives up on, only to
 * know whether it need not have.
 */
export async function compareProject(project: string, isThorough = false): Promise<Comparison> {
  const files = discoverBottles(project, 'bottles').map(({ file }) => file)
  const direct = new DirectEvaluation(project, new Map())
  const said = new Map(files.map((file) => [file, direct.evaluate(file)]))
  const sandbox = new Sandbox(project)
  const heard = new Map<string, { outcome: Outcome; inputs: readonly Input[] }>()
  const found = files.filter((file) => said.get(file) !== undefined)
  await sandbox.evaluate(isThorough ? files : found, (file, outcome, inputs) => {
    heard.set(file, { outcome, inputs })
  })
  const misplaced = await misplacedIn(found, said, heard, sandbox)
  await sandbox.close()
  const isGood = (file: string) => heard.get(file)?.outcome.kind === 'definitions'
  const wrong = found.flatMap((file) => {
    const told = said.get(file)
    const { outcome, inputs } = heard.get(file) ?? {}
    if (outcome?.kind !== 'definitions')
      return [{ file, why: JSON.stringify(outcome) ?? 'unsound' }]
    if (outcome.printed.length > 0) return [{ file, why: 'it says more' }]
    const theirs = outcome.members.map((json) => plain(JSON.parse(json) as RawDefinition))
    const ours = told?.definitions.map(plain)
    const isSame = JSON.stringify(ours) === JSON.stringify(theirs)
    if (!isSame || told === undefined) return [{ file, why: outcome.members.join('\n') }]
    const why = misplaced.get(file)
    if (why !== undefined) return [{ file, why }]
    const isMadeOf = (each: readonly Input[] = []) =>
      JSON.stringify(each.map(({ path, hash }) => [path, hash]).sort())
    return isMadeOf(told.inputs) === isMadeOf(inputs) ? [] : [{ file, why: 'its inputs' }]
  })
  return {
    same: found.length - wrong.length,
    givenUp: files.filter((file) => said.get(file) === undefined && isGood(file)),
    left: files.length - found.length,
    wrong,
  }
}

/** The files of which direct evaluation places a call elsewhere than the sandbox does. */
async function misplacedIn(
  files: readonly string[],
  said: ReadonlyMap<string, DirectResult | undefined>,
  heard: ReadonlyMap<string, { readonly outcome: Outcome }>,
  sandbox: Sandbox,
): Promise<ReadonlyMap<string, string>> {
  const pairs = files.flatMap((file) => {
    const outcome = heard.get(file)?.outcome
    if (outcome?.kind !== 'definitions') return []
    const stacks = outcome.members.flatMap((json) => (JSON.parse(json) as RawDefinition).calls)
    const calls = said.get(file)?.definitions.flatMap((each) => each.calls) ?? []
    return calls.flatMap((call, index) => {
      const place = call.direct?.place
      const recorded = stacks[index]
      return place === undefined || recorded === undefined ? [] : [{ file, place, recorded }]
    })
  })
  const origins = await sandbox.locate(pairs.map(({ file, recorded: call }) => ({ file, call })))
  return new Map(
    pairs.flatMap(({ file, place, recorded }, index) => {
      const ours = JSON.stringify(place.source.originAt(place.offset))
      const theirs = JSON.stringify(origins[index])
      return ours === theirs ? [] : [[file, `${recorded.name}: ${ours}, not ${theirs}`] as const]
    }),
  )
}

/** A definition without the stacks of its calls, in which alone the two may differ. */
function plain({ calls, ...rest }: RawDefinition): string {
  return JSON.stringify({ ...rest, calls: calls.map(({ name }) => name) })
}

/** Evaluates texts as bottle files in both ways, beside what the examples import. */
export async function compareTexts(texts: readonly string[]): Promise<Comparison> {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'bottleworks-direct-')))
  try {
    const bottles = join(project, 'bottles')
    mkdirSync(bottles)
    const examples = new URL('../../../bottles', import.meta.url).pathname
    cpSync(join(examples, 'presets'), join(bottles, 'presets'), { recursive: true })
    cpSync(join(examples, 'research.md'), join(bottles, 'research.md'))
    writeFileSync(
      join(bottles, 'data.json'),
      '{ "a": 1, "b": ["x", "y"], "n": null, "r": { "c": true } }',
    )
    for (const [index, text] of texts.entries()) {
      writeFileSync(join(bottles, `t${index}.bottle.ts`), text)
    }
    const { wrong, ...found } = await compareProject(project)
    const shown = wrong.map(({ file, why }) => {
      return { file, why: `${why}\n${readFileSync(join(project, file), 'utf8')}` }
    })
    return { ...found, wrong: shown }
  } finally {
    rmSync(project, { recursive: true })
  }
}
