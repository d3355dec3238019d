/** Settings of the network together, and of what needs one. */
export function networkDocuments(): readonly object[] {
  return combinations([
    [{}, { net: true }, { net: false }],
    [{}, { net_backend: 'tsi' }, { net_backend: 'virtio-net' }],
    [{}, { ports: ['8080:80'] }, { dev: { ports: ['8080:80'] } }],
    policies,
  ])
}

const credential = { name: 'a', environment_variable: 'A', allowed_hosts: ['a.example'] }

const policies: readonly object[] = [
  {},
  { allow_hosts: ['a.example'] },
  { allow_host_patterns: ['*.a.example'] },
  { allow_cidrs: ['10.0.0.0/8'] },
  { block_private: true },
  { block_private: false },
  { allow_private: ['10.0.0.0/8'] },
  { deny_cidrs: ['10.0.0.0/8'] },
  { allow_udp: ['10.0.0.0/8:53'] },
  { credentials: [credential] },
  { credentials: [{ ...credential, injection_location: { header: false, body: true } }] },
  { allow_hosts: [] },
].map((network) => (Object.keys(network).length === 0 ? {} : { network }))

/** Each choice of one from every list, put together. */
function combinations(lists: readonly (readonly object[])[]): readonly object[] {
  return lists.reduce<readonly object[]>(
    (all, list) => all.flatMap((one) => list.map((other) => ({ ...one, ...other }))),
    [{}],
  )
}
