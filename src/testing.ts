/**
 * The module `'bottleworks/testing'`, for tests that run on the host: with vitest, or node:test.
 * Nothing on the host imports a bottle file; this evaluates one in the sandbox.
 *
 * @packageDocumentation
 */
import { existsSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Diagnostic } from './diagnostic/diagnostic.ts'
import type { JudgedBottle, JudgedReach } from './language/policy/judged.ts'
import { expectedOutput } from './project/expected-output.ts'
import { findProject } from './project/find-project.ts'
import { openProject } from './project/open-project.ts'
import { judgedBottle } from './project/policies/judged-bottle.ts'

export type { Diagnostic, Origin } from './diagnostic/diagnostic.ts'
export type {
  DocumentValue,
  JudgedBottle,
  JudgedReach,
  ReachedFiles,
  ReachedName,
  ReachedPart,
} from './language/policy/judged.ts'

/** What comes of one bottle file. */
export interface SynthesizedBottle {
  /** The Smolfile as data, in which secrets are masked; absent when the bottle has errors. */
  readonly document?: JudgedBottle['document']
  /** The Smolfile's text; absent when the bottle has errors. */
  readonly text?: string
  /** What the bottle can get at; absent when the bottle has errors. */
  readonly reach?: JudgedReach
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Evaluates one bottle file in the sandbox. Nothing is written.
 *
 * @param bottle The path of a bottle file, or the text of one, which is taken for a file of the
 *   project's folder of bottles.
 * @param project The project's folder. Default: the one that the file, or the current folder, is in.
 * @throws ProjectError when the project is no folder; anything else is a bug in bottleworks.
 */
export async function synthesize(bottle: string, project?: string): Promise<SynthesizedBottle> {
  const isFile = !bottle.includes('\n') && bottle.endsWith('.bottle.ts') && existsSync(bottle)
  const path = isFile ? resolve(bottle) : ''
  const root = project ?? findProject(isFile ? dirname(path) : '.')
  return openProject({ project: root }, async (context) => {
    const slug = isFile ? slugOfFile(path) : slugOfText(bottle)
    const file = isFile
      ? relative(context.project, path).split(sep).join('/')
      : `${context.settings.bottles}/${slug}.bottle.ts`
    const drafts = isFile ? {} : { drafts: new Map([[file, bottle]]) }
    const loaded = await context.load({ only: [slug], types: false, ...drafts })
    const { diagnostics } = loaded
    const found = loaded.bottles.find(({ source }) => source === file)
    if (found === undefined) return { diagnostics }
    const { document, reach } = judgedBottle(found)
    return { document, text: expectedOutput(found).text, reach, diagnostics }
  })
}

function slugOfFile(path: string): string {
  return path.slice(path.lastIndexOf(sep) + 1, -'.bottle.ts'.length)
}

/** The slug that a text names first; one of which it names none cannot be good. */
function slugOfText(text: string): string {
  return /\b(?:bottle|machine)\(\s*['"`]([^'"`]+)['"`]/.exec(text)?.[1] ?? 'tested'
}
