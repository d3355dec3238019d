import { secretReason, tokenIn } from '../../dialects/secrets.ts'
import type { Case, Judge } from '../class-rule.ts'
import type { SettingValue } from '../finding.ts'
import {
  exemptHostsIn,
  gatewayHost,
  gatewayPortsIn,
  isExemptionName,
  isLoopback,
  pipelockPort,
  urlHostsIn,
} from '../gateway-urls.ts'

/** The variables that programs read a proxy from: curl(1) and its like, npm-config(7). */
const proxies =
  /^(?:(?:https?|all|ftp|rsync|socks|wss?)_proxy|npm_config_(?:https_)?proxy|global_agent_https?_proxy)$/i

/** The variables that TLS libraries and programs read certificate authorities from. */
const authorities =
  /^(?:NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|GIT_SSL_CA(?:INFO|PATH)|PIP_CERT|AWS_CA_BUNDLE|CARGO_HTTP_CAINFO|DENO_(?:CERT|TLS_CA_STORE)|npm_config_ca(?:file)?|NODE_USE_SYSTEM_CA|GRPC_DEFAULT_SSL_ROOTS_FILE_PATH)$/i

/** The variables with which a program accepts any certificate. */
const unverified =
  /^(?:NODE_TLS_REJECT_UNAUTHORIZED|GIT_SSL_NO_VERIFY|PYTHONHTTPSVERIFY|npm_config_strict_ssl|PIP_TRUSTED_HOST|GOINSECURE|GONOSUMDB|GONOSUMCHECK)$/i

/** The variables that decide how git connects, or which code a program loads before its own. */
const steering =
  /^(?:GIT_(?:CONFIG|SSH|PROXY|EXEC|TEMPLATE|ALLOW|EXTERNAL|ASKPASS)\w*|SSH_(?:AUTH_SOCK|ASKPASS)|LD_(?:PRELOAD|LIBRARY_PATH|AUDIT)|NODE_(?:OPTIONS|PATH|USE_ENV_PROXY)|PYTHON(?:PATH|STARTUP|HOME)|PERL5(?:OPT|LIB)|RUBYOPT|BASH_ENV|ENV|PROMPT_COMMAND|PATH|DOCKER_HOST|KUBECONFIG)$/i

const isNamed =
  (names: RegExp): Judge =>
  (each) =>
    names.test(nameOf(each))

export const isProxy = isNamed(proxies)
export const isExemption: Judge = (each) => isExemptionName(nameOf(each))
export const isAuthority = isNamed(authorities)
export const isVerification = isNamed(unverified)
export const isSteering = isNamed(steering)

/** That the variable is given more than once, so that it is not said which one holds. */
export const isRepeated: Judge = ({ change: { before, after } }) =>
  Array.isArray(before) || Array.isArray(after)

/** That the host's value is put in: an entry without "=" has a name alone. */
export const isForwarded: Judge = ({ change }) => change.after === null

/** That a host is exempt from the proxy which was not: NO_PROXY's entries cover subdomains too. */
export const exemptsMore: Judge = ({ change: { before, after } }) => {
  const had = exempted(before)
  return exempted(after).some(
    (entry) => !isLoopback(entry) && !had.some((other) => covers(other, entry)),
  )
}

/** That a host is not exempt any more, and no other has become so. */
export const exemptsFewer: Judge = ({ change: { before, after } }) => {
  const has = exempted(after)
  return exempted(before).some(
    (entry) => !isLoopback(entry) && !has.some((other) => covers(other, entry)),
  )
}

/** That the proxy is the gateway's filter, which lets through what the policy allows. */
export const pointsAtFilter: Judge = ({ change }) => isFilter(change.after)
export const pointedAtFilter: Judge = ({ change }) => isFilter(change.before)

/** That the gateway is named no longer, or other ports of it are. */
export const leavesGateway: Judge = ({ change: { before, after } }) => {
  const has = new Set(gatewayPortsIn(text(after)))
  return gatewayPortsIn(text(before)).some((port) => !has.has(port))
}

/** That a URL of the gateway stands where there was none. */
export const entersGateway: Judge = ({ change: { before, after } }) =>
  gatewayPortsIn(text(after)).length > 0 &&
  gatewayPortsIn(text(before)).length === 0 &&
  !namesOthers(after)

/** That git is told to go to the gateway instead of a host: git-config(1), `url.<base>.insteadOf`. */
export const rewritesToGateway: Judge = (each) => {
  const [, url] = /^url\.(\S+)\.insteadOf$/i.exec(text(each.change.after)) ?? []
  return /^GIT_CONFIG_KEY_\d+$/.test(nameOf(each)) && url !== undefined && isGateway(url)
}

/** That a URL names a host which no URL of the variable named before. */
export const namesNewHost: Judge = ({ change: { before, after } }) => {
  const had = new Set(urlHostsIn(text(before)))
  return urlHostsIn(text(after)).some((host) => !had.has(host) && !isLoopback(host))
}

/** That a secret stands in plain text in the Smolfile. */
export const looksSecret: Judge = (each) => isSecret(nameOf(each), each.change.after)
export const lookedSecret: Judge = (each) => isSecret(nameOf(each), each.change.before)

function isFilter(value: SettingValue | undefined): boolean {
  const ports = gatewayPortsIn(text(value))
  return ports.length > 0 && ports.every((port) => port === pipelockPort) && !namesOthers(value)
}

function isGateway(url: string): boolean {
  return URL.canParse(url) && new URL(url).hostname === gatewayHost
}

function isSecret(name: string, value: SettingValue | undefined): boolean {
  return tokenIn(text(value)) !== undefined || secretReason(name, text(value)) !== undefined
}

function namesOthers(value: SettingValue | undefined): boolean {
  return urlHostsIn(text(value)).some((host) => !isLoopback(host))
}

function nameOf({ change: { path, setting } }: Case): string {
  return path.slice(setting.length + 1)
}

function text(value: SettingValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function exempted(value: SettingValue | undefined): readonly string[] {
  return exemptHostsIn(text(value).toLowerCase())
}

function covers(entry: string, other: string): boolean {
  if (entry === '*' || entry === other) return true
  const domain = entry.replace(/^\*?\.?/, '')
  const host = other.replace(/^\*?\.?/, '')
  // An address or a range is no domain, and "*" in another place is a word that nobody defines.
  if (!/[a-z]/.test(domain) || /[*/:]/.test(domain)) return false
  return host.endsWith(`.${domain}`) || (host === domain && !other.startsWith('*'))
}
