import { gib, machine, rawNet } from 'bottleworks'

export default machine('generated')
  .image('alpine:3.22')
  .env({ A: 1 })
  .net(
    rawNet({
      net: true,
      backend: 'virtio-net',
      // BW082: allow_hosts opens what its names answer, be it a private address or the host's
      // own loopback
      // hint: set block_private = true, and open the private ranges that are needed in
      // allow_private
      allowHosts: ['example.org'],
    }),
  )
  .memory(gib(2))
