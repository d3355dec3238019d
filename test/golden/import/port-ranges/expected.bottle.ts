import { machine, virtioNet } from 'bottleworks'

export default machine('port-ranges')
  .net(virtioNet())
  .ports(
    8080,
    // the console
    { host: 8443, guest: 443 },
    { host: [9000, 9010], guest: [8000, 8010] },
    '09100:9100',
    { host: [7000, 7001], guest: [7000, 7001] },
    { host: [5000, 5000], guest: 5000 },
  )
