import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { applyPlan } from '../../src/output/apply.ts'
import type { Expected, Plan } from '../../src/output/plan.ts'
import { makePlan } from '../../src/output/plan.ts'
import { readTree } from '../../src/output/tree.ts'

/** A Smolfile to be; the assembly does not look into its text. */
export function smolfile(slug: string, text: string): Expected {
  const source = `bottles/${slug}.bottle.ts`
  return { slug, text, source, dialect: 'claude-bottle', acknowledged: [] }
}

/** Compares what should be with the output tree in `project`. */
export function plan(project: string, expected: readonly Expected[], force = false): Plan {
  const tree = readTree(project, 'smolfiles')
  return makePlan(expected, tree, { out: 'smolfiles', keep: () => false, force })
}

/** Makes the output tree in `project` hold `expected`, and gives what was done, by slug. */
export function assemble(project: string, expected: readonly Expected[], force = false) {
  const made = plan(project, expected, force)
  applyPlan(made)
  return actions(made)
}

export function actions({ entries }: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ slug, action }) => [slug, action]))
}

/** The text of every file under `folder`, by path. */
export function readFiles(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {}
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  return Object.fromEntries(
    paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
}

/** A manifest as the tool writes it for `text`. */
export function manifest(slug: string, text: string): string {
  return `{
  "manifest": 2,
  "files": {
    "Smolfile": "${hashOf(text)}"
  },
  "source": "bottles/${slug}.bottle.ts",
  "dialect": "claude-bottle"
}
`
}

/** A manifest as the tool wrote it before there were several files. */
export function firstManifest(slug: string, text: string): string {
  return `{
  "manifest": 1,
  "source": "bottles/${slug}.bottle.ts",
  "dialect": "claude-bottle",
  "sha256": "${hashOf(text)}"
}
`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
