import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { slugs } from './task.ts'
import { BenchProject } from './workplace.ts'

/** A file that is not written within this time never will be. */
const longest = 10_000
/** Between two edits, as somebody makes them who does not hold the key down. */
const pause = 400

/**
 * Has the tool watch a project, saves one of its bottle files again and again, and gives the times
 * until what it says is in its Smolfile, in milliseconds.
 */
export async function timeWatch(size: number, edits: number): Promise<readonly number[]> {
  const project = new BenchProject(size)
  const [file, ...argv] = project.watch()
  const child = spawn(file, argv, {
    env: { ...process.env, ...project.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(createInterface(child.stdout), 'line')
    const [first = ''] = slugs(size)
    const written = join(project.folder, 'smolfiles', first, 'Smolfile')
    const times: number[] = []
    // The first edits find what is compiled late.
    for (let edit = 0; edit < edits + 2; edit++) {
      await setTimeout(pause)
      const began = performance.now()
      project.edit(edit)
      await untilWritten(written, `"TASK=${100_000 + edit}"`, began)
      times.push(performance.now() - began)
    }
    return times.slice(2)
  } finally {
    child.kill()
  }
}

async function untilWritten(path: string, text: string, began: number): Promise<void> {
  while (!readFileSync(path, 'utf8').includes(text)) {
    if (performance.now() - began > longest) throw new Error(`${path} is not written`)
    await setTimeout(1)
  }
}
