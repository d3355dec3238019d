import { bottle, gateway, gvproxy } from 'bottleworks'

// curl reads http_proxy in lower case alone, and here it is missing.
export default bottle('nearly-gateway')
  .env({
    HTTPS_PROXY: gateway.url('pipelock'),
    HTTP_PROXY: gateway.url('pipelock'),
    NO_PROXY: 'localhost,127.0.0.1',
    https_proxy: gateway.url('pipelock'),
    no_proxy: 'localhost,127.0.0.1',
  })
  .net(gvproxy('/run/nearly.sock'))
