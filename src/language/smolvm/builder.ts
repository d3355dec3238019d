import type { AcknowledgeableCode } from '../../diagnostic/catalogue.ts'
import type { Preset } from '../claude-bottle/bottle.ts'
import type { Definition, Draft } from '../definition.ts'
import {
  currentCall,
  definitionKey,
  finishDraft,
  recordAcknowledgement,
  recordCall,
} from '../definition.ts'
import type { Environment } from '../environment.ts'
import type { CompositionMethods } from './composition.ts'
import type { HardwareMethods } from './hardware.ts'
import type { LifecycleMethods } from './lifecycle.ts'
import type { RawNetwork, TsiNetwork, VirtioNetDevice } from './net.ts'
import type { ProcessMethods } from './process.ts'
import type { ProfileMethods } from './profiles.ts'
import type { SecretEntry, SecretReference } from './secrets.ts'
import { mergeEntries, rawVariables } from './secrets.ts'
import type * as tables from './tables.ts'
import type { Port, RawVariable, Volume } from './values.ts'
import { portText, upstreamKeys, volumeText, withDurations } from './values.ts'

type Table = Readonly<Record<string, unknown>>

interface MachineSettings extends Table {
  readonly env: readonly RawVariable[]
  readonly secrets: readonly SecretEntry[]
}

type MachineDraft = Draft<MachineSettings>

interface Methods<Self>
  extends CompositionMethods<Self>,
    ProcessMethods<Self>,
    HardwareMethods<Self>,
    ProfileMethods<Self>,
    LifecycleMethods<Self> {}

/**
 * Describes one machine of the `smolvm` dialect. Immutable: every method returns a new builder and
 * leaves this one as it was. There is a method for every key of upstream's Smolfile, with the key's
 * name in camelCase; what the methods do is said where the interfaces declare them.
 */
export class MachineBuilder implements Methods<MachineBuilder> {
  readonly #draft: MachineDraft

  /** @internal Start with `machine(slug)`. */
  constructor(draft: MachineDraft) {
    this.#draft = draft
    Object.freeze(this)
  }

  image(reference: string): MachineBuilder {
    return this.#set('image', 'image', reference)
  }

  entrypoint(...argv: readonly [string, ...string[]]): MachineBuilder {
    return this.#set('entrypoint', 'entrypoint', argv)
  }

  cmd(...argv: readonly [string, ...string[]]): MachineBuilder {
    return this.#set('cmd', 'cmd', argv)
  }

  env(variables: Environment | readonly string[]): MachineBuilder {
    const added = rawVariables(variables)
    const env = mergeEntries(this.#draft.smolfile.env, added)
    const paths = added.map(([name]) => `env.${name}`)
    return this.#after('env', paths, { env })
  }

  unset(...names: readonly string[]): MachineBuilder {
    const env = this.#draft.smolfile.env.filter(([name]) => !names.includes(name))
    const paths = names.map((name) => `env.${name}`)
    return this.#after('unset', paths, { env })
  }

  secret(name: string, reference: SecretReference): MachineBuilder {
    const secrets = mergeEntries(this.#draft.smolfile.secrets, [[name, reference] as const])
    return this.#after('secret', [`secrets.${name}`], { secrets })
  }

  workdir(path: string): MachineBuilder {
    return this.#set('workdir', 'workdir', path)
  }

  user(name: string): MachineBuilder {
    return this.#set('user', 'user', name)
  }

  init(...commands: readonly string[]): MachineBuilder {
    return this.#append('init', commands)
  }

  cpus(count: number): MachineBuilder {
    return this.#set('cpus', 'cpus', count)
  }

  memory(mebibytes: number): MachineBuilder {
    return this.#set('memory', 'memory', mebibytes)
  }

  storage(gibibytes: number): MachineBuilder {
    return this.#set('storage', 'storage', gibibytes)
  }

  overlay(gibibytes: number): MachineBuilder {
    return this.#set('overlay', 'overlay', gibibytes)
  }

  gpu(on = true): MachineBuilder {
    return this.#set('gpu', 'gpu', on)
  }

  gpuVram(mebibytes: number): MachineBuilder {
    return this.#set('gpuVram', 'gpu_vram', mebibytes)
  }

  rosetta(on = true): MachineBuilder {
    return this.#set('rosetta', 'rosetta', on)
  }

  cuda(on = true): MachineBuilder {
    return this.#set('cuda', 'cuda', on)
  }

  autoGraph(on = true): MachineBuilder {
    return this.#set('autoGraph', 'auto_graph', on)
  }

  dockerSocket(on = true): MachineBuilder {
    return this.#set('dockerSocket', 'docker_socket', on)
  }

  blockIo(engine: 'sync' | 'async'): MachineBuilder {
    return this.#set('blockIo', 'block_io', engine)
  }

  diskDurability(durability: 'full' | 'deferred'): MachineBuilder {
    return this.#set('diskDurability', 'disk_durability', durability)
  }

  volumes(...volumes: readonly Volume[]): MachineBuilder {
    return this.#append('volumes', volumes.map(volumeText))
  }

  net(network: VirtioNetDevice | TsiNetwork | RawNetwork): MachineBuilder {
    return this.#after('net', ['net', 'net_backend', 'network'], { net: network })
  }

  ports(...ports: readonly Port[]): MachineBuilder {
    return this.#append('ports', ports.map(portText))
  }

  dev(options: tables.DevOptions): MachineBuilder {
    const { volumes, env, ports, ...rest } = options
    return this.#merge('dev', {
      ...rest,
      ...(volumes === undefined ? {} : { volumes: volumes.map(volumeText) }),
      ...(env === undefined ? {} : { env: rawVariables(env) }),
      ...(ports === undefined ? {} : { ports: ports.map(portText) }),
    })
  }

  artifact(options: tables.ArtifactOptions): MachineBuilder {
    return this.#merge('artifact', upstreamKeys(options))
  }

  pack(options: tables.ArtifactOptions): MachineBuilder {
    return this.#merge('pack', upstreamKeys(options))
  }

  health(options: tables.HealthOptions): MachineBuilder {
    return this.#merge(
      'health',
      upstreamKeys(withDurations(options, ['interval', 'timeout', 'startupGrace'])),
    )
  }

  restart(options: tables.RestartOptions): MachineBuilder {
    return this.#merge('restart', upstreamKeys(withDurations(options, ['maxBackoff'])))
  }

  stopOnExit(on = true): MachineBuilder {
    return this.#set('stopOnExit', 'stop_on_exit', on)
  }

  stopSignal(signal: string | number): MachineBuilder {
    return this.#set('stopSignal', 'stop_signal', String(signal))
  }

  stopTimeout(seconds: number): MachineBuilder {
    return this.#set('stopTimeout', 'stop_timeout', seconds)
  }

  fork(options: tables.ForkOptions): MachineBuilder {
    return this.#merge('fork', upstreamKeys(options))
  }

  branch(options: tables.ForkOptions): MachineBuilder {
    return this.#merge('branch', upstreamKeys(options))
  }

  auth(options: tables.AuthOptions): MachineBuilder {
    return this.#merge('auth', upstreamKeys(options))
  }

  service(options: tables.ServiceOptions): MachineBuilder {
    return this.#merge('service', upstreamKeys(options))
  }

  use(preset: Preset<MachineBuilder>): MachineBuilder {
    return preset(this)
  }

  acknowledge(code: AcknowledgeableCode | `${string}/${string}`, reason: string): MachineBuilder {
    const call = currentCall('acknowledge')
    return new MachineBuilder(recordAcknowledgement(this.#draft, call, code, reason))
  }

  /** @internal Read by the host after the bottle file has run. */
  get [definitionKey](): Definition {
    return finishDraft(this.#draft)
  }

  #set(method: string, key: string, value: unknown): MachineBuilder {
    return this.#after(method, [key], { [key]: value })
  }

  #append(key: string, items: readonly string[]): MachineBuilder {
    const before = (this.#draft.smolfile[key] ?? []) as readonly string[]
    const paths = items.map((_, index) => `${key}[${before.length + index}]`)
    return this.#after(key, [key, ...paths], { [key]: [...before, ...items] })
  }

  #merge(key: string, table: Table): MachineBuilder {
    const before = this.#draft.smolfile[key] as Table | undefined
    const paths = Object.keys(table).map((name) => `${key}.${name}`)
    return this.#after(key, [key, ...paths], { [key]: { ...before, ...table } })
  }

  #after(method: string, paths: readonly string[], changed: Table): MachineBuilder {
    const settings = { ...this.#draft.smolfile, ...changed }
    return new MachineBuilder(recordCall(this.#draft, currentCall(method), paths, settings))
  }
}
