import { policy } from 'bottleworks/policy'

export default policy(
  'acme/reasons',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const { code, reason } of bottle.acknowledged)
      if (!/^[A-Z]+-\d+: /.test(reason)) report('slug', `${code} is accepted without a ticket`)
  },
)
