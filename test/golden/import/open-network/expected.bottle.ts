import { machine, rawNet } from 'bottleworks'

export default machine('open-network')
  // Needs the host's own services.
  .image('alpine:3.22')
  // the daemon listens on the host's loopback
  // BW060: this is TSI: the guest's sockets are executed on the host, whose own services it
  // may reach, and no egress policy is enforced
  // hint: use .net(virtioNet({ allowHosts: […] })), which is net_backend = "virtio-net" with
  // [network] allow_hosts and block_private = true in a Smolfile
  .net(rawNet({ net: true, backend: 'tsi' }))
