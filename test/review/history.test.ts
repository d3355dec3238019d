import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DiffResult } from '../../src/review/diff-trees.ts'
import { diffBase, diffSource } from '../../src/review/diff-trees.ts'
import type { Review } from '../../src/review/finding.ts'
import { reviewAsJson } from '../../src/review/output/json.ts'
import { reviewAsMarkdown } from '../../src/review/output/markdown.ts'
import { reviewForTerminal } from '../../src/review/output/terminal.ts'
import { openContext } from '../support/context.ts'
import { makeSharedProject, memory, writeProject } from '../support/project.ts'
import type { Step } from './history-steps.ts'
import { start, steps } from './history-steps.ts'
import { commit, git, initRepository } from './repository.ts'

const update = process.env.UPDATE_GOLDEN === '1'
const root = new URL('history', import.meta.url).pathname
const project = makeSharedProject(start, memory)
const context = openContext(project)

/** What the commit of each step is, against the one before. */
const results = new Map<string, DiffResult>()

/** After these, all that was done since the start is looked at before synth as well. */
const wholes = ['bottle-renamed', 'source-moved']
const compared = new Map<string, { readonly source: DiffResult; readonly base: DiffResult }>()

beforeAll(async () => {
  initRepository(project)
  await synthesize()
  commit(project, 'the start')
  git(project, 'tag', 'start')
  for (const [name, step] of Object.entries(steps)) {
    applyToSource(step)
    await synthesize()
    for (const edit of step.byHand ?? []) replaceText(edit)
    commit(project, name)
    results.set(name, await diffBase('HEAD~1', { project }))
    if (!wholes.includes(name)) continue
    const base = await diffBase('start', { project })
    git(project, 'rm', '-r', '--quiet', 'smolfiles')
    git(project, 'checkout', 'start', '--', 'smolfiles')
    compared.set(name, { base, source: await diffSource({ project }) })
    git(project, 'reset', '--quiet', '--hard')
  }
})

async function synthesize(): Promise<void> {
  const { ok, diagnostics } = await context().synth({ force: true })
  expect(ok, JSON.stringify(diagnostics)).toBe(true)
}

function applyToSource({ edits = [], files = {} }: Step): void {
  for (const edit of edits) replaceText(edit)
  for (const [file, text] of Object.entries(files)) {
    if (text === undefined) rmSync(join(project, file))
    else writeProject(project, { [file]: text })
  }
}

function replaceText([file, from, to]: readonly [string, string, string]): void {
  const path = join(project, file)
  const text = readFileSync(path, 'utf8')
  expect(text.split(from), `${JSON.stringify(from)} stands once in ${file}`).toHaveLength(2)
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
}

function reviewOf(result: DiffResult | undefined): Review {
  if (result?.review === undefined) throw new Error(JSON.stringify(result?.diagnostics))
  return result.review
}

/** One line a finding. */
function saidBy(review: Review): readonly string[] {
  return review.bottles.flatMap(({ slug, findings }) =>
    findings.map(({ class: isolationClass, path, reason, origin }) => {
      const place = origin && ` at ${origin.file}:${origin.line}:${origin.column}`
      return `${slug} ${isolationClass} ${path}: ${reason}${place ?? ''}`
    }),
  )
}

/** The commit has another id each time, and source is compared with no commit. */
function withoutBase({ base: _, ...review }: Review): Review {
  return review
}

describe.each(Object.entries(steps))('after the commit %s', (name, step) => {
  it('the diff gives the classes, the reasons and the places in the source', () => {
    expect(saidBy(reviewOf(results.get(name)))).toEqual(step.says)
  })

  it('every output is as expected', () => {
    const review = withoutBase(reviewOf(results.get(name)))
    const outputs = {
      'review.json': `${JSON.stringify(reviewAsJson(review), null, 2)}\n`,
      'review.md': reviewAsMarkdown(review),
      'terminal.txt': `${reviewForTerminal(review)}\n`,
    }
    const folder = join(root, name)
    if (update) {
      mkdirSync(folder, { recursive: true })
      for (const [file, text] of Object.entries(outputs)) writeFileSync(join(folder, file), text)
    }
    const hint = 'write the expected files with UPDATE_GOLDEN=1'
    expect(existsSync(folder) ? readdirSync(folder).sort() : [], hint).toEqual(Object.keys(outputs))
    for (const [file, text] of Object.entries(outputs)) {
      const golden = readFileSync(join(folder, file), 'utf8')
      if (file.endsWith('.json')) expect(JSON.parse(text)).toEqual(JSON.parse(golden))
      else expect(text).toBe(golden)
    }
  })
})

it('there are expected files for the steps of the history, and no others', () => {
  expect(readdirSync(root).sort()).toEqual(Object.keys(steps).sort())
})

it.each(wholes)('before synth, the source says the same as the trees: %s', (name) => {
  const { source, base } = compared.get(name) ?? {}
  expect(reviewAsJson(reviewOf(source))).toEqual(reviewAsJson(withoutBase(reviewOf(base))))
  expect(reviewOf(base).bottles.length).toBeGreaterThan(2)
})
