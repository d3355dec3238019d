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
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/split.sock", { address:
  // "127.77.92.178" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/split.sock'))
