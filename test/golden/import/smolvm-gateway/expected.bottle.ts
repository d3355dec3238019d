import { machine, viaGateway, virtioNet } from 'bottleworks'

export default machine('smolvm-gateway')
  .image('ghcr.io/example/agent:2')
  .use(viaGateway())
  .net(virtioNet())
