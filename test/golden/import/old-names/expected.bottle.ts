import { gib, machine, mib } from 'bottleworks'

export default machine('old-names')
  .cuda()
  .pack({ memory: mib(1536), ociPlatform: 'linux/arm64' })
  .fork({ enabled: true, poolSize: 4, cudaVramLimitMib: gib(2) })
  .auth({ sshAgent: false })
  .service({ protocol: 'http', listen: 8080 })
