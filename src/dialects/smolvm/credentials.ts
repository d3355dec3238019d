import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { domainsOf, isHostName } from '../values/host.ts'
import { isPosixName } from '../values/variable.ts'
import type { SmolvmDocument, SmolvmNetwork } from './document.ts'

type Binding = NonNullable<SmolvmNetwork['credentials']>[number]

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Headers that route or frame a request. */
const untouchable = new Set(
  `host content-length transfer-encoding connection keep-alive te trailer upgrade
   proxy-authorization proxy-authenticate proxy-connection cookie`.split(/\s+/),
)

/** The rules of CredentialPolicy::validate in smolvm-protocol, which runs when the machine starts. */
export function checkCredentials({ network }: SmolvmDocument): readonly Problem[] {
  const bindings = network?.credentials ?? []
  const earlier: Earlier = { names: new Set(), variables: new Set(), headers: new Map() }
  const isCovered = coverage(network)
  return bindings.flatMap((binding, index) => {
    const path = `network.credentials[${index}]`
    const found = [
      ...nameObjections(binding, earlier),
      ...variableObjections(binding, earlier),
      ...headerObjections(binding, earlier),
      ...hostObjections(binding, isCovered),
      ...usageObjections(binding),
    ]
    earlier.names.add(binding.name)
    earlier.variables.add(binding.environment_variable ?? '')
    const header = binding.set_header ?? ''
    const hosts = earlier.headers.get(header) ?? new PatternIndex()
    earlier.headers.set(header, hosts)
    for (const host of binding.allowed_hosts) hosts.add(host, binding.name)
    return found.map(([key, what]) =>
      errorAt('BW058', `${path}.${key}`, `the credential ${quote(binding.name)} ${what}`),
    )
  })
}

interface Earlier {
  readonly names: Set<string>
  readonly variables: Set<string>
  readonly headers: Map<string, PatternIndex>
}

type Objection = readonly [key: string, what: string]

function nameObjections({ name }: Binding, earlier: Earlier): readonly Objection[] {
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name)) {
    return [['name', 'is malformed; a name is 1 to 64 letters, digits, "_", "." or "-"']]
  }
  return earlier.names.has(name) ? [['name', 'is declared twice']] : []
}

function variableObjections(binding: Binding, earlier: Earlier): readonly Objection[] {
  const { environment_variable: variable = '' } = binding
  if (variable === '') return [['name', 'has no environment_variable, which names its value']]
  if (!isPosixName(variable)) {
    return [['environment_variable', `has the malformed variable ${quote(variable)}`]]
  }
  return earlier.variables.has(variable)
    ? [['environment_variable', `has the variable ${quote(variable)} of another credential`]]
    : []
}

function headerObjections(binding: Binding, earlier: Earlier): readonly Objection[] {
  const { set_header: header, allowed_hosts: hosts } = binding
  if (header === undefined) return []
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(header)) {
    return [['set_header', `sets ${quote(header)}, which is not a lower-case header name`]]
  }
  if (untouchable.has(header)) {
    return [['set_header', `sets ${quote(header)}, which routes or frames the request`]]
  }
  const index = earlier.headers.get(header)
  const other = hosts.map((host) => index?.ownerOf(host)).find((name) => name !== undefined)
  if (other === undefined) return []
  return [['set_header', `sets ${quote(header)} for a host for which ${quote(other)} sets it`]]
}

/** Patterns of hosts, each with the name of who has it first. */
class PatternIndex {
  readonly #patterns = new Map<string, string>()
  /** By the domains that a pattern or a host of somebody is in. */
  readonly #domains = new Map<string, string>()

  add(pattern: string, owner: string): void {
    if (!this.#patterns.has(pattern)) this.#patterns.set(pattern, owner)
    for (const domain of domainsOf(pattern)) {
      if (!this.#domains.has(domain)) this.#domains.set(domain, owner)
    }
  }

  /** The owner of a pattern that covers a host that `pattern` covers too. */
  ownerOf(pattern: string): string | undefined {
    const same = this.#patterns.get(pattern)
    if (same !== undefined) return same
    const inside = pattern.startsWith('*.') ? this.#domains.get(pattern.slice(2)) : undefined
    if (inside !== undefined) return inside
    const around = domainsOf(pattern).find((domain) => this.#patterns.has(`*.${domain}`))
    return around === undefined ? undefined : this.#patterns.get(`*.${around}`)
  }
}

/**
 * Whether the policy lets a credential's host through, as smolvm asks: names with what is below
 * them, and patterns, in any case. Without either, every host is covered. A pattern among the names
 * is an error of its own, and counts here as the pattern that it is.
 */
function coverage(network: SmolvmNetwork | undefined): (host: string) => boolean {
  const { allow_hosts = [], allow_host_patterns = [] } = network ?? {}
  if (allow_hosts.length + allow_host_patterns.length === 0) return () => true
  const plain = (list: readonly string[]) =>
    new Set(list.map((each) => each.toLowerCase().replace(/\.$/, '')))
  const isPattern = (host: string) => host.startsWith('*.')
  const names = plain(allow_hosts.filter((host) => !isPattern(host)))
  const patterns = plain([...allow_host_patterns, ...allow_hosts.filter(isPattern)])
  return (host) => {
    const name = host.replace(/^\*\./, '')
    const around = domainsOf(name)
    if ([name, ...around].some((domain) => names.has(domain))) return true
    return patterns.has(host) || around.some((domain) => patterns.has(`*.${domain}`))
  }
}

function hostObjections(
  { allowed_hosts: hosts }: Binding,
  isCovered: (host: string) => boolean,
): readonly Objection[] {
  if (hosts.length === 0) {
    return [['allowed_hosts', 'has no host; it is never sent anywhere by default']]
  }
  return hosts.flatMap((host, index): readonly Objection[] => {
    const key = `allowed_hosts[${index}]`
    const name = host.replace(/^\*\./, '')
    const isName = isHostName(name) && name === name.toLowerCase()
    if (!isName || (name !== host && !name.includes('.'))) {
      const form = 'it must be a lower-case name, optionally after "*."'
      return [[key, `has the host ${quote(host)}; ${form}`]]
    }
    if (isCovered(host)) return []
    const lists = 'neither allow_hosts nor allow_host_patterns covers'
    return [[key, `has the host ${quote(host)}, which ${lists}`]]
  })
}

function usageObjections({
  methods: given,
  injection_location: at,
}: Binding): readonly Objection[] {
  const unknown = (given ?? []).filter((method) => !methods.has(method.toUpperCase()))
  return [
    ...unknown.map((method): Objection => ['methods', `has the unknown method ${quote(method)}`]),
    ...(given?.length === 0 ? [['methods', 'allows no method'] as const] : []),
    ...(at?.header === false && at.body !== true
      ? [['injection_location', 'is put neither into headers nor into bodies'] as const]
      : []),
  ]
}
