import type { DialectName, Documents } from '../dialects/dialects.ts'
import type { ClassRule } from './class-rule.ts'
import {
  added,
  changed,
  inNewBottle,
  isTrue,
  narrows,
  neutral,
  removed,
  wasTrue,
  widens,
} from './class-rule.ts'
import * as egress from './judges/egress.ts'
import * as identity from './judges/identity.ts'
import type { SettingOf } from './settings.ts'
import * as shared from './shared-rules.ts'

/**
 * What each change does to isolation. Of a setting's rules, the first whose questions are all
 * answered with yes holds; when none does, the change widens: see {@link unclassed}.
 */
type Classes<Name extends DialectName> = Readonly<
  Record<SettingOf<Documents[Name]>, readonly ClassRule<Documents[Name]>[]>
>

export const unclassed = widens(
  'no rule says what this does to isolation, so it counts as widening',
)

/** Settings of the bottle that are not in its Smolfile. */
export type OwnSetting = 'bottle' | 'slug' | 'dialect' | 'acknowledged'

export const ownClasses: Readonly<Record<OwnSetting, readonly ClassRule[]>> = {
  bottle: [
    neutral('a bottle is gone, and what it could reach with it', removed),
    neutral(
      'a bottle is new; it is judged by its settings, against one that reaches nothing',
      added,
    ),
  ],
  slug: [neutral('the bottle goes by another name')],
  dialect: [widens('the machine is another kind; its settings are judged anew', changed)],
  acknowledged: [
    widens('a warning is accepted that was not', added),
    narrows('a warning is accepted no longer', removed),
    neutral('a warning is accepted for another reason', changed),
  ],
}

const claudeBottle: Classes<'claude-bottle'> = {
  name: [
    neutral('the name follows the slug', identity.followsSlug),
    neutral('the name is that of the bottle', identity.namesSlug),
    widens('the machine goes by another name than that of its bottle'),
  ],
  command: shared.command,
  env: shared.variables,
  net: [
    widens(
      "without a device libkrun has TSI: the guest reaches the host's own services",
      identity.leavesNoDevice,
    ),
    neutral(
      'every bottle has one device; what is behind its socket says what it reaches',
      inNewBottle,
      identity.hasOneDevice,
    ),
    narrows('a device keeps libkrun from TSI', added, identity.hadNoDevice),
    widens('a further device is a further way out', added),
    widens('a device is gone: traffic takes another way', removed),
  ],
  'net.type': [widens('another kind of device may enforce nothing')],
  'net.attachment': [widens('another kind of attachment may enforce nothing')],
  'net.socket': [
    neutral('the socket follows the slug', identity.followsSlug),
    widens('something else may serve the device: what is behind the socket is the gateway'),
  ],
}

const smolvm: Classes<'smolvm'> = {
  image: shared.image,
  entrypoint: shared.command,
  cmd: shared.command,
  env: shared.variables,
  workdir: shared.place,
  user: shared.user,
  cpus: shared.limits,
  memory: shared.limits,
  net: [
    widens(shared.tsi, egress.fallsToTsi),
    widens('the guest gets a network', egress.getsNetwork),
    narrows('there is no network any more', egress.losesNetwork),
    narrows("the guest's sockets are not executed on the host any more", egress.leavesTsi),
    neutral('the network is on or off as before'),
  ],
  net_backend: [
    widens(shared.tsi, egress.fallsToTsi),
    narrows("the guest's sockets are not executed on the host any more", egress.leavesTsi),
    neutral('TSI was and is the backend', egress.staysOnTsi),
    widens('nothing says which backend enforces the policy', removed),
    neutral('the backend that enforces the policy is named', added),
  ],
  gpu: shared.device,
  gpu_vram: shared.limits,
  rosetta: [
    widens("the guest's programs run through the translator of the host", isTrue),
    narrows("the guest's programs run through the host's translator no longer", wasTrue),
    neutral('the same as before: without it there is no translator'),
  ],
  cuda: shared.device,
  auto_graph: shared.device,
  docker_socket: [
    widens(
      "who reaches the guest's Docker socket is root in it, and the host is offered it",
      isTrue,
    ),
    narrows("the guest's Docker socket is not offered any more", wasTrue),
    neutral('the same as before: without it the socket is not offered'),
  ],
  storage: shared.limits,
  overlay: shared.limits,
  block_io: shared.limits,
  disk_durability: shared.limits,
  ports: shared.ports,
  volumes: shared.volumes,
  init: shared.command,
  stop_on_exit: shared.lifecycle,
  stop_signal: shared.lifecycle,
  stop_timeout: shared.lifecycle,
  'dev.volumes': shared.volumes,
  'dev.env': shared.variables,
  'dev.init': shared.command,
  'dev.workdir': shared.place,
  'dev.user': shared.user,
  'dev.ports': shared.ports,
  'artifact.cpus': shared.limits,
  'artifact.memory': shared.limits,
  'artifact.entrypoint': shared.command,
  'artifact.cmd': shared.command,
  'artifact.oci_platform': shared.platform,
  'pack.cpus': shared.limits,
  'pack.memory': shared.limits,
  'pack.entrypoint': shared.command,
  'pack.cmd': shared.command,
  'pack.oci_platform': shared.platform,
  'network.allow_hosts': shared.allowed,
  'network.allow_host_patterns': shared.allowed,
  'network.allow_cidrs': [
    widens('a private range may be open that was blocked', added, egress.privateWasBlocked),
    ...shared.allowed,
  ],
  'network.block_private': [
    ...shared.fallback,
    narrows('private ranges are blocked', isTrue),
    widens('private ranges are not blocked any more', wasTrue),
    neutral('private ranges are open, as without it'),
  ],
  'network.allow_private': [
    ...shared.fallback,
    widens('a private range is open', added),
    narrows('a private range is not open any more', removed),
  ],
  'network.deny_cidrs': [
    ...shared.fallback,
    narrows('a range is refused', added),
    widens('a range is not refused any more', removed),
  ],
  'network.allow_udp': [widens('upstream does not say what it means')],
  'network.credentials': [
    widens(shared.tsi, egress.fallsToTsi),
    widens('the guest can use a credential of the host', added),
    narrows('the guest cannot use a credential of the host any more', removed),
    widens('the name stands for several credentials'),
  ],
  'network.credentials.name': [widens('another credential has the place of this one')],
  'network.credentials.environment_variable': [
    widens('another variable holds the placeholder, and so another secret may be sent'),
  ],
  'network.credentials.allowed_hosts': [
    widens('the credential may be sent to more hosts', added),
    narrows('the credential may be sent to fewer hosts', removed),
  ],
  'network.credentials.injection_location.header': shared.injection,
  'network.credentials.injection_location.body': shared.injection,
  'network.credentials.methods': [
    widens('the credential may be used with more methods', egress.allowsMoreMethods),
    narrows('the credential may be used with fewer methods'),
  ],
  'network.credentials.set_header': [widens('the credential is put into another header')],
  'fork.enabled': shared.copies,
  'fork.pool_size': shared.copies,
  'fork.cuda_vram_limit_mib': shared.limits,
  'branch.enabled': shared.copies,
  'branch.pool_size': shared.copies,
  'branch.cuda_vram_limit_mib': shared.limits,
  'health.exec': shared.command,
  'health.interval': shared.lifecycle,
  'health.timeout': shared.lifecycle,
  'health.retries': shared.lifecycle,
  'health.startup_grace': shared.lifecycle,
  'restart.policy': shared.lifecycle,
  'restart.max_retries': shared.lifecycle,
  'restart.max_backoff': shared.lifecycle,
  'auth.ssh_agent': [
    widens("the guest can log in as you with the host's SSH agent", isTrue),
    narrows("the host's SSH agent is not forwarded any more", wasTrue),
    neutral('the same as before: without it the agent is not forwarded'),
  ],
  'service.port': shared.inert,
  'service.protocol': shared.inert,
  'service.listen': shared.inert,
  secrets: [
    widens('a secret of the host is handed to the guest', added),
    widens('the secret is another, or comes from another place', changed),
    narrows('a secret is not handed to the guest any more', removed),
  ],
}

export const classes: { readonly [Name in DialectName]: Classes<Name> } = {
  'claude-bottle': claudeBottle,
  smolvm,
}
