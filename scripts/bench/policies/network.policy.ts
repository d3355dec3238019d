import { policy } from 'bottleworks/policy'

export default policy(
  'acme/no-tsi',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    if (bottle.reach.network.what === 'tsi')
      report(bottle.reach.network, `${bottle.slug} is on TSI`)
  },
)
