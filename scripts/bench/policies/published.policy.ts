import { policy } from 'bottleworks/policy'

export default policy(
  'acme/ports',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const port of bottle.reach.published)
      if (/:\d{1,3}\b/.test(port.what)) report(port, port.what)
  },
)
