import { gib, machine, virtioNet } from 'bottleworks'

// Docker inside the machine, for builds that the host drives.
export default machine('builder')
  .init('apk add --quiet docker', 'rc-service docker start')
  .cpus(24)
  .memory(gib(24))
  .storage(120)
  .dockerSocket()
  .acknowledge('BW061', 'the pipeline on the host is what it is for')
  .acknowledge('BW066', 'the build host has 64 cores')
  .net(virtioNet({ allowCidrs: ['0.0.0.0/0'], denyCidrs: ['10.0.0.0/8'] }))
  .acknowledge('BW063', 'base images come from anywhere')
  .blockIo('async')
