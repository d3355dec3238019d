import { machine, rawNet } from 'bottleworks'

export default machine('port-ranges')
  // BW081: no list names what may be reached: every host is open, and the host's own
  // loopback at 100.96.0.1
  // hint: set block_private = true, which virtioNet() does, and name what is needed
  .net(rawNet({ net: true, backend: 'virtio-net' }))
  .ports(
    8080,
    // the console
    { host: 8443, guest: 443 },
    { host: [9000, 9010], guest: [8000, 8010] },
    '09100:9100',
    { host: [7000, 7001], guest: [7000, 7001] },
    { host: [5000, 5000], guest: 5000 },
  )
