import type { DialectName } from '../dialects/dialects.ts'
import { stringLiteral } from './literals.ts'

/** A small bottle to start from, which synth accepts as it is. */
export function scaffold(dialect: DialectName, slug: string): string {
  return scaffolds[dialect](slug)
}

const scaffolds: Readonly<Record<DialectName, (slug: string) => string>> = {
  'claude-bottle': (slug) => `import { bottle, gvproxy, viaGateway } from 'bottleworks'

// All of its traffic goes through the gateway, over a network device of its own.
export default bottle(${stringLiteral(slug)})
  .command('sleep', 'infinity')
  .use(viaGateway())
  .env({ TERM: 'xterm-256color' })
  .net(gvproxy(${stringLiteral(`/run/claude-bottle/${slug}/gvproxy.sock`)}))
`,
  smolvm: (slug) => `import { gib, machine, virtioNet } from 'bottleworks'

// It reaches the hosts that are named here, and no other.
export default machine(${stringLiteral(slug)})
  .image('alpine:3.22')
  .cmd('sleep', 'infinity')
  .env({ TERM: 'xterm-256color' })
  .net(virtioNet({ allowHosts: ['dl-cdn.alpinelinux.org'] }))
  .cpus(2)
  .memory(gib(2))
`,
}
