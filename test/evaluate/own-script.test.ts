import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { runOwnScript } from '../../src/evaluate/cache/own-script.ts'
import { makeProject } from '../support/project.ts'

interface Exports {
  value(): number
}

const before = { ...process.env }

describe('a script of the tool', () => {
  let home: string
  let project: string
  let script: string

  beforeEach(() => {
    home = makeProject()
    project = makeProject()
    script = join(makeProject({ 'own.cjs': sourceOf(1) }), 'own.cjs')
    Object.assign(process.env, { XDG_CACHE_HOME: join(home, 'c'), XDG_DATA_HOME: join(home, 'd') })
  })
  afterAll(() => {
    for (const name of ['XDG_CACHE_HOME', 'XDG_DATA_HOME']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  })

  function sourceOf(value: number): string {
    return `'use strict'; (function (module, url) { module.exports = { value: () => ${value}, url } })`
  }

  function runIt(folder: string | undefined = project): number {
    const { exports, keep } = runOwnScript<Exports>(pathToFileURL(script), folder)
    const value = exports.value()
    keep()
    return value
  }

  const folder = () => join(home, 'c/bottleworks-nodejs/compiled')
  const kept = () => join(folder(), readdirSync(folder())[0] ?? '')
  /** Makes the file old, so that it is seen when it is written again. */
  const age = () => utimesSync(kept(), 1, 1)
  const isOld = () => statSync(kept()).mtimeMs === 1000

  it('is kept as compiled, for its user alone, and taken from there', () => {
    expect(runIt()).toBe(1)
    expect(statSync(kept()).mode & 0o777).toBe(0o600)
    age()
    expect(runIt()).toBe(1)
    expect(isOld()).toBe(true)
  })

  it('is compiled anew when its text is another of the same length', () => {
    runIt()
    age()
    writeFileSync(script, sourceOf(2))
    expect(runIt()).toBe(2)
    expect(isOld()).toBe(false)
    expect(runIt()).toBe(2)
  })

  it.each([
    ['one byte', (bytes: Buffer) => bytes.fill((bytes[100] ?? 0) ^ 1, 100, 101)],
    ['its seal', (bytes: Buffer) => bytes.subarray(32)],
    ['all of it', () => Buffer.alloc(0)],
  ])('is compiled anew when %s of what is kept is not as it was written', (_, change) => {
    runIt()
    const bytes = readFileSync(kept())
    writeFileSync(kept(), change(Buffer.from(bytes)))
    age()
    expect(runIt()).toBe(1)
    expect(isOld()).toBe(false)
  })

  it('is not taken from what another key has sealed', () => {
    runIt()
    age()
    writeFileSync(join(home, 'd/bottleworks-nodejs/cache.key'), Buffer.alloc(32, 7))
    expect(runIt()).toBe(1)
    expect(isOld()).toBe(false)
  })

  it('runs without a place for it, and leaves nothing', () => {
    expect(runOwnScript<Exports>(pathToFileURL(script)).exports.value()).toBe(1)
    // A folder for caches in the project could be written by a change of it.
    process.env.XDG_CACHE_HOME = join(project, 'cache')
    expect(runIt()).toBe(1)
    expect(readdirSync(project)).toEqual([])
  })
})
