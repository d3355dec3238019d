import type { CodeEntries } from './code-entry.ts'

/** The network device of a bottle, its proxies, and what an author accepts. */
export const gatewayCodes = {
  BW010: {
    severity: 'error',
    title: 'there is no network device',
    why: "Without a device libkrun uses TSI, which executes the guest's sockets on the host and lets the guest reach all of 127.0.0.0/8 there. The line that adds a device is what keeps a bottle away from the services of the host.",
    bad: {
      bottle: `import { bottle } from 'bottleworks'

export default bottle('web')
  .command('claude', '--print')
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .command('claude', '--print')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    upstream: 'libkrun adds TSI by itself when a machine has no network device.',
  },
  BW011: {
    severity: 'error',
    title: 'the socket path is not absolute and normalized',
    why: 'A relative path depends on the folder in which the machine is started, and one with `..` or `//` is a second spelling of a path that another bottle may use. Two spellings of one socket would not be noticed as one.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('run/web/../gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW012: {
    severity: 'error',
    title: 'the socket path is too long',
    why: 'The address of a unix socket has room for 104 bytes on macOS (sys/un.h) and 108 on Linux (unix(7)), with the final NUL. A longer path cannot be bound, so the machine would not get a network.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const home = '/home/ada/projects/long-running-experiments'
const folder = \`\${home}/agents/claude-bottle/bottles/web/network-devices\`

export default bottle('web')
  .net(gvproxy(\`\${folder}/gvproxy.sock\`, { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    upstream:
      'libkrun up to 1.18.1 binds its own end at the path and `-krun.sock`, so there the path may have 97 bytes on Linux and 93 on macOS.',
  },
  BW013: {
    severity: 'error',
    title: 'a socket is used twice',
    why: 'gvproxy serves one machine per socket, and accepts one client in its lifetime. The machine that starts second gets no network.',
    bad: { setup: 'The bottles web and api both have the socket /run/web/gvproxy.sock.' },
    good: { setup: 'The bottle api has the socket /run/api/gvproxy.sock.' },
    upstream: 'gvproxy 0.8.9 accepts one client: a bottle that starts again needs a new gvproxy.',
  },
  BW030: {
    severity: 'warning',
    title: 'a proxy variable names another host than the gateway',
    why: 'Programs in the bottle send their requests where `HTTP_PROXY` and similar variables say (curl(1), ENVIRONMENT). The proxies that filter and log are on the gateway, `proxy.internal`; another host sees the traffic instead.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ HTTPS_PROXY: 'http://proxy.example.com:3128' })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy, viaGateway } from 'bottleworks'

export default bottle('web')
  .use(viaGateway())
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    accept:
      'Accept it when the other proxy is intended, its operator may see the traffic, and the network lets the bottle reach it.',
  },
  BW031: {
    severity: 'warning',
    title: 'a proxy variable names a gateway port that does not exist',
    why: 'The gateway listens on 8888 (pipelock), 8889 (git-gate) and 8890 (supervise). Every request to another port fails, and a program that falls back to a direct connection goes around the filter.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ HTTPS_PROXY: 'http://proxy.internal:8080' })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gateway, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ HTTPS_PROXY: gateway.url('pipelock') })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    accept: 'Accept it when whoever starts the bottle puts a further proxy on that port.',
  },
  BW032: {
    severity: 'warning',
    title: 'NO_PROXY covers every host',
    why: 'With `*` programs use the proxy for no host at all, so nothing is filtered or logged by it. What the network lets through, the bottle then reaches directly.',
    bad: {
      bottle: `import { bottle, gvproxy, viaGateway } from 'bottleworks'

export default bottle('web')
  .use(viaGateway({ noProxy: '*' }))
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy, viaGateway } from 'bottleworks'

export default bottle('web')
  .use(viaGateway({ noProxy: ['localhost', '127.0.0.1'] }))
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    accept:
      'Accept it when the bottle talks to no host at all, for instance when it only compiles.',
    upstream: 'curl reads a single `*` in NO_PROXY as every host.',
  },
  BW033: {
    severity: 'warning',
    title: 'a secret would be committed in plain text',
    why: 'The value is in the bottle file and in the Smolfile, both of which are committed. Whoever can read the repository, now or later, has the secret, and it stays in the history when the line is removed.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ REGISTRY_TOKEN: 'correct-horse-battery' })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { hostEnv, machine, virtioNet } from 'bottleworks'

export default machine('web')
  .secret('REGISTRY_TOKEN', hostEnv('REGISTRY_TOKEN'))
  .net(virtioNet({ allowHosts: ['registry.example.com'] }))
`,
    },
    accept:
      'Accept it when the value is no secret: a placeholder that the gateway replaces, a name, a value for tests. Revoke a real secret.',
  },
  BW034: {
    severity: 'error',
    title: 'an acknowledgement is invalid',
    why: 'An acknowledgement accepts one warning for a reason that reviewers can judge. An error cannot be accepted, an unknown code accepts nothing, and an empty reason tells nobody why.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ NO_PROXY: '*' })
  .acknowledge('BW032', '')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ NO_PROXY: '*' })
  .acknowledge('BW032', 'talks to no host at all: it only compiles')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW035: {
    severity: 'warning',
    title: 'an acknowledgement accepts nothing',
    why: 'The bottle does not raise the warning, so the call accepts nothing today. It would silently accept the warning on the day on which a change raises it, and nobody would look.',
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('web')
  .acknowledge('BW060', 'a server on this host')
  .net(virtioNet({ allowHosts: ['registry.example.com'] }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('web')
  .net(virtioNet({ allowHosts: ['registry.example.com'] }))
`,
    },
  },
  BW036: {
    severity: 'warning',
    title: 'a text has a character that cannot be seen',
    why: 'Characters that format text, fillers, tags, variation selectors and spaces other than the plain one look like nothing, or like something else, to whoever reviews the Smolfile; the machine and an agent in it read them (Unicode Technical Standard 39; Trojan Source, CVE-2021-42574). Controls of ASCII are no matter, since TOML writes them as escapes.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .command('claude', '--print', 'review this\\u{e0061}\\u{e0062}')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .command('claude', '--print', 'review this')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    accept:
      'Accept it when the characters are meant, such as in an emoji that is joined of several or a text in a language that needs them.',
  },
} as const satisfies CodeEntries
