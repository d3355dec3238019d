import type { CodeEntries } from './code-entry.ts'

/** What is behind the socket of a bottle: gvproxy, and the file that configures it. */
export const companionCodes = {
  BW014: {
    severity: 'error',
    title: 'the address of a gateway is not one of its own',
    why: "The proxies of a bottle's gateway listen on an address of the host's loopback that no other service has. Services of the host listen on addresses of 127.0.0.0/16, and what is outside of 127.0.0.0/8 is the network of the host.",
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.0.0.1' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    upstream: 'gvproxy 0.8.9 translates to any address that its configuration names.',
  },
  BW015: {
    severity: 'error',
    title: 'two gateways have one address',
    why: 'Each bottle has proxies of its own on the address of its gateway. With one address for two, the second cannot listen, or one bottle speaks to the proxies of the other. An address that comes from the configuration is a hash of the slug, and two hashes can meet.',
    bad: {
      setup: "The bottles web and api both have gvproxy(socket, { address: '127.77.0.5' }).",
    },
    good: { setup: "The bottle api has gvproxy(socket, { address: '127.77.0.6' })." },
  },
  BW016: {
    severity: 'error',
    title: 'a bottle with a gateway has a second device',
    why: 'gvproxy.yaml configures the gateway of one device. What is behind another one nothing in the output tree says, so the bottle would look closed and be open.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
  .net(gvproxy('/run/web/second.sock'))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW017: {
    severity: 'warning',
    title: 'nothing says what is behind the socket',
    why: "The Smolfile names gvproxy's socket and nothing more. With its defaults gvproxy lets the bottle reach the host's own 127.0.0.1, its network and the internet, open ports on the host and remove files of it; with gvproxy.yaml beside the Smolfile it has the bottle's own gateway alone in place of 127.0.0.1, and confined it reaches nothing else.",
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock'))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    accept:
      'Accept it when something else than gvproxy with its defaults serves the socket, and say what.',
    upstream: 'Measured with gvproxy 0.8.9, over its socket for vfkit.',
  },
  BW018: {
    severity: 'error',
    title: 'the socket path has a character that a URL gives a meaning',
    why: 'gvproxy takes the socket as a URL, `unixgram://PATH`. There `#` and `?` cut the path, so two bottles get one socket, `%` begins an escape, and control characters are refused.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy#1.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy-1.sock', { address: '127.77.0.5' }))
`,
    },
    upstream: 'Measured with gvproxy 0.8.9.',
  },
  BW019: {
    severity: 'warning',
    title: 'the socket path is too long for older versions of libkrun',
    why: 'libkrun up to 1.18.1 binds its own end of the device at the path and `-krun.sock`, ten bytes more. From 1.19.0 on it has a path of its own in the folder for temporary files.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const home = '/home/ada/projects/long-running-experiments'
const folder = \`\${home}/agents/claude-bottle/bottles/web/devices\`

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
    accept: 'Accept it when every host that runs the bottle has libkrun 1.19.0 or newer.',
    upstream: 'Read in the source of libkrun 1.18.1 and 1.19.0.',
  },
  BW020: {
    severity: 'error',
    title: 'gvproxy.yaml says something else than the tool writes',
    why: 'gvproxy decodes its configuration loosely: a key that it does not know it drops without a word, and `nat`, `forwards` or another address open what the file should close. So the file is accepted as the tool writes it, and not otherwise.',
    bad: { setup: 'Somebody has written `nat: { 192.168.127.253: 127.0.0.1 }` into gvproxy.yaml.' },
    good: { setup: 'gvproxy.yaml is as synth wrote it.' },
    upstream: 'gvproxy 0.8.9 drops an unknown key, and gives an empty `nat` its default.',
  },
} as const satisfies CodeEntries
