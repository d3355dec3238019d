import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import {
  blocksByDefault,
  blocksPrivate,
  namesHosts,
  openedByRange,
  privateRangesIn,
  wholeFamilies,
} from '../values/policy.ts'
import { isPublicSuffix } from '../values/public-suffix.ts'
import type { SmolvmDocument, SmolvmNetwork } from './document.ts'
import { isNetworked, usesTsi } from './network.ts'

/** Warns of what a network opens beside what its policy names. TSI has a warning of its own. */
export function checkOpenness(document: SmolvmDocument): readonly Problem[] {
  if (!isNetworked(document) || usesTsi(document)) return []
  const { network = {} } = document
  return [
    ...openToAll(network),
    ...openByAnswers(network),
    ...openToHost(network),
    ...openDns(network),
    ...closedAgain(network),
    ...suffixes(network),
  ]
}

const closing = 'set block_private = true, which virtioNet() does, and name what is needed'

/** Without a list that allows, every address is open, whatever a list denies or UDP may. */
function openToAll(network: SmolvmNetwork): readonly Problem[] {
  const { allow_cidrs = [] } = network
  if (blocksPrivate(network) || namesHosts(network) || allow_cidrs.length > 0) return []
  const message = `no list names what may be reached: every host is open, and the host's own loopback at 100.96.0.1`
  return [warningAt('BW081', 'network', message, closing)]
}

/** What an allowed name answers is open, and who answers for the name decides. */
function openByAnswers(network: SmolvmNetwork): readonly Problem[] {
  if (blocksPrivate(network)) return []
  return (['allow_hosts', 'allow_host_patterns'] as const).flatMap((key) => {
    if ((network[key] ?? []).length === 0) return []
    const message = `${key} opens what its names answer, be it a private address or the host's own loopback`
    const hint =
      'set block_private = true, and open the private ranges that are needed in allow_private'
    return [warningAt('BW082', `network.${key}`, message, hint)]
  })
}

/** The host is at an address of the guest's network, which a wide range covers. */
function openToHost({ allow_cidrs = [] }: SmolvmNetwork): readonly Problem[] {
  const whole = wholeFamilies(allow_cidrs)
  const ranges = allow_cidrs.flatMap((range, index) => {
    const opened = openedByRange(range)
    if (opened === undefined || /\/0+$/.test(range)) return []
    const message = `the range ${quote(range)} opens ${opened}`
    return [warningAt('BW083', `network.allow_cidrs[${index}]`, message, 'name a narrower range')]
  })
  if (whole.length === 0 || allow_cidrs.some((range) => /\/0+$/.test(range))) return ranges
  const message = `the ranges are together every IPv${whole.join(' and IPv')} address`
  const hint = 'name the hosts or the ranges that are needed'
  return [...ranges, warningAt('BW063', 'network.allow_cidrs', message, hint)]
}

/** Only names that are allowed limit which names are answered. */
function openDns(network: SmolvmNetwork): readonly Problem[] {
  if ((network.allow_cidrs ?? []).length === 0 || namesHosts(network)) return []
  const message = 'ranges alone leave questions to DNS open for any name, which carry data out'
  const hint = 'name a host in allow_hosts too: then names under it alone are answered'
  return [warningAt('BW084', 'network.allow_cidrs', message, hint)]
}

/** `block_private` wins over ranges that are allowed. */
function closedAgain(network: SmolvmNetwork): readonly Problem[] {
  const { allow_cidrs = [], allow_private = [] } = network
  if (!blocksPrivate(network) || allow_private.length > 0) return []
  return privateRangesIn(allow_cidrs).map(([index, range]) => {
    const path = `network.allow_cidrs[${index}]`
    const message = `${path} has no effect: block_private closes ${quote(range)}`
    return warningAt('BW065', path, message, 'name the range in allow_private as well')
  })
}

/** Checks that what virtioNet() writes by itself closes nothing that the author names. */
export function checkDefaults(policy: SmolvmNetwork): readonly Problem[] {
  if (!blocksByDefault(policy)) return []
  const { allow_cidrs = [] } = policy
  return privateRangesIn(allow_cidrs).map(([index, text]) => {
    const range = quote(text)
    const message = `virtioNet() blocks private addresses beside names, which closes ${range} of allowCidrs`
    const hint = `open it with allowPrivate: [${range}], or leave all private addresses open with blockPrivate: false`
    return errorAt('BW087', `network.allow_cidrs[${index}]`, message, hint)
  })
}

/** A suffix below which anybody can have a name is no name of somebody's. */
function suffixes({ allow_hosts = [], allow_host_patterns = [] }: SmolvmNetwork) {
  const named = [
    ...allow_hosts.map((host, index) => [host, host, `network.allow_hosts[${index}]`] as const),
    ...allow_host_patterns.flatMap((pattern, index) => {
      const path = `network.allow_host_patterns[${index}]`
      return pattern.startsWith('*.') ? [[pattern, pattern.slice(2), path] as const] : []
    }),
  ]
  return named.flatMap(([text, name, path]): readonly Problem[] => {
    if (!isPublicSuffix(name)) return []
    const message = `${quote(text)} is a public suffix: everybody can have a name under it`
    return [warningAt('BW085', path, message, 'name the host that is needed')]
  })
}
