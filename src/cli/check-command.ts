import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { count, escapeControls, quote } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import type { ComparedBase } from '../output/git-commit.ts'
import { unsourcedDiagnostics } from '../output/unsourced.ts'
import type { Action, BaselineEntry, GivenPolicies, SynthOptions, SynthResult } from '../synth.ts'
import { planSynth } from '../synth.ts'
import { jsonUnneeded, showUnneeded } from './baselined.ts'
import { otherFiles } from './entries.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonEntry, jsonPrinted, jsonText } from './json.ts'
import type { CheckDocument } from './json-documents.ts'
import type { CommonOptions, ShardedOptions } from './options.ts'
import { repositoryAlone, shardOptions, synthOptions } from './options.ts'
import { showProgress } from './progress.ts'
import { filesOf, isStale, jsonShards, showShards, whose } from './shards.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics, showPrinted, showSkipped } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** What a Smolfile on disk is, seen from the source. */
export const states: Readonly<Record<Action, string>> = {
  create: 'missing',
  update: 'stale',
  remove: 'orphaned',
  edited: 'hand-edited',
  unchanged: 'current',
}

export interface CheckCommandOptions extends CommonOptions, ShardedOptions {
  readonly base?: string
  readonly repository?: string
  readonly policies?: string
  readonly acceptNew: boolean
  readonly staged: boolean
}

/** Writes what a check has found to a file; or gives it, for stdout. */
export type WriteLog = (
  found: { readonly diagnostics: readonly Diagnostic[]; readonly base: ComparedBase | undefined },
  bottles: SynthResult['bottles'],
) => Promise<{ readonly text?: string; readonly unwritten: readonly Diagnostic[] }>

const nothing: Awaited<ReturnType<WriteLog>> = { unwritten: [] }

/**
 * Says whether the output tree is what the source gives, by the configuration or its base's.
 *
 * @param log Writes the log of `--sarif`.
 */
export async function runCheck(
  options: CheckCommandOptions,
  terminal: Terminal,
  log?: WriteLog,
): Promise<ExitCode> {
  const { base: ref, repository, staged } = options
  if (repository !== undefined && ref === undefined && !staged) {
    throw new UsageError(repositoryAlone)
  }
  if (options.acceptNew && options.policies === undefined && options.base === undefined) {
    throw new UsageError('--accept-new is about --policies and the baseline of --base; pass one')
  }
  const sharded = shardOptions(options, options.only)
  if (staged && (ref !== undefined || sharded.shard !== undefined || sharded.join !== undefined)) {
    throw new UsageError('--staged looks at the index, and takes no --base, --shard or --join')
  }
  const strictness = await strictnessOf(options)
  const look: SynthOptions = {
    ...synthOptions(options),
    ...sharded,
    ...(strictness.strict === undefined ? {} : { strict: strictness.strict }),
    ...(options.acceptNew ? {} : { baseline: strictness.baseline }),
    ...showProgress(terminal),
    given: givenPolicies(options, strictness.accepts),
    attributes: true,
    // Of settled bottles nobody knows what they accept.
    settled: log === undefined,
  }
  const found = staged ? await planStaged(look, options) : await planSynth(look)
  const { plan, printed } = found
  const { base } = strictness
  const files = otherFiles(plan).filter(({ state }) => state === 'unsourced')
  const told = [
    ...strictness.diagnostics,
    ...found.diagnostics,
    ...(plan === undefined ? [] : unsourcedDiagnostics(plan.unsourced, plan.out)),
  ]
  const { text: printedLog, unwritten } =
    (await log?.({ diagnostics: told, base }, found.bottles)) ?? nothing
  const diagnostics = [...told, ...unwritten]
  const ok = found.ok && strictness.diagnostics.length + unwritten.length === 0
  const stale = (plan?.entries ?? []).filter(({ action }) => action !== 'unchanged')
  const isCurrent = stale.length + files.length === 0 && !isStale(found)
  if (options.json) {
    const bottles = (plan?.entries ?? []).map((entry) => ({
      ...jsonEntry(entry, states[entry.action]),
      lineEndsOnly: entry.lineEndsOnly || undefined,
    }))
    const parts = { diagnostics: jsonDiagnostics(diagnostics), printed: jsonPrinted(printed) }
    const skipped = found.skipped?.length ? found.skipped : undefined
    const shards = jsonShards(options, found)
    terminal.out(
      jsonText<CheckDocument>({
        ...{ ok: ok && isCurrent, base, bottles, files, ...parts, skipped, ...shards },
        unneeded: jsonUnneeded(found),
      }),
    )
  } else if (printedLog !== undefined) {
    showPrinted(terminal, printed)
    showDiagnostics(terminal, diagnostics, options.project)
    terminal.out(printedLog.trimEnd())
  } else {
    showPrinted(terminal, printed)
    showDiagnostics(terminal, diagnostics, options.project)
    showUnneeded(terminal, found)
    showSkipped(terminal, found, options)
    showShards(terminal, found)
    if (base !== undefined) {
      const { baseText } = await import('../review/shown.ts')
      terminal.out(baseText(base))
    }
    for (const { action, path, lineEndsOnly } of stale) {
      const what = lineEndsOnly ? ' (the ends of its lines alone)' : ''
      terminal.out(`${terminal.paintOut('yellow', states[action].padEnd(11))} ${path}${what}`)
    }
    for (const { path } of files) {
      terminal.out(`${terminal.paintOut('red', 'unsourced'.padEnd(11))} ${escapeControls(path)}`)
    }
    if (stale.some(({ action, lineEndsOnly }) => action !== 'edited' && !lineEndsOnly)) {
      const then = staged ? 'stage' : 'commit'
      terminal.err(`the output tree is out of date: run synth, and ${then} it`)
    }
    if (stale.some(({ lineEndsOnly }) => lineEndsOnly)) {
      const attribute = `${plan?.out}/** text eol=lf`
      terminal.err(`line ends alone differ: put ${quote(attribute)} into .gitattributes, run synth`)
    }
    if (stale.some(({ action }) => action === 'edited')) {
      terminal.err('hand-edited: make the change in the bottle, or undo it with synth --force')
    }
    if (isCurrent && ok) {
      const bottles = found.shards === undefined ? (plan?.entries.length ?? 0) : filesOf(found)
      const which = staged ? 'as staged, ' : whose(options)
      terminal.out(`${which}the output tree is up to date: ${count(bottles, 'bottle')}`)
    }
  }
  if (!ok) return exitCode.sourceErrors
  return isCurrent ? exitCode.clean : exitCode.outOfDate
}

/** As planSynth, of what is staged. Nothing is kept of it: it is in a folder that is gone next. */
async function planStaged(
  look: SynthOptions,
  { project, out, repository }: CheckCommandOptions,
): Promise<SynthResult> {
  const { withStagedProject } = await import('../project/staged-project.ts')
  try {
    return await withStagedProject(project, { out, repository }, async ({ folder, placed }) => {
      const found = await planSynth({ ...look, project: folder, cache: false, settled: false })
      return { ...found, diagnostics: placed(found.diagnostics) }
    })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const nothing = { bottles: [], good: 0, files: [], printed: [], applied: false, begun: false }
    return { ok: false, diagnostics: [error.diagnostic], ...nothing }
  }
}

/** The policies of `--policies`; of what bottles accept counts what the base has, where there is one. */
function givenPolicies(
  { policies: folder, acceptNew }: CheckCommandOptions,
  accepts: GivenPolicies['accepts'] = () => false,
): GivenPolicies | undefined {
  if (folder === undefined) return undefined
  return { folder, accepts: acceptNew ? () => true : accepts }
}

/** Whether warnings fail: by the stricter of base and head, where there is a base. */
async function strictnessOf(options: CheckCommandOptions): Promise<{
  readonly strict?: boolean
  readonly base?: ComparedBase
  readonly accepts?: GivenPolicies['accepts']
  /** What its baseline has. */
  readonly baseline?: readonly BaselineEntry[]
  readonly diagnostics: readonly Diagnostic[]
}> {
  const { project, base: ref, repository, strict, policies } = options
  const given = strict === undefined ? {} : { strict }
  if (ref === undefined) return { ...given, diagnostics: [] }
  const { baselineOf, withBase } = await import('../review/base.ts')
  const { stricterOf } = await import('../review/configuration-changes.ts')
  try {
    return await withBase(project, { ref, repository }, async (both, commit) => {
      const { base: before, head, compared: base } = both
      const read = await baselineOf(commit)
      const diagnostics = [...both.diagnostics, ...read.diagnostics]
      const baseline = read.baseline.entries
      const out = options.out ?? before.settings.out
      const accepted =
        policies === undefined
          ? {}
          : {
              accepts: await (await import('../review/base-acceptance.ts')).acceptedAt(commit, out),
            }
      const stricter = stricterOf(before.settings, head.settings)
      return { ...stricter, ...given, ...accepted, baseline, base, diagnostics }
    })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { ...given, diagnostics: [error.diagnostic] }
  }
}
