import type { CodeEntries } from './code-entry.ts'

/** The network of a machine: what it needs, what it allows, what it gives away. */
export const networkCodes = {
  BW056: {
    severity: 'error',
    title: 'TSI has neither ports nor an egress policy',
    why: "With TSI the guest's sockets are executed on the host: there is no interface on which ports could be published or packets filtered. A policy beside it would look like a limit without being one.",
    bad: {
      smolfile: 'net = true\nnet_backend = "tsi"\n\n[network]\nallow_hosts = ["pypi.org"]\n',
      dialect: 'smolvm',
    },
    good: {
      smolfile: 'net = true\nnet_backend = "virtio-net"\n\n[network]\nallow_hosts = ["pypi.org"]\n',
      dialect: 'smolvm',
    },
    upstream: 'smolvm refuses TSI with ports or a policy when it is asked for by name.',
  },
  BW057: {
    severity: 'error',
    title: 'a setting needs a network, and there is none',
    why: 'A backend needs a network or a published port to work on, and a bucket a network to be read over. Either the network was forgotten, or the setting is left over and will surprise whoever turns the network on.',
    bad: { smolfile: 'net_backend = "virtio-net"\n', dialect: 'smolvm' },
    good: { smolfile: 'net_backend = "virtio-net"\nports = ["8080"]\n', dialect: 'smolvm' },
    upstream: 'smolvm 1.32.2 refuses both when the machine is created.',
  },
  BW058: {
    severity: 'error',
    title: 'a credential is malformed',
    why: 'A credential is put into requests to its hosts outside of the guest, so each of its hosts must be a name that `allow_hosts` or `allow_host_patterns` covers, where there are such lists. `environment_variable` names its value, also where a header is set. The rules are those of smolvm.',
    bad: {
      smolfile: `[network]
allow_hosts = ["pypi.org"]

[[network.credentials]]
name = "registry"
environment_variable = "REGISTRY_TOKEN"
allowed_hosts = ["registry.example.com"]
`,
      dialect: 'smolvm',
    },
    good: {
      smolfile: `[network]
allow_hosts = ["registry.example.com"]

[[network.credentials]]
name = "registry"
environment_variable = "REGISTRY_TOKEN"
allowed_hosts = ["registry.example.com"]
`,
      dialect: 'smolvm',
    },
    upstream: 'smolvm 1.32.2 refuses the credential when the machine is created.',
  },
  BW060: {
    severity: 'warning',
    title: "the guest's sockets are executed on the host",
    why: "This is TSI, the default of smolvm for a network without ports and without a policy. The guest's connections are made by a process of the host, which may reach the host's own services on 127.0.0.1, and no egress policy is enforced.",
    bad: {
      bottle: `import { machine, rawNet } from 'bottleworks'

export default machine('worker').net(rawNet({ net: true }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['pypi.org'] }))
`,
    },
    accept:
      "Accept it when the workload is trusted with the host's network. `.net(tsi({ reason: '…' }))` asks for TSI and accepts the warning in one call.",
    upstream:
      'On smolvm 1.7.1 a proxy on 127.0.0.1 of the host was reachable from a guest with TSI.',
  },
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
  .net(virtioNet({ allowCidrs: ['192.0.2.0/24'] }))
`,
    },
    accept: 'Accept it when the workload must reach hosts that nobody can name in advance.',
    upstream:
      'With `allow_cidrs = ["0.0.0.0/0"]` smolvm 1.32.2 lets the guest reach the host\'s own loopback at 100.96.0.1.',
  },
  BW064: {
    severity: 'warning',
    title: 'the SSH agent is forwarded while egress is open',
    why: 'With the agent the guest can log in as you to every host that it reaches and that knows your key. Nothing limits which hosts these are.',
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('deploy')
  .auth({ sshAgent: true })
  .net(virtioNet({ open: 'it deploys to hosts of customers' }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('deploy')
  .auth({ sshAgent: true })
  .net(virtioNet({ allowHosts: ['github.com'] }))
`,
    },
    accept: 'Accept it when the agent holds keys for this workload alone.',
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
    why: "The host is at an address of the guest's network that 100.64.0.0/10 covers, and its services on 127.0.0.1 answer there. At link-local addresses are services that trust whoever is on the link, such as the metadata service of a cloud.",
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowCidrs: ['100.64.0.0/10'] }))
  .acknowledge('BW084', 'names are resolved by an address that is written down')
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowCidrs: ['100.100.7.0/24'] }))
  .acknowledge('BW084', 'names are resolved by an address that is written down')
`,
    },
    accept:
      'Accept it when the workload is to use a service of the host, and no other listens there.',
    upstream: "In smolvm 1.32.2 the host's loopback is at 100.96.0.1 for the guest.",
  },
  BW084: {
    severity: 'warning',
    title: 'any name can be asked of DNS',
    why: 'Ranges limit addresses and not names: the guest may ask the resolver of the host for any name, and whoever owns a domain reads what is asked under it. So data leaves the machine although only a private range is open. A name in `allow_hosts` limits the questions to names under those that are allowed.',
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowCidrs: ['192.0.2.0/24'] }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowCidrs: ['192.0.2.0/24'], allowHosts: ['db.example.com'] }))
`,
    },
    accept:
      'Accept it when what the workload knows may leave the machine, or the resolver has a filter.',
    upstream: 'smolvm 1.32.2 answers questions for any name where only `allow_cidrs` is set.',
  },
  BW085: {
    severity: 'warning',
    title: 'an allowed name is a public suffix',
    why: 'Everybody can have a name under `com`, `co.uk` or `github.io`, so the list names nobody. The Public Suffix List says which names are such.',
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
    why: '`virtioNet()` writes `block_private = true` beside names, and smolvm lets that win over `allow_cidrs`. The private range would look open and be closed.',
    bad: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .net(virtioNet({ allowHosts: ['pypi.org'], allowCidrs: ['10.20.0.0/16'] }))
`,
    },
    good: {
      bottle: `import { machine, virtioNet } from 'bottleworks'

export default machine('worker').net(
  virtioNet({
    allowHosts: ['pypi.org'],
    allowCidrs: ['10.20.0.0/16'],
    allowPrivate: ['10.20.0.0/16'],
  }),
)
`,
    },
    upstream:
      'In smolvm 1.32.2 a private range of `allow_cidrs` is closed where `block_private` is set.',
  },
} as const satisfies CodeEntries
