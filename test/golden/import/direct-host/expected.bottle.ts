import { bottle, gvproxy, viaGateway } from 'bottleworks'

export default bottle('direct-host')
  .command('agent')
  .use(viaGateway({ noProxy: 'localhost' }))
  .net(gvproxy('/run/direct-host.sock'))
