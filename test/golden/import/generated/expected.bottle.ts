import { gib, machine, virtioNet } from 'bottleworks'

export default machine('generated')
  .image('alpine:3.22')
  .env({ A: 1 })
  .net(virtioNet({ allowHosts: ['example.org'] }))
  .memory(gib(2))
