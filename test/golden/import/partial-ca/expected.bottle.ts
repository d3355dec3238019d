import { bottle, gvproxy, viaGateway } from 'bottleworks'

export default bottle('partial-ca')
  .command('node', 'agent.js')
  // Two internal hosts answer without pipelock.
  .use(viaGateway({ noProxy: ['localhost', '127.0.0.1', 'registry.internal', 'cache.internal'] }))
  .env({
    // Node.js and OpenSSL alone know the authority.
    NODE_EXTRA_CA_CERTS: '/etc/claude-bottle/ca.pem',
    SSL_CERT_FILE: '/etc/claude-bottle/ca.pem',
  })
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/partial-ca.sock", { address:
  // "127.77.0.148" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/partial-ca.sock'))
