import { bottle, gvproxy } from 'bottleworks'
import { agent } from './presets/agent.ts'

// Claude Code with every permission: what it may reach is the bottle's business, not its own.
export default bottle('claude')
  .use(agent)
  .env({ DISABLE_AUTOUPDATER: 1, CLAUDE_CONFIG_DIR: '/work/.claude' })
  .command('claude', '--dangerously-skip-permissions')
  .net(gvproxy('/run/claude-bottle/claude/gvproxy.sock', { address: '127.77.0.5' }))
