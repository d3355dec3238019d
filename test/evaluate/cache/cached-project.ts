import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { EvaluationCache } from '../../../src/evaluate/cache/evaluation-cache.ts'
import { ProjectCache } from '../../../src/evaluate/cache/project-cache.ts'
import { readGuestModules } from '../../../src/evaluate/sandbox/guest-modules.ts'
import { Sandbox } from '../../../src/evaluate/sandbox/sandbox.ts'
import { ProjectContext } from '../../../src/project/context.ts'
import type { SynthOptions, SynthResult } from '../../../src/synth.ts'

const guest = await readGuestModules()

/** A folder for all tests of a file, and in it what the tool keeps of the user. */
export function makeRoom(): string {
  const room = realpathSync(mkdtempSync(join(tmpdir(), 'bottleworks-cache-')))
  const before = { ...process.env }
  process.env.XDG_CACHE_HOME = join(room, 'caches')
  process.env.XDG_DATA_HOME = join(room, 'data')
  // The cache keeps what the sandbox has said.
  process.env.BOTTLEWORKS_EVALUATE = 'sandbox'
  afterAll(() => {
    for (const name of ['XDG_CACHE_HOME', 'XDG_DATA_HOME', 'BOTTLEWORKS_EVALUATE']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
    rmSync(room, { recursive: true, force: true })
  })
  return room
}

/** A project whose sandbox stays, since it takes longest to start; what it has read does not. */
export class CachedProject {
  readonly path: string
  readonly #sandbox: Sandbox
  /** This one finds no file. */
  readonly #mute: Sandbox

  constructor(room: string, hasModules: boolean) {
    this.path = mkdtempSync(join(room, 'project-'))
    if (hasModules) mkdirSync(join(this.path, 'node_modules'))
    this.#sandbox = new Sandbox(this.path)
    this.#mute = new Sandbox(mkdtempSync(join(room, 'empty-')))
    afterAll(() => Promise.all([this.#sandbox.close(), this.#mute.close()]))
  }

  /** The cache as the next run finds it. */
  open(): EvaluationCache {
    return EvaluationCache.open(this.path, guest)
  }

  /** Those of the files that the next run does not evaluate. */
  hits(files: readonly string[]): readonly string[] {
    const cache = this.open()
    return files.filter((file) => cache.find(file) !== undefined)
  }

  async cached(options: SynthOptions = {}): Promise<SynthResult> {
    return this.#plan(this.#sandbox, options, new ProjectCache(this.path))
  }

  async uncached(options: SynthOptions = {}): Promise<SynthResult> {
    return this.#plan(this.#sandbox, options)
  }

  /** As {@link cached}, where no bottle can be evaluated. */
  async fromCacheAlone(): Promise<SynthResult> {
    return this.#plan(this.#mute, {}, new ProjectCache(this.path))
  }

  /** As {@link cached}, and writes. */
  async synth(options: SynthOptions = {}): Promise<SynthResult> {
    const context = this.#context(this.#sandbox, new ProjectCache(this.path))
    const result = await context.synth({ ...options, types: false })
    context.save()
    return result
  }

  async #plan(sandbox: Sandbox, options: SynthOptions, cache?: ProjectCache) {
    return this.#context(sandbox, cache).plan({ ...options, types: false })
  }

  #context(sandbox: Sandbox, cache?: ProjectCache): ProjectContext {
    return new ProjectContext({ project: this.path, sandbox, ...(cache && { cache }) })
  }
}
