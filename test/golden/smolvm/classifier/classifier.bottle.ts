import { gib, machine } from 'bottleworks'

// A CUDA job on an image that lies beside the project: it needs no network at all.
export default machine('classifier')
  .image('./images/classifier.tar')
  .cmd('python', 'classify.py', '--batch', '64')
  .cpus(8)
  .memory(gib(32))
  .cuda()
  .autoGraph()
  .volumes('/srv/pictures:/pictures:ro', '/srv/labels:/labels')
  .fork({ enabled: true, poolSize: 4, cudaVramLimitMib: gib(6) })
  .blockIo('async')
