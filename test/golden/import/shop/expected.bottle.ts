// Shop front, for development.

import { gib, machine, rawNet } from 'bottleworks'

export default machine('shop')
  .image('node:24-alpine')
  .entrypoint('docker-entrypoint.sh')
  .cmd('npm', 'run', 'dev')
  .env({ DEBUG: 'shop:*', NODE_ENV: 'development', PORT: 3000 })
  .net(
    rawNet({
      net: true,
      backend: 'virtio-net',
      // BW082: allow_hosts opens what its names answer, be it a private address or the host's
      // own loopback
      // hint: set block_private = true, and open the private ranges that are needed in
      // allow_private
      allowHosts: ['registry.npmjs.org', 'db.example'],
    }),
  )
  // The catalogue is large, and nobody writes to it.
  .volumes('./catalogue:/catalogue:ro')
  .workdir('/app')
  .user('node')
  .cpus(2)
  .memory(gib(2))
  .storage(20)
  .overlay(4)
  .dev({
    env: { DATABASE_URL: 'postgres://db.example/shop', DEBUG: 'shop:cart', WATCH: true },
    // slow, but only once
    init: ['npm ci'],
    workdir: '/work',
    user: '1000:1000',
    ports: [3000, { host: 9229, guest: 9229 }],
  })
  .health({
    exec: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:3000/ready'],
    interval: '10s',
    timeout: '2s',
    retries: 3,
    startupGrace: '1m',
  })
  .restart({ policy: 'on-failure', maxRetries: 5, maxBackoff: '30s' })
