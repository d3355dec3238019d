import { count } from '../diagnostic/text.ts'
import type { Action, PlanEntry, SynthResult } from '../synth.ts'
import { synth } from '../synth.ts'
import { jsonUnneeded, showUnneeded } from './baselined.ts'
import { done, due, showEntries } from './entries.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonEntry, jsonPrinted, jsonText } from './json.ts'
import type { SynthDocument } from './json-documents.ts'
import type { CommonOptions, ShardedOptions } from './options.ts'
import { shardOptions, synthOptions } from './options.ts'
import { showProgress } from './progress.ts'
import { filesOf, jsonShards, showShards, whose } from './shards.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics, showPrinted, showSkipped } from './terminal.ts'

export interface SynthCommandOptions extends CommonOptions, ShardedOptions {
  readonly keepGoing: boolean
  readonly force: boolean
  readonly dryRun: boolean
}

export async function runSynth(
  options: SynthCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { keepGoing, force, dryRun, json } = options
  const progress = showProgress(terminal)
  const sharded = shardOptions(options, options.only)
  const asked = {
    ...synthOptions(options),
    ...sharded,
    keepGoing,
    force,
    dryRun,
    causes: true,
    settled: true,
  }
  const result = await synth({ ...asked, ...progress })
  const isPlanned = dryRun && result.plan !== undefined && (result.ok || keepGoing)
  const entries = result.applied || isPlanned ? (result.plan?.entries ?? []) : []
  if (json) {
    terminal.out(
      jsonText<SynthDocument>({
        ok: result.ok,
        written: result.applied,
        bottles: entries.map((entry) => {
          const cause = result.causes?.get(entry.slug)
          return { ...jsonEntry(entry, done[entry.action]), cause: cause?.kind }
        }),
        diagnostics: jsonDiagnostics(result.diagnostics),
        printed: jsonPrinted(result.printed),
        skipped: result.skipped?.length ? result.skipped : undefined,
        ...jsonShards(options, result),
        unneeded: jsonUnneeded(result),
      }),
    )
  } else {
    showPrinted(terminal, result.printed)
    showDiagnostics(terminal, result.diagnostics, options.project)
    showUnneeded(terminal, result)
    showSkipped(terminal, result, options)
    showShards(terminal, result)
    showEntries(entries, terminal, result.causes)
    if (result.applied && result.shards !== undefined) terminal.out(joinedText(result, entries))
    else if (result.applied) terminal.out(`${whose(options)}synthesized ${summary(entries, done)}`)
    else if (isPlanned) terminal.out(`dry run of ${summary(entries, due)}; nothing was written`)
    else terminal.err(result.begun ? 'the output tree was partly written' : nothingWritten(result))
  }
  return result.ok ? exitCode.clean : exitCode.sourceErrors
}

function joinedText({ shards = [] }: SynthResult, entries: readonly PlanEntry[]): string {
  const removed = entries.filter(({ action }) => action === 'remove').length
  const files = count(filesOf({ shards }), 'bottle')
  return `joined ${count(shards.length, 'shard')} of ${files}: ${removed} ${done.remove}`
}

function summary(entries: readonly PlanEntry[], words: Readonly<Record<Action, string>>): string {
  const bottles = entries.filter(({ action }) => action !== 'remove').length
  const actions = ['create', 'update', 'remove', 'edited', 'unchanged'] as const
  const parts = actions.flatMap((action) => {
    const number = entries.filter((entry) => entry.action === action).length
    return number === 0 ? [] : [`${number} ${words[action]}`]
  })
  // Of the whole process; to look at `performance` loads all that measures.
  const seconds = process.uptime().toFixed(2)
  return `${count(bottles, 'bottle')} in ${seconds} s: ${parts.join(', ')}`
}

function nothingWritten({ good, diagnostics }: SynthResult): string {
  // What is wrong with the output tree (BW2xx) is wrong for all bottles.
  const helps = good > 0 && diagnostics.every(({ code }) => !code.startsWith('BW2'))
  const rest = helps ? `; pass --keep-going to write ${count(good, 'bottle')}` : ''
  return `nothing was written${rest}`
}
