/**
 * What a bottle file imports from `'bottleworks'`.
 *
 * @packageDocumentation
 */
/// <reference path="./text-files.d.ts" preserve="true" />

export type { BottleBuilder, Preset } from './dsl/bottle.ts'
export { bottle } from './dsl/bottle.ts'
export type { Environment, EnvironmentBuilder, EnvironmentValue } from './dsl/environment.ts'
export type { GatewayOptions, GatewayService } from './dsl/gateway.ts'
export { gateway, viaGateway } from './dsl/gateway.ts'
export type { GvproxyDevice } from './dsl/gvproxy.ts'
export { gvproxy } from './dsl/gvproxy.ts'
export { machine } from './dsl/machine.ts'
export type { MachineBuilder } from './dsl/machine-builder.ts'
export type { SecretReference } from './dsl/machine-environment.ts'
export { hostEnv, hostFile, hostKeychain } from './dsl/machine-environment.ts'
export type {
  CredentialOptions,
  RawNetOptions,
  RawNetwork,
  TsiNetwork,
  VirtioNetDevice,
  VirtioNetOptions,
} from './dsl/machine-net.ts'
export { rawNet, tsi, virtioNet } from './dsl/machine-net.ts'
export type {
  ArtifactOptions,
  AuthOptions,
  DevOptions,
  ForkOptions,
  HealthOptions,
  RestartOptions,
  ServiceOptions,
} from './dsl/machine-tables.ts'
export type { Duration, Port, PortRange, Volume } from './dsl/machine-values.ts'
export { gib, mib } from './dsl/machine-values.ts'
