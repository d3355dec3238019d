import { machine, rawNet } from 'bottleworks'

export default machine('default-backend')
  .image('alpine:3.22')
  .net(
    rawNet({
      net: true,
      // BW082: allow_hosts opens what its names answer, be it a private address or the host's
      // own loopback
      // hint: set block_private = true, and open the private ranges that are needed in
      // allow_private
      allowHosts: ['example.org'],
      denyCidrs: ['10.0.0.0/8'],
    }),
  )
  .ports({ host: 8080, guest: 80 })
