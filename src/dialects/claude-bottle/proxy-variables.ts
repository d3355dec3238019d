import type { Problem } from '../../diagnostic/problem.ts'
import { warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { gateway } from '../../language/claude-bottle/gateway.ts'
import { exemptionVariables, proxyVariables } from '../environment-names.ts'
import { exemptHostsIn } from '../gateway-urls.ts'

const gatewayPorts = new Set<number>(Object.values(gateway.ports))
/** The values that viaGateway() sets, which need not be parsed. */
const gatewayUrls = new Set([...gatewayPorts].map((port) => `http://${gateway.host}:${port}`))

/** Warnings of variables that programs read their proxy from, and what goes past it. */
export function checkProxyVariable(name: string, value: string, path: string): readonly Problem[] {
  if (exemptionVariables.has(name)) return checkExemptions(name, value, path)
  if (!proxyVariables.has(name) || value === '' || gatewayUrls.has(value)) return []
  const url = parseProxy(value)
  if (url?.hostname !== gateway.host) {
    const message = `${name} sends traffic to ${quote(url?.hostname ?? value)}; the gateway is ${quote(gateway.host)}`
    return [warningAt('BW030', path, message, 'use viaGateway()')]
  }
  const port = url.port === '' ? 80 : Number(url.port)
  if (!gatewayPorts.has(port)) {
    const known = Object.entries(gateway.ports).map(([service, each]) => `${each} (${service})`)
    const message = `${name} names port ${port} of the gateway, which has ${known.join(', ')}`
    return [warningAt('BW031', path, message, 'use viaGateway()')]
  }
  return []
}

function checkExemptions(name: string, value: string, path: string): readonly Problem[] {
  if (!exemptHostsIn(value).includes('*')) return []
  const message = `${name} is ${quote(value)}: "*" goes around the gateway for every host`
  return [warningAt('BW032', path, message, 'list the hosts by name')]
}

/** curl takes a proxy without a scheme as well. */
function parseProxy(value: string): URL | undefined {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`
  return URL.canParse(text) ? new URL(text.replace(/^[a-z0-9+.-]+:/i, 'http:')) : undefined
}
