import { isDeepStrictEqual } from 'node:util'
import type { DirectEvaluation, DirectPolicy } from './direct/direct.ts'
import type { Input } from './sandbox/protocol.ts'
import type { Sandbox } from './sandbox/sandbox.ts'

/**
 * The policies of a folder that judge beside the sandbox, by the files as they were when each was
 * first asked for. Nothing is loaded before one is.
 */
export class DirectPolicies {
  readonly #sandbox: Sandbox
  readonly #known = new Map<string, DirectPolicy | undefined>()
  #evaluation: Promise<DirectEvaluation | undefined> | undefined

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  async of(file: string): Promise<DirectPolicy | undefined> {
    if (this.#known.has(file)) return this.#known.get(file)
    this.#evaluation ??= this.#sandbox.direct()
    const evaluation = await this.#evaluation
    const policy = evaluation?.policy(file)
    this.#known.set(file, policy)
    return policy
  }

  /** Those of the files that are still made of the same. */
  async judging(
    files: readonly string[],
    inputs: ReadonlyMap<string, readonly Input[]>,
  ): Promise<ReadonlyMap<string, DirectPolicy>> {
    const judging = new Map<string, DirectPolicy>()
    for (const file of files) {
      const policy = await this.of(file)
      const isSame = isDeepStrictEqual(sorted(policy?.inputs), sorted(inputs.get(file)))
      if (policy !== undefined && isSame) judging.set(file, policy)
    }
    return judging
  }
}

function sorted(inputs: readonly Input[] = []): readonly string[] {
  return inputs.map(({ path, hash }) => `${hash} ${path}`).sort()
}
