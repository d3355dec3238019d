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
      smolfile:
        'net = true\nnet_backend = "virtio-net"\n\n[network]\nallow_hosts = ["pypi.org"]\nblock_private = true\n',
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
block_private = true

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
block_private = true

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
} as const satisfies CodeEntries
