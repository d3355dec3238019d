import { bottle, gvproxy, viaGateway } from 'bottleworks'

export default bottle('direct-host')
  .command('agent')
  .use(viaGateway({ noProxy: 'localhost' }))
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/direct-host.sock", { address:
  // "127.77.235.206" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/direct-host.sock'))
