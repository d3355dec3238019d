import { machine, rawNet } from 'bottleworks'

export default machine('bucket')
  .image('docker.io/library/python:3.13')
  // BW081: no list names what may be reached: every host is open, and the host's own
  // loopback at 100.96.0.1
  // hint: set block_private = true, which virtioNet() does, and name what is needed
  .net(rawNet({ net: true, backend: 'virtio-net' }))
  .volumes('s3://measurements/2026:/data:ro', 's3://results:/results')
