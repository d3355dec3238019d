import type { Grant, Reach } from '../../src/dialects/reach.ts'
import type { SmolvmDocument, SmolvmNetwork } from '../../src/dialects/smolvm/document.ts'
import { reachOfMachine } from '../../src/dialects/smolvm/reach.ts'

/** What a machine with an interface of its own and this policy can get at. */
export function networked(network?: SmolvmNetwork, more: SmolvmDocument = {}): Reach {
  const policy = network === undefined ? {} : { network }
  return reachOfMachine({ net: true, net_backend: 'virtio-net', user: '1000', ...policy, ...more })
}

/** What a machine without a network can get at. */
export function offline(document: SmolvmDocument = {}): Reach {
  return reachOfMachine({ user: '1000', ...document })
}

/** The grants of one part, as texts. */
export function granted({ grants }: Reach, part: Grant['part']): readonly string[] {
  return grants.flatMap((grant) => (grant.part === part ? [grant.what] : []))
}
