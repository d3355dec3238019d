import type { CommonMethods } from '../builder.ts'
import type { MethodsOf } from '../rows.ts'
import type { NamedOptions } from './options.ts'
import type { settings } from './settings.ts'

/**
 * Describes one machine of the `smolvm` dialect. Immutable: every method returns a new builder and
 * leaves this one as it was. There is a method for every key of upstream's Smolfile, with the key's
 * name in camelCase; a table's method can be called again: what both calls set takes the later
 * value, the rest stays.
 */
export interface MachineBuilder
  extends CommonMethods<MachineBuilder>,
    MethodsOf<typeof settings, MachineBuilder, NamedOptions> {}
