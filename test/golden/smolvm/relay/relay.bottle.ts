import { machine, virtioNet } from 'bottleworks'

// Bridges two private ranges, and may reach nothing else that is private.
export default machine('relay')
  .image('alpine:3.22')
  .cpus(1)
  .memory(128)
  .rosetta(false)
  .stopOnExit(false)
  .net(
    virtioNet({
      allowHosts: ['time.example'],
      allowCidrs: ['10.20.0.0/16', '192.0.2.7', '2001:db8::/32'],
      blockPrivate: true,
      allowPrivate: ['10.20.0.0/16', '10.30.0.0/16'],
      allowUdp: ['192.0.2.7:123', '[2001:db8::1]:4460-4462'],
    }),
  )
