import { policy } from 'bottleworks/policy'
import allowed from './allowed-hosts.json' with { type: 'json' }

// A machine may reach the hosts of the list, each with what is below it.
export default policy(
  'examples/machine-hosts',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const host of bottle.reach.hosts) {
      if (allowed.includes(host.name)) continue
      report(host, `${bottle.slug} reaches ${host.name}`, {
        hint: 'add it to policies/allowed-hosts.json, which the reviewers own',
      })
    }
  },
)
