import type { Problem } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { gateway } from '../../language/claude-bottle/gateway.ts'

const proxyNames = new Set(['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'FTP_PROXY'])
const gatewayPorts = new Set<number>(Object.values(gateway.ports))
/** What viaGateway() sets, which need not be parsed. */
const gatewayUrls = new Set([...gatewayPorts].map((port) => `http://${gateway.host}:${port}`))

/** Warnings of variables that programs read their proxy from (curl(1), ENVIRONMENT). */
export function checkProxyVariable(name: string, value: string, path: string): readonly Problem[] {
  const upper = name.toUpperCase()
  if (upper === 'NO_PROXY') return checkNoProxy(name, value, path)
  if (!proxyNames.has(upper) || value === '' || gatewayUrls.has(value)) return []
  const url = parseProxy(value)
  if (url?.hostname !== gateway.host) {
    const message = `${name} sends traffic to ${quote(url?.hostname ?? value)}; the gateway is ${quote(gateway.host)}`
    return [{ code: 'BW030', severity: 'warning', path, message, hint: 'use viaGateway()' }]
  }
  const port = url.port === '' ? 80 : Number(url.port)
  if (!gatewayPorts.has(port)) {
    const known = Object.entries(gateway.ports).map(([service, each]) => `${each} (${service})`)
    const message = `${name} names port ${port} of the gateway, which has ${known.join(', ')}`
    return [{ code: 'BW031', severity: 'warning', path, message, hint: 'use viaGateway()' }]
  }
  return []
}

function checkNoProxy(name: string, value: string, path: string): readonly Problem[] {
  const entries = value.split(/[\s,]+/)
  if (!entries.includes('*')) return []
  const message = `${name} is ${quote(value)}: "*" goes around the gateway for every host`
  return [{ code: 'BW032', severity: 'warning', path, message, hint: 'list the hosts by name' }]
}

/** curl takes a proxy without a scheme as well. */
function parseProxy(value: string): URL | undefined {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`
  return URL.canParse(text) ? new URL(text.replace(/^[a-z0-9+.-]+:/i, 'http:')) : undefined
}
