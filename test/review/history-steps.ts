import type { Files } from '../support/project.ts'

/** The project before the first step. */
export const start: Files = {
  'bottles/presets/agent.ts': `import { type BottleBuilder, viaGateway } from 'bottleworks'

export const agent = (builder: BottleBuilder) =>
  builder
    .use(viaGateway({ ca: '/etc/agent/ca.pem' }))
    .env({
      TERM: 'xterm-256color',
      LOG: 'info',
    })
`,
  'bottles/presets/limited.ts': `import { type MachineBuilder, virtioNet } from 'bottleworks'

export function limited(builder: MachineBuilder): MachineBuilder {
  return builder.user('10001').net(
    virtioNet({
      allowHosts: ['pypi.org'],
    }),
  )
}
`,
  'bottles/other.bottle.ts': `import { machine } from 'bottleworks'

export default machine('other').cpus(1)
`,
  'bottles/web.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
import { agent } from './presets/agent.ts'

export default bottle('web')
  .use(agent)
  .command(
    'claude',
    '--permission-mode',
    'plan',
  )
  .net(gvproxy('/run/claude-bottle/web/gvproxy.sock'))
`,
  'bottles/worker.bottle.ts': `import { gib, hostEnv, machine, tsi } from 'bottleworks'
import { limited } from './presets/limited.ts'

export default machine('worker')
  .image('python:3.12-alpine')
  .use(limited)
  .memory(gib(1))
`,
}

/** In a file, what is replaced by what. */
type Edit = readonly [file: string, from: string, to: string]

export interface Step {
  readonly edits?: readonly Edit[]
  /** Files that are written, or removed where there is no text. */
  readonly files?: Readonly<Record<string, string | undefined>>
  /** What somebody does to the output tree by hand, after synth. */
  readonly byHand?: readonly Edit[]
  /** What the diff must say: bottle, class, path, reason, and the place in the source. */
  readonly says: readonly string[]
}

const agent = 'bottles/presets/agent.ts'
const limited = 'bottles/presets/limited.ts'
const web = 'bottles/web.bottle.ts'
const worker = 'bottles/worker.bottle.ts'

const device = `[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "/run/elsewhere.sock"
`

const scratch = `import { bottle, gvproxy } from 'bottleworks'

export default bottle('scratch').net(gvproxy('/run/claude-bottle/scratch/gvproxy.sock'))
`

/** The history, one kind of change a commit. Each step goes on from the one before. */
export const steps: Readonly<Record<string, Step>> = {
  'socket-changed': {
    edits: [[web, '/run/claude-bottle/web/gvproxy.sock', '/run/elsewhere.sock']],
    says: [
      'web widens net[0].socket: something else may serve the device: what is behind the socket is the gateway at bottles/web.bottle.ts:11:4',
    ],
  },
  'device-removed': {
    byHand: [['smolfiles/web/Smolfile', `\n${device}`, 'net = []\n']],
    says: [
      "web widens net[0]: without a device libkrun has TSI: the guest reaches the host's own services",
    ],
  },
  'device-restored': {
    // It keeps libkrun from TSI, but behind it is a gvproxy with its defaults and its own interface.
    says: [
      'web widens net[0]: a socket between host and guest does what it is told at bottles/web.bottle.ts:11:4',
    ],
  },
  'egress-host-added': {
    edits: [[limited, "['pypi.org']", "['pypi.org', 'files.example']"]],
    says: [
      'worker widens network.allow_hosts: more hosts may be reached at bottles/presets/limited.ts:4:32',
    ],
  },
  'egress-host-removed': {
    edits: [[limited, "['pypi.org', 'files.example']", "['pypi.org']"]],
    says: [
      'worker narrows network.allow_hosts: fewer hosts may be reached at bottles/presets/limited.ts:4:32',
    ],
  },
  'backend-tsi': {
    edits: [[worker, '  .memory', "  .net(tsi({ reason: 'the tunnel of the lab' }))\n  .memory"]],
    says: [
      "worker widens net_backend: the machine falls back to TSI: the guest's sockets are executed on the host at bottles/worker.bottle.ts:7:4",
      "worker widens network.allow_hosts: the machine falls back to TSI: the guest's sockets are executed on the host at bottles/worker.bottle.ts:7:4",
      'worker neutral network.block_private: what the guest reaches is the same at bottles/worker.bottle.ts:7:4',
      'worker widens acknowledged.BW060: a warning is accepted that was not at bottles/worker.bottle.ts:4:16',
    ],
  },
  'backend-virtio-net': {
    edits: [[worker, "  .net(tsi({ reason: 'the tunnel of the lab' }))\n  .memory", '  .memory']],
    says: [
      "worker narrows net_backend: the guest's sockets are no longer executed on the host at bottles/presets/limited.ts:4:32",
      'worker narrows network.allow_hosts: egress was open to every host, and is limited now at bottles/presets/limited.ts:4:32',
      'worker narrows network.block_private: private ranges are blocked at bottles/presets/limited.ts:4:32',
      'worker narrows acknowledged.BW060: a warning is no longer accepted at bottles/worker.bottle.ts:4:16',
    ],
  },
  'no-proxy-widened': {
    edits: [[agent, "ca.pem' }", "ca.pem', noProxy: ['localhost', '.corp.example'] }"]],
    says: [
      'web widens env.NO_PROXY: more hosts are reached without the proxy at bottles/presets/agent.ts:5:6',
      'web widens env.no_proxy: more hosts are reached without the proxy at bottles/presets/agent.ts:5:6',
    ],
  },
  'proxy-elsewhere': {
    edits: [
      [
        web,
        '  .use(agent)\n',
        "  .use(agent)\n  .env({ HTTP_PROXY: 'http://proxy.example:3128' })\n",
      ],
    ],
    says: [
      "web widens env.HTTP_PROXY: traffic does not go to the gateway's filter at bottles/web.bottle.ts:6:4",
    ],
  },
  'proxy-removed': {
    edits: [
      [
        web,
        "  .env({ HTTP_PROXY: 'http://proxy.example:3128' })\n",
        "  .unset('HTTP_PROXY', 'http_proxy')\n",
      ],
    ],
    says: [
      'web widens env.HTTP_PROXY: traffic no longer goes through the proxy at bottles/web.bottle.ts:6:4',
      'web widens env.http_proxy: traffic no longer goes through the proxy at bottles/web.bottle.ts:6:4',
    ],
  },
  'ca-changed': {
    edits: [[agent, '/etc/agent/ca.pem', '/work/ca.pem']],
    says: [
      'web widens env.CURL_CA_BUNDLE: other certificate authorities are trusted at bottles/presets/agent.ts:5:6',
      'web widens env.GIT_SSL_CAINFO: other certificate authorities are trusted at bottles/presets/agent.ts:5:6',
      'web widens env.NODE_EXTRA_CA_CERTS: other certificate authorities are trusted at bottles/presets/agent.ts:5:6',
      'web widens env.REQUESTS_CA_BUNDLE: other certificate authorities are trusted at bottles/presets/agent.ts:5:6',
      'web widens env.SSL_CERT_FILE: other certificate authorities are trusted at bottles/presets/agent.ts:5:6',
    ],
  },
  'port-published': {
    edits: [
      [worker, '  .memory', '  .ports({\n    host: 8090,\n    guest: 8080,\n  })\n  .memory'],
    ],
    says: [
      'worker widens ports.8090: a port of the guest is reachable from the host at bottles/worker.bottle.ts:7:4',
    ],
  },
  'mount-added': {
    edits: [[worker, '  .memory', "  .volumes('./data:/data:ro')\n  .memory"]],
    says: [
      'worker widens volumes./data: the guest can read a folder of the host at bottles/worker.bottle.ts:11:4',
    ],
  },
  'mount-writable': {
    edits: [[worker, "'./data:/data:ro'", "'./data:/data'"]],
    says: [
      'worker widens volumes./data: the guest can write to a folder of the host at bottles/worker.bottle.ts:11:4',
    ],
  },
  'ssh-agent': {
    edits: [[worker, '  .memory', '  .auth({ sshAgent: true })\n  .memory']],
    says: [
      "worker widens auth.ssh_agent: the guest can log in as you with the host's SSH agent at bottles/worker.bottle.ts:12:4",
    ],
  },
  'docker-socket': {
    edits: [[worker, '  .memory', '  .dockerSocket().memory']],
    says: [
      "worker widens docker_socket: who reaches the guest's Docker socket is root in it, and the host is offered it at bottles/worker.bottle.ts:13:4",
    ],
  },
  acknowledged: {
    edits: [
      [
        worker,
        '.dockerSocket()',
        ".dockerSocket().acknowledge('BW061', 'the runner builds images')",
      ],
    ],
    says: [
      'worker widens acknowledged.BW061: a warning is accepted that was not at bottles/worker.bottle.ts:13:19',
    ],
  },
  'secret-reference-added': {
    edits: [
      [
        worker,
        '.dockerSocket()',
        ".secret('INDEX_PASSWORD', hostEnv('CI_INDEX_PASSWORD'))\n  .dockerSocket()",
      ],
    ],
    says: [
      'worker widens secrets.INDEX_PASSWORD: a secret of the host is handed to the guest at bottles/worker.bottle.ts:13:4',
    ],
  },
  'command-restriction-dropped': {
    edits: [[web, "    '--permission-mode',\n    'plan',\n", '']],
    says: [
      'web widens command[1]: the program asks less or may do more at bottles/web.bottle.ts:7:4',
      'web widens command[2]: an option that governs permissions has another value at bottles/web.bottle.ts:7:4',
    ],
  },
  'env-plain': {
    edits: [[agent, "LOG: 'info'", "LOG: 'debug'"]],
    says: [
      'web inside env.LOG: a variable of which no rule knows what it does at bottles/presets/agent.ts:6:6',
    ],
  },
  'bottle-added': {
    files: { 'bottles/scratch.bottle.ts': scratch },
    says: [
      'scratch neutral bottle: a bottle is new; its settings are compared with one that reaches nothing at bottles/scratch.bottle.ts:3:16',
      'scratch neutral name: the name is that of the bottle at bottles/scratch.bottle.ts:3:16',
      'scratch inside command: another program or argument; the walls around the guest stay the same at bottles/scratch.bottle.ts:3:16',
      'scratch widens net[0]: a socket between host and guest does what it is told at bottles/scratch.bottle.ts:3:34',
      'scratch widens env: no variable tells clients to go through the filter of the gateway at bottles/scratch.bottle.ts:3:16',
    ],
  },
  'bottle-renamed': {
    files: {
      'bottles/scratch.bottle.ts': undefined,
      'bottles/pad.bottle.ts': scratch.replaceAll('scratch', 'pad'),
    },
    says: [
      'pad neutral slug: the bottle goes by another name at bottles/pad.bottle.ts:3:16',
      'pad neutral name: the name follows the slug at bottles/pad.bottle.ts:3:16',
      'pad neutral net[0].socket: the socket follows the slug at bottles/pad.bottle.ts:3:30',
    ],
  },
  'bottle-removed': {
    files: { 'bottles/pad.bottle.ts': undefined },
    says: ['pad neutral bottle: a bottle was removed, with all that it could reach'],
  },
  'same-meaning': {
    edits: [
      [web, '  .use(agent)\n', '  // The presets of the team.\n  .use( agent )\n\n'],
      [
        agent,
        "      TERM: 'xterm-256color',\n      LOG: 'debug',\n",
        "      LOG: 'debug', TERM: 'xterm-256color',\n",
      ],
      [worker, '.memory(gib(1))', '.memory(1024)'],
    ],
    says: [],
  },
  'source-moved': {
    files: {
      'bottles/other.bottle.ts': undefined,
      'bottles/team/other.bottle.ts':
        "import { machine } from 'bottleworks'\n\nexport default machine('other').cpus(1)\n",
    },
    says: [],
  },
}
