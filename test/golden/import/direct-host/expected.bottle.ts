import { bottle, gvproxy, viaGateway } from 'bottleworks'

export default bottle('direct-host')
  .command('agent')
  .use(viaGateway({ noProxy: 'localhost' }))
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and remove its files
  // hint: give the gateway an address of its own:
  // gvproxy('/run/claude-bottle/direct-host/gvproxy.sock', { address: '127.77.0.5' }), or
  // gatewayAddresses in the configuration
  .net(gvproxy('/run/direct-host.sock'))
