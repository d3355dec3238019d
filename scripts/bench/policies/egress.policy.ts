import { policy } from 'bottleworks/policy'
import allowed from './allowed-hosts.json' with { type: 'json' }

export default policy(
  'acme/egress',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const host of bottle.reach.hosts)
      if (!allowed.includes(host.name))
        report(host, `${bottle.slug} reaches ${host.name}`, { hint: 'ask #egress' })
  },
)
