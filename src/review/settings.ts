import type { DialectName, Documents } from '../dialects/dialects.ts'

/**
 * The settings of a document: `net_backend`, `network.allow_hosts`. A list of tables is a setting,
 * and so is each key of its tables; a table with names of its own is one setting.
 */
export type SettingOf<Table> = {
  [Key in keyof Table & string]-?: SettingAt<Key, NonNullable<Table[Key]>>
}[keyof Table & string]

type SettingAt<Key extends string, Value> = Value extends readonly (infer Item)[]
  ? Item extends object
    ? Key | `${Key}.${SettingOf<Item>}`
    : Key
  : Value extends object
    ? string extends keyof Value
      ? Key
      : `${Key}.${SettingOf<Value>}`
    : Key

/**
 * As what a setting is compared:
 *
 * - `value`: as a whole;
 * - `words`: as a whole, in which order says nothing; none and an empty list differ;
 * - `list`: by position;
 * - `set`: by member;
 * - `variables`, `ports`, `volumes`: by the name, the host's port, the guest's path;
 * - `tables`: by position, then key by key; `named`: by name, then key by key;
 * - `record`: by name.
 */
export type Shape =
  | 'value'
  | 'words'
  | 'list'
  | 'set'
  | 'variables'
  | 'ports'
  | 'volumes'
  | 'tables'
  | 'named'
  | 'record'

type Shapes<Name extends DialectName> = Readonly<Record<SettingOf<Documents[Name]>, Shape>>

const claudeBottle: Shapes<'claude-bottle'> = {
  name: 'value',
  command: 'list',
  env: 'variables',
  net: 'tables',
  'net.type': 'value',
  'net.attachment': 'value',
  'net.socket': 'value',
}

const smolvm: Shapes<'smolvm'> = {
  image: 'value',
  entrypoint: 'list',
  cmd: 'list',
  env: 'variables',
  workdir: 'value',
  user: 'value',
  cpus: 'value',
  memory: 'value',
  net: 'value',
  net_backend: 'value',
  gpu: 'value',
  gpu_vram: 'value',
  rosetta: 'value',
  cuda: 'value',
  auto_graph: 'value',
  docker_socket: 'value',
  storage: 'value',
  overlay: 'value',
  block_io: 'value',
  disk_durability: 'value',
  ports: 'ports',
  volumes: 'volumes',
  init: 'list',
  stop_on_exit: 'value',
  stop_signal: 'value',
  stop_timeout: 'value',
  'dev.volumes': 'volumes',
  'dev.env': 'variables',
  'dev.init': 'list',
  'dev.workdir': 'value',
  'dev.user': 'value',
  'dev.ports': 'ports',
  'artifact.cpus': 'value',
  'artifact.memory': 'value',
  'artifact.entrypoint': 'list',
  'artifact.cmd': 'list',
  'artifact.oci_platform': 'value',
  'pack.cpus': 'value',
  'pack.memory': 'value',
  'pack.entrypoint': 'list',
  'pack.cmd': 'list',
  'pack.oci_platform': 'value',
  'network.allow_hosts': 'set',
  'network.allow_host_patterns': 'set',
  'network.allow_cidrs': 'set',
  'network.block_private': 'value',
  'network.allow_private': 'set',
  'network.deny_cidrs': 'set',
  'network.allow_udp': 'set',
  'network.credentials': 'named',
  'network.credentials.name': 'value',
  'network.credentials.environment_variable': 'value',
  'network.credentials.allowed_hosts': 'set',
  'network.credentials.injection_location.header': 'value',
  'network.credentials.injection_location.body': 'value',
  'network.credentials.methods': 'words',
  'network.credentials.set_header': 'value',
  'fork.enabled': 'value',
  'fork.pool_size': 'value',
  'fork.cuda_vram_limit_mib': 'value',
  'branch.enabled': 'value',
  'branch.pool_size': 'value',
  'branch.cuda_vram_limit_mib': 'value',
  'health.exec': 'list',
  'health.interval': 'value',
  'health.timeout': 'value',
  'health.retries': 'value',
  'health.startup_grace': 'value',
  'restart.policy': 'value',
  'restart.max_retries': 'value',
  'restart.max_backoff': 'value',
  'auth.ssh_agent': 'value',
  'service.port': 'value',
  'service.protocol': 'value',
  'service.listen': 'value',
  secrets: 'record',
}

/** How each setting of each dialect is compared. */
export const shapes: Readonly<Record<DialectName, Readonly<Record<string, Shape>>>> = {
  'claude-bottle': claudeBottle,
  smolvm,
}
