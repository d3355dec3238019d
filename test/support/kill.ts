import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { applyPlan } from '../../src/output/apply.ts'
import type { Expected } from '../../src/output/plan.ts'
import { makeProject, memory } from './project.ts'
import type { SystemCall } from './system-calls.ts'
import { watchSystemCalls } from './system-calls.ts'
import { plan } from './tree.ts'

/**
 * Runs `work` as if the process were killed at its system call number `point`: that call and all
 * after it do nothing, so no clean-up takes place either. A write is cut in half.
 */
function killAt(point: number, work: () => void): 'killed' | 'completed' {
  let killed = false
  const before = ({ index, name, parts, call }: SystemCall) => {
    if (index < point) return
    const [descriptor, bytes] = parts
    if (name === 'writeSync' && bytes instanceof Buffer && !killed) {
      call(descriptor, bytes.subarray(0, bytes.length >> 1))
    }
    killed = true
    throw new Error('killed')
  }
  try {
    watchSystemCalls(work, before)
  } catch {
    // A killed process has nobody to tell.
  }
  return killed ? 'killed' : 'completed'
}

/** A copy of the output tree, in a project of its own. */
export function copyOf(project: string): string {
  const copy = makeProject({}, memory)
  if (existsSync(join(project, 'smolfiles'))) {
    cpSync(join(project, 'smolfiles'), join(copy, 'smolfiles'), { recursive: true })
  }
  return copy
}

/** The projects that a kill at each system call of a change to `expected` leaves. */
export function killEverywhere(project: string, expected: readonly Expected[]): readonly string[] {
  const left: string[] = []
  for (let point = 0; ; point++) {
    const copy = copyOf(project)
    const made = plan(copy, expected)
    if (killAt(point, () => applyPlan(made)) === 'completed') return left
    left.push(copy)
  }
}
