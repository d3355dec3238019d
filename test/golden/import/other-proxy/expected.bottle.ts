import { bottle, gateway, gvproxy } from 'bottleworks'

export default bottle('other-proxy')
  .command('agent')
  .env({
    HTTPS_PROXY: gateway.url('supervise'),
    HTTP_PROXY: gateway.url('pipelock'),
    NO_PROXY: 'localhost,127.0.0.1',
    // BW030: http_proxy sends traffic to "squid.example"; the gateway is "proxy.internal"
    // hint: use viaGateway()
    http_proxy: 'http://squid.example:3128',
    https_proxy: gateway.url('pipelock'),
    no_proxy: 'localhost,127.0.0.1',
  })
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/other-proxy.sock", { address:
  // "127.77.249.107" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/other-proxy.sock'))
