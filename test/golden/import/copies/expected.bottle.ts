import { machine } from 'bottleworks'

export default machine('copies')
  .autoGraph()
  .branch({ poolSize: 2, cudaVramLimitMib: 1500 })
  .service({ port: 443, protocol: 'tcp' })
