import * as v from 'valibot'

/**
 * The types are those of the published parser, the crate `smolfile`; what it leaves to the runtime
 * or to nobody is the business of rules. The descriptions go into the JSON Schema.
 */
export const text = (about: string) => v.optional(v.pipe(v.string(), v.description(about)))
export const texts = (about: string) =>
  v.optional(v.pipe(v.array(v.string()), v.description(about)))
export const flag = (about: string) => v.optional(v.pipe(v.boolean(), v.description(about)))

/** Rust's u8, u16, u32; u64 as far as numbers are exact. */
const largest = {
  8: 255,
  16: 65_535,
  32: 4_294_967_295,
  64: Number.MAX_SAFE_INTEGER,
} as const

export const unsigned = (bits: keyof typeof largest, about: string) =>
  v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largest[bits]), v.description(about)),
  )

export const artifactSchema = v.strictObject({
  cpus: unsigned(8, 'Processors of the packed artifact.'),
  memory: unsigned(32, 'Memory of the packed artifact, in MiB.'),
  entrypoint: texts('Program and fixed arguments of the packed artifact.'),
  cmd: texts('Arguments of the packed artifact.'),
  oci_platform: text('Platform of the packed artifact, such as "linux/amd64".'),
})

export const devSchema = v.strictObject({
  volumes: texts('Mounts, "host:guest[:ro|rw|staged]"; they replace those of the top level.'),
  env: texts('More variables, "NAME=value".'),
  init: texts('Shell commands; they replace those of the top level.'),
  workdir: text('Folder of the guest that the workload starts in.'),
  user: text('User of the guest: a name or "uid[:gid]".'),
  ports: texts('Ports, "host:guest"; they replace those of the top level.'),
})

export const credentialSchema = v.strictObject({
  name: v.pipe(v.string(), v.description('Name of the binding.')),
  environment_variable: text('Variable of the guest that holds the placeholder.'),
  allowed_hosts: v.pipe(
    v.array(v.string()),
    v.description('Hosts that the value may be sent to; it is sent to no other.'),
  ),
  injection_location: v.optional(
    v.strictObject({
      header: flag('Replace the placeholder in headers. Default: true.'),
      body: flag('Replace the placeholder in bodies. Default: false.'),
    }),
  ),
  methods: texts('HTTP methods. Default: all.'),
  set_header: text('Request header, in lower case, that is set to the value.'),
})

export const networkSchema = v.strictObject({
  allow_hosts: texts('Names, each with its subdomains, on every port.'),
  allow_host_patterns: texts('Exact names, or "*.domain" for its subdomains.'),
  allow_cidrs: texts('Ranges of addresses, or single ones.'),
  block_private: flag('Block private and link-local destinations.'),
  allow_private: texts('Private ranges to open again.'),
  deny_cidrs: texts('Ranges that are refused whatever else allows them.'),
  allow_udp: texts('Not documented by upstream.'),
  credentials: v.optional(v.array(credentialSchema)),
})

export const forkSchema = v.strictObject({
  enabled: flag('Start as a source of copies.'),
  pool_size: unsigned(32, 'How many copies are planned; needs cuda or auto_graph.'),
  cuda_vram_limit_mib: unsigned(64, 'Memory of the device for each copy, in MiB.'),
})

export const healthSchema = v.strictObject({
  exec: texts('Command that says whether the workload is healthy.'),
  interval: text('Time between two checks: "10s", "5m", "2h" or bare seconds.'),
  timeout: text('Time that one check may take.'),
  retries: unsigned(32, 'Failed checks before the machine counts as unhealthy.'),
  startup_grace: text('Time before the first check.'),
})

export const restartSchema = v.strictObject({
  policy: text('"never", "always", "on-failure" or "unless-stopped".'),
  max_retries: unsigned(32, 'How often at most.'),
  max_backoff: text('Longest time between two tries.'),
})

export const authSchema = v.strictObject({
  ssh_agent: flag("Forward the host's SSH agent."),
})

export const serviceSchema = v.strictObject({
  port: unsigned(16, 'Port of the guest that the workload listens on.'),
  protocol: text('"http" or "tcp".'),
  listen: unsigned(16, 'Another name of port.'),
})

export const secretSchema = v.strictObject({
  from_env: text('Variable of the host.'),
  from_file: text('Absolute path on the host.'),
  from_keychain: text('"SERVICE" or "SERVICE/ACCOUNT" of the host\'s keychain.'),
})
