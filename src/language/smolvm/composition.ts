import type { Preset } from '../claude-bottle/bottle.ts'

/** Presets, and what the author has accepted. */
export interface CompositionMethods<Self> {
  /**
   * Applies a preset: a function that takes this builder and returns another. It is the only way
   * to compose, and a preset can use presets.
   *
   * @example
   * ```ts
   * const small = (builder: MachineBuilder) => builder.cpus(1).memory(mib(512))
   *
   * export default machine('with-preset-of-size').use(small)
   * ```
   * ```toml
   * cpus = 1
   * memory = 512
   * ```
   */
  use(preset: Preset<Self>): Self

  /**
   * Accepts a warning for this machine, so that it is no longer shown and does not fail `--strict`.
   *
   * @param code The code of a warning. An error cannot be acknowledged, and neither can a warning
   *   that this machine does not give (BW034).
   * @param reason Why it is right here, for whoever reviews the file; not empty.
   *
   * @example
   * ```ts
   * export default machine('with-accepted-warning')
   *   .cpus(32)
   *   .acknowledge('BW066', 'the build farm has 64 cores')
   * ```
   * ```toml
   * cpus = 32
   * ```
   */
  acknowledge(code: `BW${number}`, reason: string): Self
}
