import { exemptionVariables } from './environment-names.ts'
import { exemptHostsIn, isLoopback, urlHostsIn } from './gateway-urls.ts'
import { SecretLabels } from './masking.ts'
import { splitVariable } from './values/variable.ts'

/** Something that a bottle hangs on or reaches. */
export interface Node {
  /** `door` is what its traffic goes through; the others are what it gets to. */
  readonly kind: 'door' | 'service' | 'host' | 'open'
  readonly label: string
}

export const tsiDoor: Node = { kind: 'open', label: 'TSI' }
export const theHost: Node = { kind: 'open', label: 'the host itself, by TSI' }
export const everyHost: Node = { kind: 'open', label: 'every host' }

/** The hosts that variables name: in URLs, and as exempt from the proxy. A secret is none. */
export function variableNodes(entries: readonly string[]): readonly Node[] {
  const labels = new SecretLabels()
  const env = entries.map((entry) => {
    const [name, value] = splitVariable(entry)
    return `${name}=${labels.mask(value, name)}`
  })
  const exempt = env.flatMap((entry) => {
    const [name, list] = splitVariable(entry)
    if (!exemptionVariables.has(name)) return []
    return exemptHostsIn(list).filter((host) => !isLoopback(host))
  })
  const named = env.flatMap((entry) => urlHostsIn(entry.slice(entry.indexOf('=') + 1)))
  return [
    ...exempt.map(
      (host): Node => ({
        kind: host === '*' ? 'open' : 'host',
        label: host === '*' ? 'every host, past the proxy' : `${host}, past the proxy`,
      }),
    ),
    ...named.filter((host) => !isLoopback(host)).map((label): Node => ({ kind: 'host', label })),
  ]
}
