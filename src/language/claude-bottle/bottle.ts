import type { CommonMethods } from '../builder.ts'
import { builderOf } from '../builder.ts'
import { currentCall } from '../definition.ts'
import type { MethodsOf } from '../rows.ts'
import { settings } from './settings.ts'

/**
 * Describes one bottle of the `claude-bottle` dialect. Immutable: every method returns a new
 * builder and leaves this one as it was.
 */
export interface BottleBuilder
  extends CommonMethods<BottleBuilder>,
    MethodsOf<typeof settings, BottleBuilder> {}

const begin = builderOf<BottleBuilder>('claude-bottle', settings)

/**
 * Starts a bottle of the `claude-bottle` dialect.
 *
 * @param slug The file's name without `.bottle.ts` (BW002): lower-case letters, digits and single
 *   hyphens, at most 49 bytes, so that `claude-bottle-<slug>` fits a DNS label (BW001).
 *
 * @example
 * ```ts
 * export default bottle('smallest').net(gvproxy('/run/claude-bottle/smallest/gvproxy.sock'))
 * ```
 * ```toml
 * name = "claude-bottle-smallest"
 * command = ["sleep", "infinity"]
 * env = []
 * ```
 */
export function bottle(slug: string): BottleBuilder {
  return begin(slug, currentCall('bottle'))
}
