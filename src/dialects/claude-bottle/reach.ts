import type { Reach } from '../reach.ts'
import { openNetwork, pastGateways, userGrant, variableGrants } from '../reach.ts'
import type { ClaudeBottleDocument } from './document.ts'

/**
 * What a claude-bottle can get at: whatever the host of gvproxy reaches, which by its defaults has
 * the host's own loopback open, and whatever libkrun's TSI reaches where there is no device.
 */
export function reachOfBottle({ env, net }: ClaudeBottleDocument): Reach {
  const by = net.map((_, index) => `net[${index}].socket`)
  return {
    network:
      net.length === 0
        ? openNetwork('tsi', by)
        : openNetwork('gvproxy', by, 'gvproxy runs with its defaults'),
    grants: [
      ...net.map(({ type, attachment, socket }, index) => ({
        part: 'gateway' as const,
        what: `${socket}, by ${attachment} of ${type}`,
        by: [`net[${index}]`],
      })),
      ...(net.length === 0 ? [{ part: 'gateway' as const, what: pastGateways, by: ['net'] }] : []),
      ...variableGrants(env, 'env'),
      ...userGrant(undefined, ''),
    ],
  }
}
