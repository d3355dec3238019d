import { createInterface } from 'node:readline/promises'
import { renameBottle } from '../codemod/rename-bottle.ts'
import { escapeControls, quote } from '../diagnostic/text.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { RenameDocument } from './json-authoring-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface RenameCommandOptions extends ProjectOptions {
  readonly out?: string
  readonly yes: boolean
}

/** Gives a bottle another slug. Each string that is made of the slug is asked about. */
export async function runRename(
  from: string,
  to: string,
  { project, json, out, yes }: RenameCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const asks = process.stdin.isTTY && !json
  let unasked = false
  const { ok, written, changed, kept, diagnostics } = await renameBottle({
    from,
    to,
    project,
    ...(out === undefined ? {} : { out }),
    confirm: async ({ line, before, after }) => {
      const question = `line ${line}: ${quote(before)} becomes ${quote(after)}`
      if (yes) return true
      if (asks) return ask(question)
      terminal.err(question)
      unasked = true
      throw new Unasked()
    },
  }).catch((error) => {
    if (!(error instanceof Unasked)) throw error
    return { ok: false, written: [], changed: [], kept: [], diagnostics: [] }
  })
  if (unasked) {
    throw new UsageError('not a terminal; pass --yes to change these strings')
  }
  if (json) {
    const rest = { changed: changed.map(shown), kept: kept.map(shown) }
    terminal.out(
      jsonText<RenameDocument>({ ok, written, ...rest, diagnostics: jsonDiagnostics(diagnostics) }),
    )
  } else {
    showDiagnostics(terminal, diagnostics, project)
    for (const path of written) terminal.out(`wrote ${escapeControls(path)}`)
    for (const { line, before, after } of changed) {
      terminal.out(`  line ${line}: ${quote(before)} is now ${quote(after)}`)
    }
    if (ok) terminal.out(`renamed ${quote(from)} to ${quote(to)}, with its Smolfile`)
    else terminal.err('nothing was written')
  }
  return ok ? exitCode.clean : exitCode.sourceErrors
}

class Unasked extends Error {}

function shown({ line, before, after }: { line: number; before: string; after: string }) {
  return { line, before, after }
}

async function ask(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await prompt.question(`${question}? [Y/n] `)
    return !/^\s*n/i.test(answer)
  } finally {
    prompt.close()
  }
}
