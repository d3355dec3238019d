/**
 * The addresses that smolvm 1.32.2 treats apart, each fact once, as measured: see
 * docs/reference/reach.md.
 */
import { lazy } from '../lazy.ts'
import { mergeRanges, rangesOf, withMapped } from './addresses.ts'

/** Every address, by family. */
export const families = lazy(() => rangesOf(['0.0.0.0/0', '::/0']))

/** What is closed in every setting: link-local of IPv4, where a cloud's metadata service is. */
export const alwaysClosed = lazy(() => withMapped(rangesOf(['169.254.0.0/16'])))

/** Link-local, of both families. */
export const linkLocal = lazy(() => mergeRanges([...alwaysClosed(), ...rangesOf(['fe80::/10'])]))

/** What `block_private` closes. */
export const privateRanges = lazy(() =>
  mergeRanges([
    ...withMapped(
      rangesOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']),
    ),
    ...linkLocal(),
  ]),
)

/** The host, as the guest has it: TCP to it leads to what listens on 127.0.0.1 and ::1 there. */
export const hostAt4 = lazy(() => rangesOf(['100.96.0.1']))
export const hostAt6 = lazy(() => rangesOf(['fd53:4d00::1']))
export const hostAt = lazy(() => mergeRanges([...hostAt4(), ...hostAt6()]))

/** What these lead to, and to no other address of the loopback. */
export const behind4 = lazy(() => rangesOf(['127.0.0.1']))
export const behind6 = lazy(() => rangesOf(['::1']))

/** The loopback's own addresses, which whoever is root in the guest can put into a frame. */
export const loopbacks = lazy(() =>
  mergeRanges([...withMapped(rangesOf(['127.0.0.0/8'])), ...rangesOf(['::1', '::ffff:0.0.0.0'])]),
)

/** With those of nobody, which lead there by UDP alone. */
export const udpLoopbacks = lazy(() =>
  mergeRanges([...loopbacks(), ...rangesOf(['0.0.0.0', '::'])]),
)

/** All that leads to the host's loopback, or nowhere: they are no addresses of others. */
export const hostAddresses = lazy(() => mergeRanges([...withMapped(hostAt()), ...udpLoopbacks()]))
