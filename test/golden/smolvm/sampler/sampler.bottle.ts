import { gib, machine } from 'bottleworks'

// The same kind of job by the table's newer name.
export default machine('sampler')
  .image('/srv/images/sampler')
  .autoGraph()
  .memory(gib(16))
  .branch({ enabled: true, poolSize: 2, cudaVramLimitMib: gib(4) })
