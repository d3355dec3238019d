import {
  added,
  changed,
  inside,
  isTrue,
  narrows,
  neutral,
  removed,
  wasTrue,
  widens,
} from './class-rule.ts'
import * as egress from './predicates/egress.ts'
import * as environment from './predicates/environment.ts'
import * as identity from './predicates/identity.ts'
import * as places from './predicates/places.ts'
import * as program from './predicates/program.ts'

export const tsi = "the machine falls back to TSI: the guest's sockets are executed on the host"
const same = 'the walls around the guest stay the same'
export const limits = [neutral('how much of the host it may take up, not what it reaches')]
export const lifecycle = [neutral(`when and how it runs; ${same}`)]
export const place = [inside(`where in the guest it starts; ${same}`)]

export const command = [
  widens('the program asks less or may do more', program.loosensProgram),
  widens('how the program connects, whom it trusts or what it loads may differ', program.resteers),
  narrows('the program is no longer told to ask less or do more', program.tightensProgram),
  widens('an option that governs permissions has another value', program.regoverns),
  widens('a secret is in plain text', program.saysSecret),
  narrows('a secret is no longer in plain text', program.saidSecret),
  inside([`another program or argument; ${same}`, 'check what the guest runs']),
]

export const variables = [
  widens(
    'the variable is set more than once, and which value applies is unclear',
    environment.isRepeated,
  ),
  widens("the host's value of the variable is handed to the guest", environment.isForwarded),
  widens(
    'more hosts are reached without the proxy',
    environment.isExemption,
    environment.exemptsMore,
  ),
  narrows(
    'fewer hosts are reached without the proxy',
    environment.isExemption,
    environment.exemptsFewer,
  ),
  neutral('the same hosts are reached without the proxy', environment.isExemption),
  widens('traffic no longer goes through the proxy', environment.isProxy, removed),
  neutral(
    "traffic goes through the gateway's filter",
    environment.isProxy,
    environment.pointsAtFilter,
    added,
  ),
  neutral(
    "traffic goes through the gateway's filter, as before",
    environment.isProxy,
    environment.pointsAtFilter,
    environment.pointedAtFilter,
  ),
  narrows(
    "traffic goes through the gateway's filter now",
    environment.isProxy,
    environment.pointsAtFilter,
  ),
  widens("traffic does not go to the gateway's filter", environment.isProxy),
  widens('other certificate authorities are trusted', environment.isAuthority),
  widens('other certificates may be checked', environment.isVerification),
  widens('a secret is in plain text', environment.looksSecret),
  narrows('a secret is no longer in plain text', removed, environment.lookedSecret),
  widens('a service of the gateway is no longer used', environment.leavesGateway),
  widens('a host is named that is not the gateway', environment.namesNewHost),
  narrows('git goes through the gateway', added, environment.rewritesToGateway),
  widens('how git connects or what programs load may differ', environment.isSteering),
  narrows('a service of the gateway is used', environment.entersGateway),
  inside('a variable of which no rule knows what it does'),
]

export const user = [
  widens('the guest runs as root', identity.becomesRoot),
  narrows('the guest no longer runs as root', identity.wasRoot, changed),
  widens('the image says who the guest runs as, which is often root', removed),
  inside('the guest runs as another user'),
]

export const ports = [
  widens(tsi, egress.fallsToTsi),
  neutral('the same port, written in another way', changed, places.samePort),
  widens('a port of the guest is reachable from the host', added),
  widens('another port of the guest is reachable from the host', changed),
  narrows('a port of the guest is no longer reachable', removed),
]

export const volumes = [
  neutral('the same mount, written in another way', changed, places.sameVolume),
  widens('the guest can write to a folder of the host', changed, places.becameWritable),
  narrows(
    'the guest can read the folder but no longer write to it',
    changed,
    places.becameReadOnly,
  ),
  widens('another folder of the host is mounted, or in another way', changed),
  widens('the guest can read a folder of the host', added, places.isReadOnly),
  widens('the guest can read and write a folder of the host', added),
  narrows('a folder of the host is no longer mounted', removed),
]

export const image = [
  widens('no digest fixes the image: who publishes it decides what runs', identity.losesDigest),
  narrows('a digest fixes the image', identity.gainsDigest),
  inside([`other code runs in the guest; ${same}`, 'check where the image comes from']),
]

export const device = [
  widens('the guest can use a device of the host', isTrue),
  narrows('the guest can no longer use a device of the host', wasTrue),
  neutral('the same as before: without it there is no device'),
]

export const copies = [neutral(`copies of the machine; ${same}, for each of them`)]
export const inert = [neutral('smolvm reads it and does nothing with it')]
export const platform = [neutral(`the platform that is packed; ${same}`)]

export const injection = [
  widens('the credential is put into more of a request', egress.injectsMore),
  narrows('the credential is put into less of a request', egress.injectsLess),
  neutral('the credential is put into the same parts of a request'),
]

export const fallback = [
  widens(tsi, egress.fallsToTsi),
  widens('this policy turns on the network, which was off', egress.policyTurnsNetworkOn),
  narrows('there is no longer a network', egress.losesNetwork),
]

export const allowed = [
  ...fallback,
  widens(
    'no host is named any more, and without a policy every host is allowed',
    removed,
    egress.opensEgress,
  ),
  narrows('fewer hosts may be reached', removed),
  neutral('with TSI no policy is enforced, before and now', egress.staysOnTsi),
  narrows('egress was open to every host, and is limited now', egress.closesEgress),
  neutral('every host could be reached before', egress.staysOpen),
  widens('more hosts may be reached'),
]
