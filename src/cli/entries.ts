import { posix } from 'node:path'
import { escapeControls } from '../diagnostic/text.ts'
import type { Action, Cause, Plan, PlanEntry } from '../synth.ts'
import type { JsonTreeFile } from './json-documents.ts'
import type { Terminal } from './terminal.ts'

/** The result for a Smolfile, in one word. */
export const done: Readonly<Record<Action, string>> = {
  create: 'created',
  update: 'updated',
  remove: 'removed',
  unchanged: 'unchanged',
  edited: 'edited by hand',
}

/** What is to be done with a Smolfile, in one word or two. */
export const due: Readonly<Record<Action, string>> = {
  ...done,
  create: 'to create',
  update: 'to update',
  remove: 'to remove',
}

const styles = { create: 'green', update: 'yellow', remove: 'red' } as const

/** Shows what was done to the output tree, a line a Smolfile, and why where that is known. */
export function showEntries(
  entries: readonly PlanEntry[],
  terminal: Terminal,
  causes: ReadonlyMap<string, Cause> = new Map(),
): void {
  for (const { slug, action, path } of entries) {
    if (action === 'unchanged' || action === 'edited') continue
    const word = terminal.paintOut(styles[action], action.padEnd(6))
    const cause = causes.get(slug)
    const why = cause === undefined ? '' : ` (${causeText(cause)})`
    terminal.out(`${word} ${escapeControls(path)}${why}`)
  }
}

function causeText(cause: Cause): string {
  if (cause.kind === 'unknown') {
    return `not known whether its source or the tool has changed: ${cause.why}`
  }
  if (cause.kind === 'line-ends') return 'the ends of its lines alone'
  return cause.kind === 'source'
    ? 'its source has changed'
    : 'the tool has changed, its source has not'
}

/** What is in the output tree beside what bottles give. */
export function otherFiles(plan: Plan | undefined): readonly JsonTreeFile[] {
  if (plan === undefined) return []
  const { out, allowed, unsourced } = plan
  const shown = (path: string) => posix.join(out, path)
  return [
    ...allowed.map((path) => ({ path: shown(path), state: 'allowed' })),
    ...unsourced.map(({ path }) => ({ path: shown(path), state: 'unsourced' })),
  ]
}
