// The coding agent of the platform team.
//
// Ask in #agents before you loosen anything here.

import { bottle, gateway, gvproxy, viaGateway } from 'bottleworks'

export default bottle('agent')
  // the bottle is the permission
  .command('claude', '--dangerously-skip-permissions')
  // Everything goes through pipelock.
  .use(viaGateway({ ca: '/etc/claude-bottle/ca.pem' }))
  .env({
    // Pushes are looked at by git-gate.
    GIT_GATE: gateway.url('gitGate'),
    // colours
    TERM: 'xterm-256color',
  })
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/claude-bottle/agent/gvproxy.sock", {
  // address: "127.77.41.222" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/claude-bottle/agent/gvproxy.sock'))
