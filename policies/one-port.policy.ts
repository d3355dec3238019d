import { fleetPolicy } from 'bottleworks/policy'

// Two machines that publish one port of the host cannot run at the same time.
export default fleetPolicy('examples/one-port', { severity: 'error' }, ({ bottles, report }) => {
  const takenBy = new Map<string, string>()
  for (const { slug, reach } of bottles) {
    for (const port of reach.published) {
      const other = takenBy.get(port.what)
      if (other === undefined) takenBy.set(port.what, slug)
      else if (other !== slug) report(port, `${slug} and ${other} publish ${port.what}`)
    }
  }
})
