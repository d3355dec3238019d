import type { BottleBuilder } from './claude-bottle/bottle.ts'
import type { Definition } from './definition.ts'
import { definitionKey } from './definition.ts'
import type { MachineBuilder } from './smolvm/builder.ts'

/** Most bottles of one fleet. */
export const mostMembers = 500

/** Under this key a fleet gives its bottles to the host, and to nobody else by name. */
export const fleetKey: unique symbol = Symbol.for('bottleworks.fleet')

/** The bottles of one file. */
export interface Fleet<B extends BottleBuilder | MachineBuilder = BottleBuilder | MachineBuilder> {
  /** The bottles, in the order in which they were given. */
  readonly bottles: readonly B[]

  /**
   * The bottle with a slug, for a test or another file that imports the fleet.
   *
   * @param slug One that a bottle of the fleet has; another throws an error that names those there are.
   */
  get(slug: string): B

  /** @internal Read by the host after the file has run. */
  readonly [fleetKey]: readonly B[]
}

/**
 * Makes one file define many bottles: the default export of a file whose name ends in `.bottles.ts`.
 * Each bottle has a Smolfile of its own, in the folder of its slug, as if it had a file of its own.
 *
 * @param bottles At least one bottle or machine (BW114) and at most 500 (BW113), each with a slug that
 *   no other bottle of the project has (BW003).
 *
 * @example
 * ```ts
 * const member = (slug: string) =>
 *   bottle(slug).net(gvproxy(`/run/claude-bottle/${slug}/gvproxy.sock`))
 *
 * export default fleet([member('team-alice'), member('team-bob')])
 * ```
 * ```toml
 * name = "claude-bottle-team-alice"
 * ```
 */
export function fleet<B extends BottleBuilder | MachineBuilder>(bottles: readonly B[]): Fleet<B> {
  const members = checked(bottles)
  return Object.freeze({
    bottles: members,
    get(slug: string): B {
      const found = members.find((member) => slugOf(member) === slug)
      if (found !== undefined) return found
      const slugs = members.map(slugOf).join(', ')
      throw new RangeError(`the fleet has no bottle ${JSON.stringify(slug)}; there are ${slugs}`)
    },
    [fleetKey]: members,
  })
}

function checked<B>(bottles: readonly B[]): readonly B[] {
  if (!Array.isArray(bottles)) throw new TypeError('fleet() takes a list of bottles')
  const members = [...bottles]
  for (const [index, member] of members.entries()) {
    if (isBuilder(member)) continue
    const advice = Array.isArray(member) ? '; spread a list, or use flatMap' : ''
    throw new TypeError(`fleet() takes a list of bottles: element ${index} is none${advice}`)
  }
  return Object.freeze(members)
}

function isBuilder(value: unknown): boolean {
  return typeof value === 'object' && value !== null && definitionKey in value
}

function slugOf(member: { readonly [definitionKey]: Definition }): string {
  return member[definitionKey].slug
}
