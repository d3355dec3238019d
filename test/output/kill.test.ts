import { existsSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { startBottle } from '../support/command.ts'
import { makeSharedProject, memory, quietDevice, writeProject } from '../support/project.ts'
import { assemble, readFiles, smolfile } from '../support/tree.ts'

const slugs = Array.from({ length: 500 }, (_, index) => `bottle-${index}`)

function bottleFile(slug: string): [path: string, text: string] {
  const text = `import { bottle, gvproxy } from 'bottleworks'
import { version } from './version.ts'
export default bottle('${slug}').env({ VERSION: version })${quietDevice(`/run/${slug}.sock`)}
`
  return [`bottles/${slug}.bottle.ts`, text]
}

function firstChange(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      watcher.close()
      resolve()
    })
  })
}

/** A project of 500 bottles in two versions, and the synths of it that are killed. */
class Victim {
  readonly tree: string
  readonly #project: string
  /** The trees of both versions, as a synth makes them that nobody disturbs. */
  readonly #clean: Readonly<Record<string, string>>[] = []
  #duration = 0
  #writing = 0
  /** How many kills came while files were written. */
  hits = 0

  constructor(project: string) {
    this.#project = project
    this.tree = join(project, 'smolfiles')
  }

  async prepare(): Promise<void> {
    writeProject(this.#project, Object.fromEntries(slugs.map(bottleFile)))
    for (const version of [0, 1]) {
      this.choose(version)
      const began = performance.now()
      const { finished } = this.#start()
      await this.#beginningOfWriting()
      const changed = performance.now()
      expect(await finished).toMatchObject({ status: 0, stderr: '' })
      this.#duration = performance.now() - began
      this.#writing = performance.now() - changed
      this.#clean.push(readFiles(this.tree))
    }
    expect(Object.keys(this.#clean[1] ?? {})).toHaveLength(2 * slugs.length)
  }

  /** Changes the source, and with it every Smolfile. */
  choose(version: number): void {
    const text = `export const version = ${version}\n`
    writeProject(this.#project, { 'bottles/version.ts': text })
  }

  /** Kills a synth after a part of its duration, or in the midst of its writing. */
  async kill(when: number | 'writing'): Promise<void> {
    const update = existsSync(this.tree)
    const { child, finished } = this.#start()
    if (when === 'writing') {
      await Promise.race([this.#beginningOfWriting(), finished])
      await sleep((Math.random() * this.#writing) / 2) // the other half is the end of the process
    } else {
      await sleep(when * this.#duration)
    }
    child.kill('SIGKILL')
    await finished
    const files = readFiles(this.tree)
    if (Object.keys(files).some((path) => /\.tmp(\/|$)/.test(path))) this.hits++
    const torn = slugs.filter((slug) => {
      const path = `${slug}/Smolfile`
      const whole = [...this.#clean.map((each) => each[path]), ...(update ? [] : [undefined])]
      return !whole.includes(files[path])
    })
    expect(torn).toEqual([])
  }

  /** What a synth does once it has evaluated the bottles, which takes the most of its time. */
  complete(version: number): void {
    const clean = this.#clean[version] ?? {}
    const expected = slugs.map((slug) => ({
      ...smolfile(slug, clean[`${slug}/Smolfile`] ?? ''),
      acknowledged: [{ code: 'BW017', reason: 'a test' }],
    }))
    assemble(this.#project, expected)
    expect(readFiles(this.tree)).toEqual(clean)
  }

  async synth(version: number): Promise<void> {
    expect(await this.#start().finished).toMatchObject({ status: 0, stderr: '' })
    expect(readFiles(this.tree)).toEqual(this.#clean[version])
  }

  #start() {
    return startBottle(['synth', '--no-types', '--no-cache', '--project', this.#project])
  }

  #beginningOfWriting(): Promise<void> {
    return firstChange(existsSync(this.tree) ? join(this.tree, 'bottle-0') : this.#project)
  }
}

describe('a synth of 500 bottles that is killed', { timeout: 180_000 }, () => {
  const victim = new Victim(makeSharedProject({}, memory))

  beforeAll(() => victim.prepare())

  it('has each Smolfile whole, old or new, and is completed by the next', async () => {
    for (let round = 0; round < 15; round++) {
      victim.choose(round % 2)
      await victim.kill(round % 3 === 0 ? (round + Math.random()) / 15 : 'writing')
      victim.complete(round % 2)
    }
    for (const version of [1, 0]) {
      victim.choose(version)
      await victim.kill('writing')
    }
    await victim.synth(0)
  })

  it('has each Smolfile whole when it creates the tree, and is completed by the next', async () => {
    for (let round = 0; round < 13; round++) {
      rmSync(victim.tree, { recursive: true })
      await victim.kill('writing')
      if (round < 12) victim.complete(round % 2)
    }
    await victim.synth(0)
  })

  it('was hit while it wrote, and not only before and after', () => {
    expect(victim.hits).toBeGreaterThan(6)
  })
})
