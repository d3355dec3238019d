import { policy } from 'bottleworks/policy'

export default policy(
  'acme/no-loopback',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const part of bottle.reach.loopback)
      if (part.depends === undefined) report(part, part.what)
  },
)
