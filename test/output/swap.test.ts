import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileError } from '../../src/files/file-error.ts'
import type { FolderAccess } from '../../src/files/folder.ts'
import { applyPlan } from '../../src/output/apply.ts'
import { makePlan } from '../../src/output/plan.ts'
import { readTree } from '../../src/output/tree.ts'
import { makeProject, memory } from '../support/project.ts'
import { readFiles, smolfile } from '../support/tree.ts'

/** Exchanges a folder for a link to another and back, until it is told to stop. */
const swapper = `
const { renameSync, symlinkSync, unlinkSync } = require('node:fs')
const [path, away, outside] = process.argv.slice(1)
const trying = (work) => { try { work() } catch {} }
const spin = (microseconds) => {
  const end = process.hrtime.bigint() + BigInt(Math.round(microseconds * 1000))
  while (process.hrtime.bigint() < end);
}
const round = () => {
  const end = Date.now() + 20
  while (Date.now() < end) {
    trying(() => renameSync(path, away))
    trying(() => symlinkSync(outside, path))
    spin(Math.random() * 60)
    trying(() => unlinkSync(path))
    trying(() => renameSync(away, path))
    spin(Math.random() * 200)
  }
  setImmediate(round)
}
process.stdout.write('ready')
round()
`

async function startSwapping(path: string, away: string, outside: string): Promise<void> {
  const child = spawn(process.execPath, ['-e', swapper, path, away, outside])
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise((resolve) => child.stdout.once('data', resolve))
}

interface Case {
  readonly path: string
  readonly out: string
  /** The folders that are there beside the link's target, so that what is under it resolves. */
  readonly inside: readonly string[]
}

const cases: readonly Case[] = [
  { path: 'smolfiles/b1', out: 'smolfiles', inside: [] },
  { path: 'smolfiles', out: 'smolfiles', inside: ['b1', 'b2', 'b3'] },
  { path: 'generated', out: 'generated/smolfiles', inside: ['smolfiles/b1', 'smolfiles/b2'] },
  { path: 'generated', out: 'generated/smolfiles', inside: [] },
]

const rounds = 400

describe('a folder that is exchanged for a link again and again', { timeout: 60_000 }, () => {
  for (const access of ['descriptor', 'path'] as const) {
    it.skipIf(access === 'descriptor' && process.platform !== 'linux').each(cases)(
      `gets ${access === 'path' ? 'hardly anything' : 'nothing'} written and removed behind the link (${access}, $path, $inside)`,
      async ({ path, out, inside }) => {
        const project = makeProject({}, memory)
        const outside = makeProject({}, memory)
        for (const folder of inside) mkdirSync(join(outside, folder), { recursive: true })
        mkdirSync(join(project, out, 'b1'), { recursive: true })
        const before = readdirSync(outside, { recursive: true, encoding: 'utf8' }).sort()
        await startSwapping(join(project, path), join(project, 'away'), outside)
        let written = 0
        let strayed = 0
        for (let round = 0; round < rounds; round++) {
          const slugs = round % 4 === 3 ? ['b1'] : ['b1', 'b2', 'b3']
          if (synth(project, out, slugs, round, access)) written++
          const astray = finalNames(outside)
          if (astray.length > 0) strayed++
          for (const name of astray) rmSync(join(outside, name))
        }
        expect(written).toBeGreaterThan(access === 'descriptor' ? 10 : 0)
        if (access === 'descriptor') {
          expect(strayed).toBe(0)
          expect(readdirSync(outside, { recursive: true }).sort()).toEqual(before)
        }
        // Paths alone are looked at before and after, which leaves little time and not none.
        expect(strayed).toBeLessThan(rounds / 20)
      },
    )
  }
})

/** One synth; false when something stood against it. */
function synth(
  project: string,
  out: string,
  slugs: readonly string[],
  value: number,
  access: FolderAccess,
): boolean {
  try {
    const expected = slugs.map((slug) => smolfile(slug, `value = ${value}\n`))
    const tree = readTree(project, out)
    applyPlan(makePlan(expected, tree, { out, keep: () => false, force: true }), access)
    return true
  } catch (error) {
    if (error instanceof FileError) return false
    throw error
  }
}

function finalNames(folder: string): readonly string[] {
  return Object.keys(readFiles(folder)).filter((path) =>
    /(^|\/)(Smolfile|manifest\.json)$/.test(path),
  )
}
