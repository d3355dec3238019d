import { policy } from 'bottleworks/policy'

export default policy(
  'acme/terminal',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    const { env } = bottle.document
    const keys = typeof env === 'object' && !Array.isArray(env) ? Object.keys(env) : []
    if (keys.includes('LD_PRELOAD')) report('env.LD_PRELOAD', 'preloads')
  },
)
