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
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and remove its files
  // hint: give the gateway an address of its own:
  // gvproxy('/run/claude-bottle/split-no-proxy/gvproxy.sock', { address: '127.77.0.5' }), or
  // gatewayAddresses in the configuration
  .net(gvproxy('/run/split.sock'))
