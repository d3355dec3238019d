import type { SmolvmDocument } from '../dialects/smolvm/document.ts'
import { acknowledgementReason } from './acknowledgements.ts'
import type { Code, MethodCall } from './code.ts'
import { call, literal } from './code.ts'
import type { CommentSupply } from './comments.ts'
import { environmentCalls, variablesCode } from './environment.ts'
import type { ValueWriter } from './smolvm-values.ts'
import {
  camelCase,
  duration,
  list,
  number,
  port,
  record,
  secretReference,
  signal,
  size,
  sizeInMib,
  switchValue,
  text,
} from './smolvm-values.ts'

type Keys = { readonly [K in keyof SmolvmDocument]-?: NonNullable<SmolvmDocument[K]> }
type CallWriter = {
  write(value: unknown, path: string, comments: CommentSupply): readonly MethodCall[]
}['write']

const copies = record({ enabled: switchValue, pool_size: number, cuda_vram_limit_mib: sizeInMib })
const artifact = record({
  cpus: number,
  memory: size,
  entrypoint: list(text),
  cmd: list(text),
  oci_platform: text,
})

/** What `virtioNet()` and `rawNet()` take, by upstream's keys. */
const policy = {
  allow_hosts: list(text),
  allow_host_patterns: list(text),
  allow_cidrs: list(text),
  block_private: switchValue,
  allow_private: list(text),
  deny_cidrs: list(text),
  allow_udp: list(text),
  credentials: list(
    record({
      name: text,
      environment_variable: text,
      allowed_hosts: list(text),
      injection_location: record({ header: switchValue, body: switchValue }),
      methods: list(text),
      set_header: text,
    }),
  ),
} satisfies Record<keyof Keys['network'], ValueWriter>

/** How each key becomes calls, in the order in which people write them. */
const writers = {
  image: argument(text),
  entrypoint: spread(text),
  cmd: spread(text),
  env: (entries: Keys['env'], _path: string, comments: CommentSupply) =>
    environmentCalls(entries, comments),
  secrets,
  net: nothing,
  net_backend: nothing,
  network: nothing,
  ports: spread(port),
  volumes: spread(text),
  init: spread(text),
  workdir: argument(text),
  user: argument(text),
  cpus: argument(number),
  memory: argument(size),
  storage: argument(number),
  overlay: argument(number),
  gpu: flag,
  gpu_vram: argument(size),
  rosetta: flag,
  cuda: flag,
  auto_graph: flag,
  docker_socket: flag,
  block_io: argument(text),
  disk_durability: argument(text),
  dev: argument(
    record({
      volumes: list(text),
      env: variablesCode,
      init: list(text),
      workdir: text,
      user: text,
      ports: list(port),
    } satisfies Record<keyof Keys['dev'], ValueWriter>),
  ),
  artifact: argument(artifact),
  pack: argument(artifact),
  fork: argument(copies),
  branch: argument(copies),
  health: argument(
    record({
      exec: list(text),
      interval: duration,
      timeout: duration,
      retries: number,
      startup_grace: duration,
    } satisfies Record<keyof Keys['health'], ValueWriter>),
  ),
  restart: argument(
    record({ policy: text, max_retries: number, max_backoff: duration } satisfies Record<
      keyof Keys['restart'],
      ValueWriter
    >),
  ),
  auth: argument(record({ ssh_agent: switchValue })),
  service: argument(record({ port: number, protocol: text, listen: number })),
  stop_on_exit: flag,
  stop_signal: argument(signal),
  stop_timeout: argument(number),
} satisfies Record<keyof Keys, CallWriter>

/** The methods of `machine()` in the order in which people write them. */
export const smolvmOrder: readonly string[] = [
  'use',
  ...Object.keys(writers).map((key) => (key === 'secrets' ? 'secret' : camelCase(key))),
  'acknowledge',
]

/** The builder calls that make `document`. */
export function smolvmCalls(
  document: SmolvmDocument,
  comments: CommentSupply,
): readonly MethodCall[] {
  return Object.entries(writers).flatMap(([key, write]) => {
    if (key === 'net') return networkCalls(document, comments)
    const value = document[key as keyof SmolvmDocument]
    return value === undefined ? [] : (write as CallWriter)(value, key, comments)
  })
}

function networkCalls(document: SmolvmDocument, comments: CommentSupply): readonly MethodCall[] {
  const { net, net_backend, network } = document
  if (net === undefined && net_backend === undefined && network === undefined) return []
  const args = record(policy)(network ?? {}, 'network', comments)
  const above = ['net', 'net_backend', 'network'].flatMap((key) => comments.takeAll(key))
  return [
    { method: 'net', args: [{ code: networkCode(document, args), comments: [] }], comments: above },
  ]
}

function networkCode({ net, net_backend, network }: SmolvmDocument, options: Code): Code {
  const isEmpty = options.kind === 'record' && options.entries.length === 0
  if (net === true && net_backend === 'virtio-net') {
    return isEmpty ? call('virtioNet') : call('virtioNet', options)
  }
  if (net === true && net_backend === 'tsi' && network === undefined) {
    const reason = { key: 'reason', code: literal(acknowledgementReason), comments: [] }
    return call('tsi', { kind: 'record', entries: [reason] })
  }
  const entries = [
    ...(net === undefined ? [] : [{ key: 'net', code: literal(net), comments: [] }]),
    ...(net_backend === undefined
      ? []
      : [{ key: 'backend', code: literal(net_backend), comments: [] }]),
    ...(options.kind === 'record' ? options.entries : []),
  ]
  return call('rawNet', { kind: 'record', entries })
}

function nothing(): readonly MethodCall[] {
  return []
}

/** `.cpus(2)` */
function argument(write: ValueWriter): CallWriter {
  return (value, path, comments) => {
    const code = write(value, path, comments)
    const args = [{ code, comments: [] }]
    return [{ method: camelCase(path), args, comments: comments.takeAll(path) }]
  }
}

/** `.cmd('-m', 'http.server')` */
function spread(write: ValueWriter): CallWriter {
  return (value, path, comments) => {
    const args = (value as readonly unknown[]).map((item, index) => ({
      code: write(item, `${path}[${index}]`, comments),
      comments: comments.take(`${path}[${index}]`),
    }))
    return [{ method: camelCase(path), args, comments: comments.takeAll(path) }]
  }
}

/** `.gpu()`, or `.gpu(false)` */
function flag(on: boolean, path: string, comments: CommentSupply): readonly MethodCall[] {
  const args = on ? [] : [{ code: literal(false), comments: [] }]
  return [{ method: camelCase(path), args, comments: comments.takeAll(path) }]
}

function secrets(
  references: Keys['secrets'],
  path: string,
  comments: CommentSupply,
): readonly MethodCall[] {
  const above = comments.take(path)
  return Object.entries(references).map(([name, reference], index) => ({
    method: 'secret',
    args: [literal(name), secretReference(reference)].map((code) => ({ code, comments: [] })),
    comments: [...(index === 0 ? above : []), ...comments.takeAll(`${path}.${name}`)],
  }))
}
