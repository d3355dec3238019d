import { policy } from 'bottleworks/policy'

export default policy(
  'acme/few-secrets',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const secret of bottle.reach.secrets.slice(3))
      report(secret, `${bottle.slug} has more than three secrets`)
  },
)
