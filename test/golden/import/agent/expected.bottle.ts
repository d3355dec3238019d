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
  .net(gvproxy('/run/claude-bottle/agent/gvproxy.sock'))
