import { policy } from 'bottleworks/policy'

export default policy(
  'acme/slugs',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    if (!/^[a-z][a-z0-9-]*$/.test(bottle.slug)) report('slug', `${bottle.slug} is no good name`)
  },
)
