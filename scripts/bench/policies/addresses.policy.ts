import { policy } from 'bottleworks/policy'

export default policy(
  'acme/no-private-addresses',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const { what } of bottle.reach.addresses)
      if (what.startsWith('10.')) report('network', what)
  },
)
