import type { AcknowledgeableCode } from '../../diagnostic/catalogue.ts'
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
   * @param code The code of a warning, or the name of a rule of your own, such as `team/rule`. An
   *   error cannot be acknowledged (BW034); a warning that this machine does not raise leaves the
   *   call without effect, which is warned of (BW035).
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
  acknowledge(code: AcknowledgeableCode | `${string}/${string}`, reason: string): Self
}
