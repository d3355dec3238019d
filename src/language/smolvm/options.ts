import type { OptionsOf } from '../rows.ts'
import type { settings } from './settings.ts'

type Settings = typeof settings
type TableName = {
  [K in keyof Settings]: Settings[K] extends { rows: unknown } ? K : never
}[keyof Settings]
type Options<Name extends TableName> = OptionsOf<Settings[Name]['rows'], NamedOptions>
type Credential = Settings['network']['rows']['credentials']['rows']

/** Settings of `smol up` alone, which a packed artifact does not have. */
export interface DevOptions extends Options<'dev'> {}

/** Settings of the packed artifact, instead of the machine's. */
export interface ArtifactOptions extends Options<'artifact'> {}

/** Settings for copies of the running machine. */
export interface ForkOptions extends Options<'fork'> {}

/** When the machine counts as healthy. */
export interface HealthOptions extends Options<'health'> {}

/** The behaviour when the workload ends. */
export interface RestartOptions extends Options<'restart'> {}

/** Which of the host's credentials are forwarded. */
export interface AuthOptions extends Options<'auth'> {}

/** The service of the workload, for tools that deploy it; smolvm itself does not read it. */
export interface ServiceOptions extends Options<'service'> {}

/** The hosts that the guest may reach. Without any of these it may reach every host. */
export interface VirtioNetOptions extends Options<'network'> {}

/** Which credential the host puts into the guest's requests, and into which. */
export interface CredentialOptions extends OptionsOf<Credential, NamedOptions> {}

/** Into which parts of a request a credential is put. */
export interface InjectionLocation extends OptionsOf<Credential['injectionLocation']['rows']> {}

/** The option types by the names that the rows give, so that editors show the names. */
export interface NamedOptions {
  readonly DevOptions: DevOptions
  readonly ArtifactOptions: ArtifactOptions
  readonly ForkOptions: ForkOptions
  readonly HealthOptions: HealthOptions
  readonly RestartOptions: RestartOptions
  readonly AuthOptions: AuthOptions
  readonly ServiceOptions: ServiceOptions
  readonly VirtioNetOptions: VirtioNetOptions
  readonly CredentialOptions: CredentialOptions
  readonly InjectionLocation: InjectionLocation
}
