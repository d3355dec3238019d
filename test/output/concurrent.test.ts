import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../src/output/apply.ts'
import type { Expected } from '../../src/output/plan.ts'
import { startBottle } from '../support/command.ts'
import { bottleSource, makeProject, memory, quietDevice, writeProject } from '../support/project.ts'
import { watchSystemCalls } from '../support/system-calls.ts'
import { assemble, plan, readFiles, smolfile } from '../support/tree.ts'

const before = ['kept', 'changed', 'gone'].map((slug) => smolfile(slug, `${slug} = 1\n`))
const after = [
  smolfile('kept', 'kept = 1\n'),
  smolfile('changed', 'changed = 2\n'),
  smolfile('created', 'created = 2\n'),
]

function makeTree(expected: readonly Expected[]): string {
  const project = makeProject({}, memory)
  assemble(project, expected)
  return project
}

/** Runs `work` as a process of its own that is alive, as far as its temporary files show. */
function asAnotherProcess(work: () => void): void {
  const { pid } = process
  Object.defineProperty(process, 'pid', { value: process.ppid })
  try {
    work()
  } finally {
    Object.defineProperty(process, 'pid', { value: pid })
  }
}

describe('two synths of one project at once', () => {
  it('both end well wherever one comes in between the other', () => {
    const clean = readFiles(join(makeTree(after), 'smolfiles'))
    const total = watchSystemCalls(
      () => assemble(makeTree(before), after),
      () => {},
    )
    for (let point = 0; point <= total; point++) {
      const project = makeTree(before)
      const made = plan(project, after)
      let other = false
      watchSystemCalls(
        () => applyPlan(made),
        ({ index }) => {
          if (index !== point || other) return
          other = true
          asAnotherProcess(() => assemble(project, after))
        },
      )
      expect(readFiles(join(project, 'smolfiles'))).toEqual(clean)
    }
  })

  it('both end well as processes', async () => {
    const slugs = Array.from({ length: 40 }, (_, index) => `bottle-${index}`)
    const sources = (value: number) =>
      Object.fromEntries(
        slugs.map((slug) => [
          `bottles/${slug}.bottle.ts`,
          bottleSource(slug, `.env({ VALUE: ${value} })${quietDevice(`/run/${slug}.sock`)}`),
        ]),
      )
    const project = makeProject(sources(1))
    for (const value of [1, 2]) {
      writeProject(project, sources(value))
      const both = [0, 1].map(() => startBottle(['synth', '--project', project]))
      for (const { finished } of both) {
        expect(await finished).toMatchObject({ status: 0, stderr: '' })
      }
      const files = readFiles(join(project, 'smolfiles'))
      expect(Object.keys(files)).toHaveLength(2 * slugs.length)
      for (const slug of slugs) {
        expect(files[`${slug}/Smolfile`]).toContain(`env = ["VALUE=${value}"]`)
      }
    }
  })
})
