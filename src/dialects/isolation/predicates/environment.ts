import { gateway } from '../../../language/claude-bottle/gateway.ts'
import {
  authorityVariables,
  exemptionVariables,
  proxyVariables,
  steeringVariables,
  verificationVariables,
} from '../../environment-names.ts'
import {
  exemptHostsIn,
  gatewayPort,
  gatewayPortsIn,
  isLoopback,
  urlHostsIn,
} from '../../gateway-urls.ts'
import { secretReason, tokenIn } from '../../secrets.ts'
import { domainsOf } from '../../values/host.ts'
import type { SettingValue } from '../change.ts'
import type { ChangeContext, Predicate } from '../class-rule.ts'

interface Names {
  has(name: string): boolean
}

const isNamed =
  (names: Names): Predicate =>
  (each) =>
    names.has(nameOf(each))

export const isProxy = isNamed(proxyVariables)
export const isExemption = isNamed(exemptionVariables)
export const isAuthority = isNamed(authorityVariables)
export const isVerification = isNamed(verificationVariables)
export const isSteering = isNamed(steeringVariables)

/** Whether the variable is set more than once, which leaves open which value applies. */
export const isRepeated: Predicate = ({ change: { before, after } }) =>
  Array.isArray(before) || Array.isArray(after)

/** Whether the host's value is forwarded: an entry without "=" has a name alone. */
export const isForwarded: Predicate = ({ change }) => change.after === null

/** Whether a host is newly exempt from the proxy: NO_PROXY's entries cover subdomains too. */
export const exemptsMore: Predicate = ({ change: { before, after } }) =>
  hasBeyond(exempted(after), exempted(before))

/** Whether a host is no longer exempt, and no other is newly so. */
export const exemptsFewer: Predicate = ({ change: { before, after } }) =>
  hasBeyond(exempted(before), exempted(after))

/** Whether the proxy is the gateway's filter, which lets through what the policy allows. */
export const pointsAtFilter: Predicate = ({ change }) => isFilter(change.after)
export const pointedAtFilter: Predicate = ({ change }) => isFilter(change.before)

/** Whether the gateway is no longer named, or other ports of it are. */
export const leavesGateway: Predicate = ({ change: { before, after } }) => {
  const has = new Set(gatewayPortsIn(text(after)))
  return gatewayPortsIn(text(before)).some((port) => !has.has(port))
}

/** Whether the value is a URL of the gateway now, and none of it was named before. */
export const entersGateway: Predicate = ({ change: { before, after } }) =>
  gatewayPort(text(after)) !== undefined && gatewayPortsIn(text(before)).length === 0

/** Whether git is told to go to the gateway instead of a host: git-config(1), `url.<base>.insteadOf`. */
export const rewritesToGateway: Predicate = (each) => {
  const [, url] = /^url\.(\S+)\.insteadOf$/i.exec(text(each.change.after)) ?? []
  return /^GIT_CONFIG_KEY_\d+$/.test(nameOf(each)) && gatewayPort(url ?? '') !== undefined
}

/** Whether a URL names a host that no URL of the variable named before. */
export const namesNewHost: Predicate = ({ change: { before, after } }) => {
  const had = new Set(urlHostsIn(text(before)))
  return urlHostsIn(text(after)).some((host) => !had.has(host) && !isLoopback(host))
}

/** Whether a secret is in plain text in the Smolfile. */
export const looksSecret: Predicate = (each) => isSecret(nameOf(each), each.change.after)
export const lookedSecret: Predicate = (each) => isSecret(nameOf(each), each.change.before)

function isFilter(value: SettingValue | undefined): boolean {
  return gatewayPort(text(value)) === gateway.ports.pipelock
}

function isSecret(name: string, value: SettingValue | undefined): boolean {
  return tokenIn(text(value)) !== undefined || secretReason(name, text(value)) !== undefined
}

/** smolvm takes off the blanks around an entry, and a name of its own has none. */
function nameOf({ change: { path, setting } }: ChangeContext): string {
  return path.slice(setting.length + 1).trim()
}

function text(value: SettingValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function exempted(value: SettingValue | undefined): readonly string[] {
  return exemptHostsIn(text(value).toLowerCase())
}

/** Whether an entry is neither of the guest itself nor covered by one of `others`. */
function hasBeyond(entries: readonly string[], others: readonly string[]): boolean {
  const known = new Set(others)
  if (known.has('*')) return false
  // An address or a range is no domain, and "*" in another place is a word that nobody defines.
  const isDomain = (name: string) => /[a-z]/.test(name) && !/[*/:]/.test(name)
  const domains = new Set(others.map(withoutStart).filter(isDomain))
  return entries.some((entry) => {
    if (known.has(entry) || isLoopback(entry)) return false
    const host = withoutStart(entry)
    if (domains.has(host) && !entry.startsWith('*')) return false
    return !domainsOf(host).some((domain) => domains.has(domain))
  })
}

/** The name of an entry that may begin with `*`, with a dot, or with both. */
function withoutStart(entry: string): string {
  return entry.replace(/^\*?\.?/, '')
}
