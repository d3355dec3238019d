import { gib, machine, mib, virtioNet } from 'bottleworks'

// A browser without a screen that reads price lists at night.
export default machine('price-crawler')
  .image('ghcr.io/example/crawler:3')
  .entrypoint('node', 'crawl.js')
  .cmd('--list', '/lists/night.json')
  .env({ CHROME_PATH: '/usr/bin/chromium', HEADLESS: true, MAX_TABS: 6 })
  .workdir('/srv/crawler')
  .user('crawler')
  .cpus(6)
  .memory(gib(6))
  .net(
    virtioNet({
      allowHostPatterns: ['*.prices.example', 'catalogue.example'],
      blockPrivate: true,
      denyCidrs: ['169.254.0.0/16', 'fd00::/8'],
    }),
  )
  .gpu()
  .gpuVram(mib(512))
  .volumes('./lists:/lists:ro', { host: './out', guest: '/out', mode: 'staged' })
  .restart({ policy: 'always', maxBackoff: '10m' })
  .stopOnExit()
