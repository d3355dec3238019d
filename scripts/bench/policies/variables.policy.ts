import { policy } from 'bottleworks/policy'

export default policy(
  'acme/no-debug',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    const env = bottle.document.env
    if (Array.isArray(env) && env.some((each) => String(each).startsWith('DEBUG=')))
      report('env.DEBUG', 'debugs')
  },
)
