import { policy } from 'bottleworks/policy'

export default policy(
  'acme/places',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    if (bottle.source.split('/').length > 4) report('slug', `${bottle.source} lies too deep`)
  },
)
