import { machine, rawNet } from 'bottleworks'

export default machine('default-network')
  .image('alpine:3.22')
  // No backend is named.
  // BW060: this is smolvm's default without ports and a policy: the guest's sockets are
  // executed on the host, whose own services it may reach, and no egress policy is enforced
  // hint: use .net(virtioNet({ allowHosts: […] })), which is net_backend = "virtio-net" with
  // [network] allow_hosts and block_private = true in a Smolfile
  .net(rawNet({ net: true }))
