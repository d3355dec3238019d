import { gib, machine, rawNet } from 'bottleworks'

export default machine('generated')
  .image('alpine:3.22')
  .env({ A: 1 })
  .net(rawNet({ net: true, backend: 'virtio-net', allowHosts: ['example.org'] }))
  .memory(gib(2))
  // Reconsider: allow_hosts opens what its names answer, be it a private address or the host's own
  // loopback.
  // Better: set block_private = true, and open the private ranges that are needed in allow_private.
  .acknowledge('BW082', 'imported as it was')
