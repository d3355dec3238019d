/**
 * The module `'bottleworks'` that a bottle file imports.
 *
 * @packageDocumentation
 */
/// <reference path="./text-files.d.ts" preserve="true" />

export type { AcknowledgementDetails, CommonMethods, Preset } from './language/builder.ts'
export type { BottleBuilder } from './language/claude-bottle/bottle.ts'
export { bottle } from './language/claude-bottle/bottle.ts'
export type { GatewayOptions, GatewayService } from './language/claude-bottle/gateway.ts'
export { gateway, viaGateway } from './language/claude-bottle/gateway.ts'
export type { GvproxyDevice } from './language/claude-bottle/gvproxy.ts'
export { gvproxy } from './language/claude-bottle/gvproxy.ts'
export type { Environment, EnvironmentBuilder, EnvironmentValue } from './language/environment.ts'
export type { Fleet } from './language/fleet.ts'
export { fleet } from './language/fleet.ts'
export type { MachineBuilder } from './language/smolvm/builder.ts'
export { machine } from './language/smolvm/machine.ts'
export type {
  MachineNetwork,
  RawNetOptions,
  RawNetwork,
  TsiNetwork,
  VirtioNetDevice,
} from './language/smolvm/net.ts'
export { rawNet, tsi, virtioNet } from './language/smolvm/net.ts'
export type {
  ArtifactOptions,
  AuthOptions,
  CredentialOptions,
  DevOptions,
  ForkOptions,
  HealthOptions,
  InjectionLocation,
  RestartOptions,
  ServiceOptions,
  VirtioNetOptions,
} from './language/smolvm/options.ts'
export type { SecretReference } from './language/smolvm/secrets.ts'
export { hostEnv, hostFile, hostKeychain } from './language/smolvm/secrets.ts'
export type { Duration, Port, PortRange, Volume } from './language/smolvm/values.ts'
export { gib, mib } from './language/smolvm/values.ts'
