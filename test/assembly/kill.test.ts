import { existsSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { bottle, startBottle } from '../support/command.ts'
import { makeSharedProject, memory, writeProject } from '../support/project.ts'
import { assemble, readFiles, smolfile } from '../support/tree.ts'

const slugs = Array.from({ length: 500 }, (_, index) => `bottle-${index}`)

/** Every Smolfile changes with this one file. */
function versionFile(version: number) {
  return { 'bottles/version.ts': `export const version = ${version}\n` }
}

function bottleFile(slug: string): [path: string, text: string] {
  const text = `import { bottle, gvproxy } from 'bottleworks'
import { version } from './version.ts'
export default bottle('${slug}').env({ VERSION: version }).net(gvproxy('/run/${slug}.sock'))
`
  return [`bottles/${slug}.bottle.ts`, text]
}

describe('a synth of 500 bottles that is killed', () => {
  const project = makeSharedProject(Object.fromEntries(slugs.map(bottleFile)), memory)
  const tree = join(project, 'smolfiles')
  const argv = ['synth', '--project', project]
  /** The trees of both versions, as a synth makes them that nobody disturbs. */
  const clean: Readonly<Record<string, string>>[] = []
  let duration = 0
  let writing = 0
  let killsWhileWriting = 0

  beforeAll(async () => {
    for (const version of [0, 1]) {
      writeProject(project, versionFile(version))
      const began = performance.now()
      const { finished } = startBottle(argv)
      await firstChange(version === 0 ? project : join(tree, 'bottle-0'))
      const changed = performance.now()
      expect(await finished).toMatchObject({ status: 0, stderr: '' })
      duration = performance.now() - began
      writing = performance.now() - changed
      clean.push(readFiles(tree))
    }
    expect(Object.keys(clean[1] ?? {})).toHaveLength(2 * slugs.length)
  })

  /** Kills a synth after a part of its duration, or in the midst of its writing. */
  async function kill(when: number | 'writing'): Promise<void> {
    const update = existsSync(tree)
    const { child, finished } = startBottle(argv)
    if (when === 'writing') {
      await firstChange(update ? join(tree, 'bottle-0') : project)
      await sleep(Math.random() * writing)
    } else {
      await sleep(when * duration)
    }
    child.kill('SIGKILL')
    await finished
    const files = readFiles(tree)
    if (Object.keys(files).some((path) => path.endsWith('.tmp'))) killsWhileWriting++
    const torn = slugs.filter((slug) => {
      const path = `${slug}/Smolfile`
      const whole = [clean[0]?.[path], clean[1]?.[path], ...(update ? [] : [undefined])]
      return !whole.includes(files[path])
    })
    expect(torn).toEqual([])
  }

  function firstChange(folder: string): Promise<void> {
    return new Promise((resolve) => {
      const watcher = watch(folder, () => {
        watcher.close()
        resolve()
      })
    })
  }

  /** What a synth does once it has evaluated the bottles, which takes the most of its time. */
  function complete(version: number): void {
    const expected = slugs.map((slug) => smolfile(slug, clean[version]?.[`${slug}/Smolfile`] ?? ''))
    assemble(project, expected)
    expect(readFiles(tree)).toEqual(clean[version])
  }

  it('has each Smolfile whole, old or new, and is completed by the next', {
    timeout: 180_000,
  }, async () => {
    for (let round = 0; round < 24; round++) {
      writeProject(project, versionFile(round % 2))
      await kill(round % 3 === 0 ? (round + Math.random()) / 24 : 'writing')
      complete(round % 2)
    }
    writeProject(project, versionFile(0))
    await kill('writing')
    writeProject(project, versionFile(1))
    await kill('writing')
    expect(bottle(argv)).toMatchObject({ status: 0, stderr: '' })
    expect(readFiles(tree)).toEqual(clean[1])
  })

  it('has each Smolfile whole when it creates the tree, and is completed by the next', {
    timeout: 180_000,
  }, async () => {
    for (let round = 0; round < 6; round++) {
      rmSync(tree, { recursive: true, force: true })
      await kill('writing')
      if (round < 5) complete(round % 2)
    }
    expect(bottle(argv)).toMatchObject({ status: 0, stderr: '' })
    expect(readFiles(tree)).toEqual(clean[1])
  })

  it('was hit while it wrote, many times', () => {
    expect(killsWhileWriting).toBeGreaterThan(10)
  })
})
