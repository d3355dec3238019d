import type { CodeEntries } from './code-entry.ts'

/** What the network of a machine opens beside what its policy names. */
export const opennessCodes = {
  BW063: {
    severity: 'warning',
    title: 'egress is allowed to every address',
    why: 'A range with the prefix length 0, or several ranges together, cover every address of a family, that of the host included. The other entries of the policy then allow nothing more and limit nothing.',
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('crawler')
  .net(virtioNet({ allowCidrs: ['0.0.0.0/0'] }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('crawler')
  .net(virtioNet({ allowHosts: ['a.example'], allowCidrs: ['192.0.2.7'] }))
`,
    },
    accept: 'Accept it when the workload must reach hosts that nobody can name in advance.',
    upstream:
      'With `allow_cidrs = ["0.0.0.0/0"]` smolvm 1.32.2 lets the guest reach the host\'s own loopback at 100.96.0.1.',
  },
  BW080: {
    severity: 'warning',
    title: 'the network is on although net is false',
    why: 'smolvm reads a list under `[network]`, or `block_private = true`, as a request for a network, whatever `net` says. Who reads `net = false` takes the machine for one without a network.',
    bad: {
      bottle: `import { machine, rawNet } from 'bottleworks'

export default machine('worker')
  .net(rawNet({ net: false, allowHosts: ['pypi.org'], blockPrivate: true }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['pypi.org'] }))
`,
    },
    accept: 'Accept it when a flag of the command line is known to turn the network off again.',
    upstream: 'smolvm 1.32.2 stores `network: true` for `net = false` with a policy.',
  },
  BW081: {
    severity: 'warning',
    title: 'every host is open, and the host itself',
    why: "Without a list that names what may be reached, and without `block_private`, the guest reaches every address: the internet, the networks that the host is in, and services that listen on the host's loopback alone. `deny_cidrs` takes single ranges out, and `allow_udp` and credentials close nothing.",
    bad: {
      bottle: `import { machine, rawNet } from 'bottleworks'

export default machine('worker')
  .net(rawNet({ net: true, backend: 'virtio-net' }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['pypi.org'] }))
`,
    },
    accept:
      "Accept it when the workload is trusted with all that the host reaches. `.net(virtioNet({ open: '…' }))` asks for such a network and accepts the warning in one call.",
    upstream: "In smolvm 1.32.2 the host's loopback is at 100.96.0.1 for the guest.",
  },
  BW082: {
    severity: 'warning',
    title: 'an allowed name may open private addresses',
    why: "What an allowed name answers is open, and who answers for the name decides what that is: a private address of the host's network, or 100.96.0.1, where the host's own services are. With `block_private = true` these stay closed, but for those that `allow_private` names.",
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['pypi.org'], blockPrivate: false }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['pypi.org'] }))
`,
    },
    accept:
      'Accept it when every allowed name is answered by a server that you run, and its private addresses are too many to name.',
    upstream:
      "In smolvm 1.32.2 an allowed name that answers 100.96.0.1 opens the host's loopback, also by address from then on.",
  },
  BW083: {
    severity: 'warning',
    title: "a range opens the host's loopback or link-local addresses",
    why: "The host is at 100.96.0.1 and fd53:4d00::1 for the guest, and its services on 127.0.0.1 answer there; a range with 127.0.0.1 itself opens them to root in the guest, also where private addresses are blocked. Services at link-local addresses, such as a cloud's metadata, trust whoever is on the link.",
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowCidrs: ['100.64.0.0/10'] }))
  .acknowledge('BW084', 'the resolver has a filter')
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['a.io'], allowPrivate: ['10.2.7.0/24'] }))
`,
    },
    accept:
      'Accept it when the workload is to use a service of the host, and no other listens there.',
    upstream:
      'smolvm 1.32.2 kept 169.254.169.254 closed wherever it was tried, also where it is allowed by name.',
  },
  BW084: {
    severity: 'warning',
    title: 'any name can be asked of DNS',
    why: 'Ranges limit addresses and not names: the guest may ask the resolver of the host for any name, and whoever owns a domain reads what is asked under it. So data leaves the machine although only a private range is open, or none because all are denied. A name in `allow_hosts` limits the questions to names under those that are allowed.',
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowCidrs: ['192.0.2.0/24'] }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowCidrs: ['192.0.2.7'], allowHosts: ['a.example'] }))
`,
    },
    accept:
      'Accept it when what the workload knows may leave the machine, or the resolver has a filter.',
    upstream: 'smolvm 1.32.2 answers questions for any name where only `allow_cidrs` is set.',
  },
  BW085: {
    severity: 'warning',
    title: 'an allowed name is a public suffix',
    why: 'Everybody can have a name under `com`, `co.uk` or `github.io`, so the list names nobody, and a credential for `*.github.io` is sent to anybody. The Public Suffix List says which names are such.',
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['github.io'] }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['acme.github.io'] }))
`,
    },
    accept: 'Accept it when the suffix is that of your own organization.',
  },
  BW087: {
    severity: 'error',
    title: 'a default closes a range that is named',
    why: '`virtioNet()` writes `block_private = true` beside names, and smolvm lets that win over `allow_cidrs`: the private range would look open and be closed. `allowPrivate` opens it, as an address that is allowed and as one that names may answer.',
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['a.io'], allowCidrs: ['10.2.0.0/16'] }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['a.io'], allowPrivate: ['10.2.0.0/16'] }))
`,
    },
    upstream:
      'In smolvm 1.32.2 a private range of `allow_cidrs` is closed where `block_private` is set.',
  },
} as const satisfies CodeEntries
