import { machine, rawNet } from 'bottleworks'

export default machine('default-network')
  .image('alpine:3.22')
  // No backend is named.
  .net(rawNet({ net: true }))
  // Reconsider: this is smolvm's default without ports and a policy: the guest's sockets are
  // executed on the host, whose own services it may reach, and no egress policy is enforced.
  // Better: use .net(virtioNet({ allowHosts: […] })), which is net_backend = "virtio-net" with
  // [network] allow_hosts in a Smolfile.
  .acknowledge('BW060', 'imported as it was')
