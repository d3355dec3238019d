import { policy } from 'bottleworks/policy'

export default policy(
  'acme/no-devices',
  { severity: 'error', acknowledgeable: true },
  ({ bottle, report }) => {
    for (const device of bottle.reach.devices) report(device, `${bottle.slug} has ${device.what}`)
  },
)
