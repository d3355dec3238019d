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
  .net(gvproxy('/run/other-proxy.sock'))
