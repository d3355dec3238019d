import { type MachineBuilder, machine, mib, virtioNet } from 'bottleworks'

const small = (builder: MachineBuilder) => builder.cpus(1).memory(mib(512))

// A Node app behind two ports.
export default machine('shop')
  .use(small)
  .image('node:22-alpine')
  .entrypoint('node', '--enable-source-maps', 'server.js')
  .env(['NODE_ENV=production', 'PORT=3000'])
  .net(virtioNet({ allowHosts: ['payments.example'] }))
  .ports('3000', { host: 3443, guest: 443 })
  .health({
    exec: ['node', 'healthcheck.js'],
    interval: '30s',
    timeout: 5,
    retries: 2,
    startupGrace: '1m',
  })
  .service({ port: 3000, protocol: 'http' })
  .stopSignal('SIGINT')
  .stopTimeout(45)
