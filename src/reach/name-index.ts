import type { NameGrant } from '../dialects/reach.ts'
import { domainsOf } from '../dialects/values/host.ts'

/** Names by what is granted of them, so that long lists are compared in time with their length. */
class NameIndex {
  readonly #themselves = new Set<string>()
  readonly #below = new Set<string>()

  constructor(grants: readonly NameGrant[]) {
    for (const { name, itself, below } of grants) {
      if (itself) this.#themselves.add(name)
      if (below) this.#below.add(name)
    }
  }

  /** Whether a name is granted, and all below it where that is asked for. */
  covers({ name, itself, below }: NameGrant): boolean {
    const isInside = domainsOf(name).some((domain) => this.#below.has(domain))
    if (itself && !isInside && !this.#themselves.has(name)) return false
    return !below || isInside || this.#below.has(name)
  }

  /** Whether the machine asks for a name of the list, or for one that it is below, as it starts. */
  isAskedAtStart(name: string): boolean {
    return [name, ...domainsOf(name)].some((domain) => this.#themselves.has(domain))
  }
}

const nameIndices = new WeakMap<readonly NameGrant[], NameIndex>()

/** Returns the index of names, which is made once for a list. */
export function nameIndex(names: readonly NameGrant[]): NameIndex {
  const index = nameIndices.get(names) ?? new NameIndex(names)
  nameIndices.set(names, index)
  return index
}
