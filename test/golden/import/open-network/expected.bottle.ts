import { machine, tsi } from 'bottleworks'

export default machine('open-network')
  // Needs the host's own services.
  .image('alpine:3.22')
  // the daemon listens on the host's loopback
  // Reconsider: this is TSI: the guest's sockets are executed on the host, whose own services it may
  // reach, and no egress policy is enforced.
  // Better: use .net(virtioNet({ … })), which is net_backend = "virtio-net" in a Smolfile.
  .net(tsi({ reason: 'imported as it was' }))
