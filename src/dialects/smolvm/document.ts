import * as v from 'valibot'
import type { DeepReadonly } from '../deep-readonly.ts'
import {
  artifactSchema,
  authSchema,
  devSchema,
  flag,
  forkSchema,
  healthSchema,
  networkSchema,
  restartSchema,
  secretSchema,
  serviceSchema,
  text,
  texts,
  unsigned,
} from './tables.ts'

/**
 * The Smolfile document. The order of the keys is the order of the text: that of upstream's struct,
 * with the plain keys before the tables as TOML requires, and `secrets` last as in upstream's docs.
 */
export const documentSchema = v.strictObject({
  image: text('OCI reference, archive or folder. Absent: a bare Alpine.'),
  entrypoint: texts("Program and fixed arguments, instead of the image's."),
  cmd: texts("Arguments, instead of the image's."),
  env: texts('Variables, "NAME=value".'),
  workdir: text('Folder of the guest that the workload starts in.'),
  user: text('User of the guest: a name or "uid[:gid]".'),
  cpus: unsigned(8, 'Processors. Default: 4.'),
  memory: unsigned(32, 'Memory in MiB, at least 64. Default: 8192.'),
  net: flag('Whether there is a network. Default: false.'),
  net_backend: text('"virtio-net" or "tsi".'),
  gpu: flag('Give the guest a Vulkan device.'),
  gpu_vram: unsigned(32, 'Memory of the device in MiB; needs gpu.'),
  rosetta: flag('Run x86-64 programs on Apple silicon.'),
  cuda: flag("Give the guest the host's NVIDIA device."),
  auto_graph: flag('Let frameworks use CUDA graphs; implies cuda.'),
  docker_socket: flag("Offer the guest's Docker socket to the host."),
  storage: unsigned(64, 'Storage disk in GiB.'),
  overlay: unsigned(64, 'Disk of changes to the image, in GiB.'),
  block_io: text('"sync" or "async". Default: "sync".'),
  disk_durability: text('"full" or "deferred". Default: "full".'),
  ports: texts('Ports, "host:guest" or ranges. Upstream prefers dev.ports.'),
  volumes: texts('Mounts, "host:guest[:ro|rw|staged]". Upstream prefers dev.volumes.'),
  init: texts('Shell commands of the first start. Upstream prefers dev.init.'),
  stop_on_exit: flag('Stop the machine when the workload ends. Default: false.'),
  stop_signal: text('Signal that asks the workload to end. Default: "SIGTERM".'),
  stop_timeout: unsigned(64, 'Seconds that it has to end. Default: 10.'),
  dev: v.optional(devSchema),
  artifact: v.optional(artifactSchema),
  pack: v.optional(artifactSchema),
  network: v.optional(networkSchema),
  fork: v.optional(forkSchema),
  branch: v.optional(forkSchema),
  health: v.optional(healthSchema),
  restart: v.optional(restartSchema),
  auth: v.optional(authSchema),
  service: v.optional(serviceSchema),
  secrets: v.optional(v.record(v.string(), secretSchema)),
})

export type SmolvmDocument = DeepReadonly<v.InferOutput<typeof documentSchema>>
export type SmolvmNetwork = NonNullable<SmolvmDocument['network']>
