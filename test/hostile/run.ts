import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import { bottleSource, writeProject } from '../support/project.ts'

export const root = new URL('../..', import.meta.url).pathname
export const program = join(root, 'dist/cli/main.js')
export const caseFolder = join(root, 'test/hostile/cases')
export const cases = readdirSync(caseFolder).map((file) => ({ file, ...readExpectations(file) }))
/** What only the clock can stop. */
export const slow = cases.filter(({ file }) => file.startsWith('wall-'))
/** What keeps the parser busy until its process is ended. */
export const unparsed = cases.filter(({ file }) => file.startsWith('parser-'))
export const quick = cases.filter((each) => !slow.includes(each) && !unparsed.includes(each))

/** A case says on the line concerned `// error CODE part of the message`, or in all `// ok`. */
function readExpectations(file: string) {
  const lines = readFileSync(join(caseFolder, file), 'utf8').split('\n')
  const expected = lines.flatMap((text, index) =>
    [...text.matchAll(/\/\/ error (BW\d{3}) (\(no line\) )?(.*?)(?= \/\/ error|$)/g)].map(
      ([, code, noLine, message]) => `${noLine ? '-' : index + 1} ${code} ${message}`,
    ),
  )
  return { expected, ok: lines.some((text) => text.startsWith('// ok')) }
}

interface Report {
  readonly diagnostics: readonly (Diagnostic & { file?: string; line?: number })[]
  readonly printed: readonly { slug: string; lines: readonly string[] }[]
}

export interface Ended extends Report {
  readonly status: number | null
  readonly signal: string | null
  readonly stderr: string
  readonly seconds: number
}

/** Runs the command line on a project, without waiting in its thread: some runs take long. */
export async function runSynth(project: string): Promise<Ended> {
  const began = performance.now()
  const flags = ['synth', '--project', project, '--keep-going', '--json', '--no-types']
  const child = spawn(process.execPath, [program, ...flags], { timeout: 300_000 })
  const [stdout, stderr, [status, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  const seconds = (performance.now() - began) / 1000
  const { diagnostics, printed } = JSON.parse(stdout) as Report
  // No case has an address, and none is about what that is warned of.
  const told = diagnostics.filter(({ code }) => code !== 'BW017')
  return { diagnostics: told, printed, status, signal, stderr, seconds }
}

/** How many times as long a run takes where others keep the machine busy as well. */
export function busy(): number {
  return Math.max(1, (loadavg()[0] ?? 1) / cpus().length)
}

/** A project in a folder of its own, so that there is an outside of it. */
export function makeHostileProject(files: readonly string[]): string {
  const project = join(mkdtempSync(join(tmpdir(), 'hostile-')), 'home/project')
  mkdirSync(join(project, 'bottles'), { recursive: true })
  writeProject(project, {
    'bottles/good-a.bottle.ts': bottleSource('good-a'),
    'bottles/zz-good.bottle.ts': bottleSource('zz-good'),
  })
  for (const file of files) copyFileSync(join(caseFolder, file), join(project, 'bottles', file))
  return project
}

export function readOutput(project: string): ReadonlyMap<string, string> {
  const slugs = readdirSync(join(project, 'smolfiles'))
  return new Map(
    slugs.map((slug) => [slug, readFileSync(join(project, 'smolfiles', slug, 'Smolfile'), 'utf8')]),
  )
}

/** The diagnostics of a file, each as its case says it: `line code message`. */
function found({ diagnostics }: Report, file: string): readonly string[] {
  return diagnostics
    .filter((each) => each.file === `bottles/${file}`)
    .map(({ line, code, message }) => `${line ?? '-'} ${code} ${message}`)
}

/**
 * Whether a case takes long until it meets a limit of its own: where others keep the machine busy as
 * well, the time that all bottles have together may end first.
 */
export function isLong(file: string): boolean {
  return /^(?:endless|memory|catastrophic|throw-chain)/.test(file)
}

/** That the diagnostics of a file are those that its case expects, each once, and no others. */
export function expectFound(report: Report, file: string, expected: readonly string[]): void {
  const all = found(report, file)
  if (isLong(file) && all.length === 1 && all[0]?.includes(' BW116 ')) return
  expect(all, all.join('\n')).toHaveLength(expected.length)
  const left = [...all]
  for (const each of expected) {
    const [line = '', code = '', ...words] = each.split(' ')
    const match = left.findIndex(
      (one) => one.startsWith(`${line} ${code} `) && one.includes(words.join(' ')),
    )
    expect(match, `${each}\nis not among\n${all.join('\n')}`).not.toBe(-1)
    left.splice(match, 1)
  }
}
