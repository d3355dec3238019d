import fc from 'fast-check'
import type { SmolvmDocument, SmolvmNetwork } from '../../src/dialects/smolvm/document.ts'

const flag = fc.boolean()
const hosts = fc.constantFrom('example.org', 'a.example', 'API.example', 'localhost', 'x--y.z')
const ranges = fc.constantFrom('10.0.0.0/8', '192.0.2.7', 'fd00::/8', '0.0.0.0/0', '::1', '::/0')
const listOf = (items: fc.Arbitrary<string>) => fc.array(items, { maxLength: 3 })

/** Names, variables and headers of credentials are unique; the number makes them so. */
const credential = fc.record(
  {
    name: fc.constantFrom('model', 'a.b-c', '_', '__proto__', 'constructor'),
    environment_variable: fc.constantFrom('KEY', '__proto__', '_', 'class'),
    allowed_hosts: fc.array(fc.constantFrom('example.org', 'www.example.org', '*.a.example'), {
      minLength: 1,
      maxLength: 2,
    }),
    injection_location: fc.constantFrom({}, { header: true }, { header: false, body: true }),
    methods: fc.array(fc.constantFrom('GET', 'post', 'Delete'), { minLength: 1, maxLength: 2 }),
    set_header: fc.constantFrom('authorization', "x-it's", 'x-`tick`', 'x-$'),
  },
  { requiredKeys: ['name', 'environment_variable', 'allowed_hosts'], noNullPrototype: true },
)

const credentials = fc.array(credential, { maxLength: 3 }).map((all) =>
  all.map(({ environment_variable, set_header, ...each }, index) => ({
    ...each,
    name: `${each.name}${index}`,
    environment_variable: `${environment_variable}${index}`,
    ...(set_header === undefined ? {} : { set_header: `${set_header}${index}` }),
  })),
)

/** The credentials' hosts are covered by these names when there are names. */
const covering = ['example.org', 'a.example']

export const validNetwork: fc.Arbitrary<SmolvmNetwork> = fc
  .record(
    {
      allow_hosts: listOf(hosts),
      allow_host_patterns: listOf(
        fc.constantFrom('*.example.org', 'api.example.org.', '*.1.2.3.4'),
      ),
      allow_cidrs: listOf(ranges),
      block_private: flag,
      allow_private: listOf(ranges),
      deny_cidrs: listOf(ranges),
      allow_udp: listOf(fc.constantFrom('10.0.0.0/8', '1.1.1.1:123', '[fd00::/8]:7-9')),
      credentials,
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((network) => {
    const { allow_hosts = [], allow_host_patterns = [] } = network
    if (allow_hosts.length + allow_host_patterns.length === 0) return network
    return { ...network, allow_hosts: [...new Set([...allow_hosts, ...covering])] }
  })

type NetworkKeys = Pick<SmolvmDocument, 'net' | 'net_backend' | 'network' | 'ports'>

/** The settings of the network that fit together. `ports` are left out where there are none. */
export const networkChoice: fc.Arbitrary<NetworkKeys> = fc.oneof(
  fc.constantFrom<NetworkKeys>(
    {},
    { net: false },
    { net: false, network: { block_private: false } },
    { net: true },
    { net: true, net_backend: 'tsi' },
    { net: true, net_backend: 'tsi', network: { block_private: false } },
    { net: true, net_backend: 'tsi', network: {} },
    { net: true, net_backend: 'virtio-net', ports: ['8080'] },
    { net_backend: 'virtio-net', ports: ['8080'] },
    { net: false, ports: ['53/udp'] },
  ),
  fc.record({
    net: fc.constant(true),
    net_backend: fc.constant('virtio-net'),
    network: validNetwork,
  }),
  fc.record({ net: fc.boolean(), network: validNetwork }),
  validNetwork.map((network) => ({
    net_backend: 'virtio-net',
    network: { ...network, block_private: true },
  })),
  validNetwork.map((network) => ({ network: { ...network, allow_cidrs: ['192.0.2.0/24'] } })),
)
