import { bottle, gateway, gvproxy } from 'bottleworks'
import { agent } from './presets/agent.ts'

// Reviews pull requests. It clones through git-gate, which lets it fetch and never push.
export default bottle('review')
  .use(agent)
  .env({
    GIT_CONFIG_COUNT: 1,
    GIT_CONFIG_KEY_0: `url.${gateway.url('gitGate')}/.insteadOf`,
    GIT_CONFIG_VALUE_0: 'https://github.com/',
    GIT_TERMINAL_PROMPT: 0,
  })
  .unset('LANG')
  .command('claude', '--permission-mode', 'plan')
  .net(gvproxy('/run/claude-bottle/review/gvproxy.sock', { address: '127.77.0.7' }))
