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
