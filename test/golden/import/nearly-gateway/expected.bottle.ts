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
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/nearly.sock", { address:
  // "127.77.237.248" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/nearly.sock'))
