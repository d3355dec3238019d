import { isIPv4 } from 'node:net'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const hostName = new RegExp(`^${label}(?:\\.${label})*$`)
const longestName = 253

/** Whether `text` is a host's name, and no address. */
export function isHostName(text: string): boolean {
  return hasNameForm(text) && !isIPv4(text)
}

/** Whether `text` has the form of a name, which four numbers have too. */
function hasNameForm(text: string): boolean {
  return text.length <= longestName && hostName.test(text)
}

/**
 * The domains that `name` is in: what stands behind each of its dots. A name that is longer than
 * hosts' names are is in none, so that a list of names is looked at in time with its length.
 */
export function domainsOf(name: string): readonly string[] {
  if (name.length > longestName + 2) return []
  const domains: string[] = []
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    domains.push(name.slice(dot + 1))
  }
  return domains
}

/** Checks that a host is nothing but a name: smolvm says so when the machine starts. */
export function checkHost(host: string, path: string): readonly Problem[] {
  if (isHostName(host)) return []
  const message = `the host ${quote(host)} ${objection(host)}; it must be a name alone, which covers its subdomains on every port`
  const hint = host.startsWith('*.') ? 'use allow_host_patterns' : undefined
  return [errorAt('BW049', path, message, hint)]
}

/** Checks a pattern as encode_strict of smolvm-protocol does it. */
export function checkHostPattern(pattern: string, path: string): readonly Problem[] {
  const name = pattern.replace(/\.$/, '')
  // Behind "*." even four numbers are a domain.
  if (isHostName(name) || (name.startsWith('*.') && hasNameForm(name.slice(2)))) return []
  const message = `the pattern ${quote(pattern)} ${objection(pattern.replace(/^\*\./, ''))}; it must be a name, optionally after "*."`
  return [errorAt('BW049', path, message)]
}

function objection(host: string): string {
  if (host === '') return 'is empty'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return 'has a scheme'
  if (/^[^:]+:\d+$/.test(host)) return 'has a port'
  if (isIPv4(host) || /:.*:/.test(host)) return 'is an address, which belongs in allow_cidrs'
  if (host.includes('*')) return 'has a "*"'
  return 'is malformed'
}
