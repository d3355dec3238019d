import type { IsolationOf } from '../../language/rows.ts'
import { settings } from '../../language/smolvm/settings.ts'
import type { ClassRule } from '../isolation/class-rule.ts'
import {
  added,
  changed,
  isTrue,
  narrows,
  neutral,
  removed,
  wasTrue,
  widens,
} from '../isolation/class-rule.ts'
import * as egress from '../isolation/predicates/egress.ts'
import { rulesByPath } from '../isolation/rules-by-path.ts'
import * as shared from '../isolation/shared-rules.ts'
import type { SmolvmDocument } from './document.ts'

type Rules = Readonly<Record<IsolationOf<typeof settings>, readonly ClassRule<SmolvmDocument>[]>>

/** The rules that class a change, by the names that the rows give. */
const rules: Rules = {
  image: shared.image,
  command: shared.command,
  variables: shared.variables,
  place: shared.place,
  user: shared.user,
  limits: shared.limits,
  net: [
    widens(shared.tsi, egress.fallsToTsi),
    widens('the guest gets a network', egress.getsNetwork),
    narrows('there is no longer a network', egress.losesNetwork),
    narrows("the guest's sockets are no longer executed on the host", egress.leavesTsi),
    neutral('the network is on or off as before'),
  ],
  netBackend: [
    widens(shared.tsi, egress.fallsToTsi),
    narrows("the guest's sockets are no longer executed on the host", egress.leavesTsi),
    neutral('TSI was and is the backend', egress.staysOnTsi),
    widens('nothing says which backend enforces the policy', removed),
    neutral('the backend that enforces the policy is named', added),
  ],
  device: shared.device,
  rosetta: [
    widens("the guest's programs run through the translator of the host", isTrue),
    narrows("the guest's programs no longer run through the host's translator", wasTrue),
    neutral('the same as before: without it there is no translator'),
  ],
  dockerSocket: [
    widens(
      "who reaches the guest's Docker socket is root in it, and the host is offered it",
      isTrue,
    ),
    narrows("the guest's Docker socket is no longer offered", wasTrue),
    neutral('the same as before: without it the socket is not offered'),
  ],
  ports: shared.ports,
  volumes: shared.volumes,
  lifecycle: shared.lifecycle,
  platform: shared.platform,
  allowed: shared.allowed,
  allowedRanges: [
    widens('a private range may be open that was blocked', added, egress.privateWasBlocked),
    ...shared.allowed,
  ],
  blockPrivate: [
    ...shared.fallback,
    narrows('private ranges are blocked', isTrue),
    widens('private ranges are no longer blocked', wasTrue),
    neutral('private ranges are open, as without it'),
  ],
  allowPrivate: [
    ...shared.fallback,
    widens('a private range is open', added),
    narrows('a private range is no longer open', removed),
  ],
  denied: [
    ...shared.fallback,
    narrows('a range is refused', added),
    widens('a range is no longer refused', removed),
  ],
  allowUdp: [
    ...shared.fallback,
    widens('a further range may be reached by UDP', added),
    narrows('a range may no longer be reached by UDP', removed),
  ],
  credentials: [
    widens(shared.tsi, egress.fallsToTsi),
    widens('the guest can use a credential of the host', added),
    narrows('the guest can no longer use a credential of the host', removed),
    widens('the name stands for several credentials'),
  ],
  credentialName: [widens('another credential has the place of this one')],
  credentialVariable: [
    widens('another variable holds the placeholder, and so another secret may be sent'),
  ],
  credentialHosts: [
    widens('the credential may be sent to more hosts', added),
    narrows('the credential may be sent to fewer hosts', removed),
  ],
  injection: shared.injection,
  credentialMethods: [
    widens('the credential may be used with more methods', egress.allowsMoreMethods),
    narrows('the credential may be used with fewer methods'),
  ],
  credentialHeader: [widens('the credential is put into another header')],
  copies: shared.copies,
  sshAgent: [
    widens("the guest can log in as you with the host's SSH agent", isTrue),
    narrows("the host's SSH agent is no longer forwarded", wasTrue),
    neutral('the same as before: without it the agent is not forwarded'),
  ],
  inert: shared.inert,
  secrets: [
    widens('a secret of the host is handed to the guest', added),
    widens('the secret is another, or comes from another place', changed),
    narrows('a secret is no longer handed to the guest', removed),
  ],
}

export const isolation = rulesByPath(settings, rules)
