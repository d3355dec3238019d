import { machine, rawNet, viaGateway } from 'bottleworks'

export default machine('smolvm-gateway')
  .image('ghcr.io/example/agent:2')
  .use(viaGateway())
  // BW081: no list names what may be reached: every host is open, and the host's own
  // loopback at 100.96.0.1
  // hint: set block_private = true, which virtioNet() does, and name what is needed
  .net(rawNet({ net: true, backend: 'virtio-net' }))
