import { bottle, gateway, gvproxy } from 'bottleworks'

export default bottle('split-no-proxy')
  .command('agent')
  .env({
    HTTPS_PROXY: gateway.url('pipelock'),
    HTTP_PROXY: gateway.url('pipelock'),
    NO_PROXY: 'localhost,127.0.0.1',
    http_proxy: gateway.url('pipelock'),
    https_proxy: gateway.url('pipelock'),
    // shorter than the other
    no_proxy: 'localhost',
  })
  .net(gvproxy('/run/split.sock'))
