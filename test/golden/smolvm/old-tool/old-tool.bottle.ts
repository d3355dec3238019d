import { machine, tsi } from 'bottleworks'

// A program of yesterday that talks to a licence server on the host itself.
export default machine('old-tool')
  .image('registry.example:5000/tools/old@sha256:0f0e')
  .rosetta()
  .net(tsi({ reason: 'the licence server listens on the loopback of this host alone' }))
  .stopSignal(15)
  .service({ listen: 7000, protocol: 'tcp' })
