/**
 * Addresses that a guest's kernel never puts on the wire, though whoever is root in a guest can. The
 * program guest.c writes these into the frames in the place of others, and back; the two of a pair
 * have the same sum, so that no checksum changes.
 */
export function onTheWire(address: string): string {
  if (address === '0.0.0.0') return '198.18.57.237'
  if (address === '::') return 'fd53:4d01:b5a9:1::'
  if (address === '::1') return 'fd53:4d01:b5a9:1::1'
  return address.replace(/^::ffff:/, 'fd53:4d01:b5aa::')
}
