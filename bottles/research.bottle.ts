import { bottle, gateway, gvproxy } from 'bottleworks'
import { agent } from './presets/agent.ts'

// Reads the web and writes a report: a headless run with the instructions kept beside the source.
import instructions from './research.md' with { type: 'text' }

export default bottle('research')
  .use(agent)
  .env({ SUPERVISE_URL: gateway.url('supervise'), TERM: 'dumb' })
  .command('claude', '--print', '--max-turns', '40', instructions.trim())
  .net(gvproxy('/run/claude-bottle/research/gvproxy.sock', { address: '127.77.0.6' }))
