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
  .net(gvproxy('/run/partial-ca.sock'))
