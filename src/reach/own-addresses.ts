import { lazy } from '../dialects/lazy.ts'
import { everyAddress } from '../dialects/reach.ts'
import { rangesOf, withoutRanges } from '../dialects/values/addresses.ts'
import { privateRanges } from '../dialects/values/known-addresses.ts'

/** Addresses that are no other host's: of oneself, of the link, and where the engine itself is. */
const ownAddresses = lazy(() =>
  rangesOf(
    `0.0.0.0/8 127.0.0.0/8 169.254.0.0/16 100.96.0.1 :: ::1 fe80::/10 fd53:4d00::1
    ::ffff:0:0/96`.split(/\s+/),
  ),
)

/** The addresses that other hosts have; those that stand for one of IPv4 are not counted twice. */
export const otherHosts = lazy(() => withoutRanges(everyAddress, ownAddresses()))

/** The private ones of these. */
export const privateHosts = lazy(() => withoutRanges(privateRanges(), ownAddresses()))

/** The addresses that mean the guest itself, to whatever runs there. */
export const guestAddresses = lazy(() =>
  rangesOf('127.0.0.0/8 0.0.0.0 :: ::1 ::ffff:127.0.0.0/104 ::ffff:0.0.0.0'.split(' ')),
)
