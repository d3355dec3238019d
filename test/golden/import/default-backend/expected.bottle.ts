import { machine, rawNet } from 'bottleworks'

export default machine('default-backend')
  .image('alpine:3.22')
  .net(rawNet({ net: true, allowHosts: ['example.org'], denyCidrs: ['10.0.0.0/8'] }))
  .ports({ host: 8080, guest: 80 })
