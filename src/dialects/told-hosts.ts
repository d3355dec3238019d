import { exemptionVariables } from './environment-names.ts'
import { exemptHostsIn, isLoopback, urlHostsIn } from './gateway-urls.ts'
import { SecretLabels } from './masking.ts'
import { splitVariable } from './values/variable.ts'

/** A host that a variable names. */
export interface ToldHost {
  readonly label: string
  /** Whether it stands for every host. */
  readonly isOpen: boolean
}

/** The hosts that variables name: in URLs, and as exempt from the proxy. A secret is none. */
export function hostsInVariables(entries: readonly string[]): readonly ToldHost[] {
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
    ...exempt.map((host): ToldHost => {
      const isOpen = host === '*'
      return { label: `${isOpen ? 'every host' : host}, past the proxy`, isOpen }
    }),
    ...named
      .filter((host) => !isLoopback(host))
      .map((label): ToldHost => ({ label, isOpen: false })),
  ]
}
