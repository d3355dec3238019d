import type { EvaluationCache } from './evaluation-cache.ts'

/** The cache of one project, which is opened when something is asked of it. */
export class ProjectCache {
  readonly #project: string
  #opened: EvaluationCache | undefined

  /** @param project Real path of the project. */
  constructor(project: string) {
    this.#project = project
  }

  /** The cache, if anything has been asked of it. */
  get opened(): EvaluationCache | undefined {
    return this.#opened
  }

  async open(): Promise<EvaluationCache> {
    if (this.#opened !== undefined) return this.#opened
    const { EvaluationCache } = await import('./evaluation-cache.ts')
    const { readGuestModules } = await import('../sandbox/guest-modules.ts')
    this.#opened = EvaluationCache.open(this.#project, await readGuestModules())
    return this.#opened
  }
}
