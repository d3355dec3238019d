import type { EnvironmentBuilder } from '../environment.ts'

const host = 'proxy.internal'
const ports = Object.freeze({ pipelock: 8888, gitGate: 8889, supervise: 8890 })

/** The name of a service that listens on the gateway. */
export type GatewayService = keyof typeof ports

/**
 * The gateway, the only host that a bottle talks to: `host`, the `ports` of its services inside
 * the gvproxy network, and `url(service)`, the URL of one.
 *
 * @example
 * ```ts
 * export default bottle('gateway-url')
 *   .env({ GIT_GATE: gateway.url('gitGate') })
 *   .net(gvproxy('/run/claude-bottle/gateway-url/gvproxy.sock'))
 * ```
 * ```toml
 * env = ["GIT_GATE=http://proxy.internal:8889"]
 * ```
 */
export const gateway = Object.freeze({
  host,
  ports,
  url: (service: GatewayService): string => `http://${host}:${ports[service]}`,
})

/** The options of `viaGateway`. */
export interface GatewayOptions {
  /** Path, in the guest, of the certificate authority that pipelock signs with. */
  readonly ca?: string
  /** Hosts that are reached without the proxy. Default: `localhost` and `127.0.0.1`. */
  readonly noProxy?: string | readonly string[]
}

/**
 * A preset that sends a bottle's HTTP traffic through pipelock on the gateway. It sets the proxy
 * variables in both cases, since curl reads `http_proxy` in lower case alone, and with `ca` the
 * variables that Node.js, OpenSSL, Python's requests, curl and git read a certificate path from.
 *
 * A `noProxy` of `*` would go around the proxy for every host and is warned of (BW032).
 *
 * @example
 * ```ts
 * export default bottle('via-gateway')
 *   .use(viaGateway())
 *   .net(gvproxy('/run/claude-bottle/via-gateway/gvproxy.sock'))
 * ```
 * ```toml
 * env = ["HTTPS_PROXY=http://proxy.internal:8888", "HTTP_PROXY=http://proxy.internal:8888", "NO_PROXY=localhost,127.0.0.1", "http_proxy=http://proxy.internal:8888", "https_proxy=http://proxy.internal:8888", "no_proxy=localhost,127.0.0.1"]
 * ```
 */
export function viaGateway(
  options: GatewayOptions = {},
): <B extends EnvironmentBuilder<B>>(builder: B) => B {
  const { ca, noProxy = ['localhost', '127.0.0.1'] } = options
  const proxy = gateway.url('pipelock')
  const direct = typeof noProxy === 'string' ? noProxy : noProxy.join(',')
  return (builder) =>
    builder.env({
      HTTP_PROXY: proxy,
      HTTPS_PROXY: proxy,
      http_proxy: proxy,
      https_proxy: proxy,
      NO_PROXY: direct,
      no_proxy: direct,
      ...(ca === undefined
        ? {}
        : {
            NODE_EXTRA_CA_CERTS: ca,
            SSL_CERT_FILE: ca,
            REQUESTS_CA_BUNDLE: ca,
            CURL_CA_BUNDLE: ca,
            GIT_SSL_CAINFO: ca,
          }),
    })
}
