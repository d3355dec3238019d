import { createHash } from 'node:crypto'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { isNetworked } from '../../src/dialects/smolvm/network.ts'
import { imageKind } from '../../src/dialects/values/image.ts'
import { splitVariable } from '../../src/dialects/values/variable.ts'
import type { EngineRecord } from './ask.ts'
import { hostVariables } from './ask.ts'
import { expectedNetwork } from './expected-network.ts'
import { readVolume } from './read-volume.ts'

/** What no Smolfile says, in a machine that was created and never started. */
const untouched = {
  state: 'created',
  pid: null,
  pid_start_time: null,
  staged_mounts_detached_from: null,
  published_sockets: [],
  nested_virt: null,
  last_exit_code: null,
  init_completed: false,
  ephemeral: false,
  runtime_managed: false,
}

/** The record that the engine stores of a machine when it reads `document` as it is meant. */
export function expectedRecord(document: SmolvmDocument, folder: string): EngineRecord {
  const { dev = {}, health = {}, restart = {}, secrets = {} } = document
  return present({
    ...untouched,
    cpus: document.cpus ?? 4,
    mem: document.memory ?? 8192,
    block_io: document.block_io ?? 'sync',
    disk_durability: document.disk_durability ?? 'full',
    storage_gb: document.storage ?? null,
    overlay_gb: document.overlay ?? null,
    gpu: document.gpu === true ? true : null,
    gpu_vram_mib: document.gpu_vram ?? null,
    rosetta: document.rosetta === true ? true : null,
    cuda: document.cuda === true || document.auto_graph === true,
    docker_socket: document.docker_socket === true,
    ssh_agent: document.auth?.ssh_agent === true,
    image: document.image === undefined ? null : expectedImage(document.image, folder),
    entrypoint: document.entrypoint ?? [],
    cmd: document.cmd ?? [],
    env: expectedVariables(document),
    secret_refs: Object.keys(secrets).length === 0 ? undefined : secrets,
    // What dev sets replaces what stands above it, each list as a whole.
    workdir: dev.workdir ?? document.workdir ?? null,
    user: dev.user ?? document.user,
    init: replaced(document.init, dev.init),
    ...expectedVolumes(replaced(document.volumes, dev.volumes), folder),
    stop_on_exit: document.stop_on_exit === true ? true : undefined,
    stop_signal: document.stop_signal,
    stop_timeout_secs: document.stop_timeout,
    health_cmd: health.exec === undefined || health.exec.length === 0 ? null : health.exec,
    health_interval_secs: seconds(health.interval) ?? null,
    health_timeout_secs: seconds(health.timeout) ?? null,
    health_retries: health.retries ?? null,
    health_startup_grace_secs: seconds(health.startup_grace) ?? null,
    restart: {
      policy: restart.policy ?? 'never',
      max_retries: restart.max_retries ?? 0,
      max_backoff_secs: seconds(restart.max_backoff) ?? 0,
      restart_count: 0,
      user_stopped: false,
    },
    ...expectedCopies(document),
    network: isNetworked(document),
    network_backend: document.net_backend,
    ...expectedNetwork(document, replaced(document.ports, dev.ports)),
  })
}

/** An empty list of dev replaces nothing. */
function replaced(list: readonly string[] = [], other: readonly string[] = []): readonly string[] {
  return other.length > 0 ? other : list
}

/** What `auto_graph` sets, whatever a Smolfile says. */
const graphVariables: readonly string[] = ['SMOLVM_CUDA_AUTO_GRAPH', 'TORCHINDUCTOR_CUDAGRAPHS']

function expectedVariables({ env = [], dev, auto_graph }: SmolvmDocument) {
  const entries = [...env, ...(dev?.env ?? [])]
  const variables = entries.flatMap((entry): readonly (readonly [string, string])[] => {
    if (entry.includes('=')) return [splitVariable(entry)]
    const value = hostVariables[entry.trim()]
    return value === undefined ? [] : [[entry.trim(), value]]
  })
  if (auto_graph !== true) return variables
  return [
    ...variables.filter(([name]) => !graphVariables.includes(name)),
    ...graphVariables.map((name) => [name, '1'] as const),
  ]
}

function expectedImage(image: string, folder: string): string {
  const kind = imageKind(image)
  if (kind === 'registry') return image
  // The archive on standard input, which is empty.
  if (kind === 'stdin') return `local:${createHash('sha256').digest('hex')}`
  const path = resolve(folder, image)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return `a path of the host, ${path}`
  return found.isDirectory()
    ? `local-dir:${realpathSync(path)}`
    : `local:${createHash('sha256').update(readFileSync(path)).digest('hex')}`
}

function expectedVolumes(entries: readonly string[], folder: string) {
  const volumes = entries.flatMap((entry) => readVolume(entry) ?? [])
  const real = (path: string) => realpathSync(resolve(folder, path))
  const folders = volumes.filter(({ kind }) => kind === 'folder')
  const disks = volumes.filter(({ kind }) => kind === 'disk')
  const own = disks.map(({ guest }) => posix.normalize(guest).replace(/\/$/, ''))
  return {
    mounts: folders
      .filter(({ mode }) => mode !== 'staged')
      .map(({ host, guest, mode }) => [real(host), guest, mode === 'ro']),
    staged_mounts: folders.flatMap(({ host, guest, mode }, index) =>
      mode === 'staged' ? [[index, real(host), guest]] : [],
    ),
    remote_volumes: volumes
      .filter(({ kind }) => kind === 'bucket')
      .map(({ host, guest, mode }) => ({ source: host, target: guest, read_only: mode === 'ro' })),
    disk_volumes: own.length === 0 ? undefined : own,
  }
}

function expectedCopies({ fork, branch }: SmolvmDocument) {
  const { enabled, pool_size, cuda_vram_limit_mib } = fork ?? branch ?? {}
  return {
    forkable: enabled === true || pool_size !== undefined ? true : undefined,
    cuda_fork_pool_size: pool_size,
    cuda_vram_limit_mib,
  }
}

/** A duration that is right, in seconds. */
function seconds(duration: string | undefined): number | undefined {
  const [, amount, unit = 's'] = /(\d+)([smh])?/.exec(duration ?? '') ?? []
  return amount === undefined ? undefined : Number(amount) * ({ s: 1, m: 60, h: 3600 }[unit] ?? 1)
}

/** The fields that the engine writes: it leaves out what is not set. */
function present(fields: Readonly<Record<string, unknown>>): EngineRecord {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
