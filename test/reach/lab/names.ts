import type { Answer, Question } from './dns-message.ts'

/**
 * What the laboratory's resolver knows: every name under these, and the number that keeps their
 * addresses apart. Settings name them, so that a name's answer says which of them let it through.
 */
const zones: Readonly<Record<string, number>> = {
  'allowed.test': 1,
  'notallowed.test': 2,
  'wild.test': 3,
  'exact.test': 4,
  'other.test': 5,
}

/** The addresses of a name by its first label, in the zone with that number. */
const byLabel: Readonly<Record<string, (zone: number) => string>> = {
  gate: () => '100.96.0.1',
  gate6: () => 'fd53:4d00::1',
  home: () => '127.0.0.1',
  home6: () => '::1',
  ten: (zone) => `10.77.${zone}.1`,
  seventeen: (zone) => `172.20.${zone}.1`,
  nineteen: (zone) => `192.168.${zone}.1`,
  cgnat: (zone) => `100.80.${zone}.1`,
  link: () => '169.254.169.254',
  six: (zone) => `2001:db8::${zone}0`,
  ula: (zone) => `fd12:3456::${zone}0`,
  mapped: (zone) => `::ffff:10.77.${zone}.2`,
}

/** The address that the resolver answers to `name`; undefined when the name is not there. */
export function addressOf(name: string): string | undefined {
  const labels = name.toLowerCase().split('.')
  const zone = zones[labels.slice(-2).join('.')]
  if (zone === undefined) return undefined
  const special = labels.length > 2 ? byLabel[labels[0] ?? ''] : undefined
  return special?.(zone) ?? `192.0.2.${zone * 10 + labels.length - 2}`
}

/** The address of `alias.ZONE` is that of a name in a zone that no setting allows. */
export const aliasTarget = 'web.other.test'

/** All records with which `resolver` answers a question; undefined when the name is not there. */
export function recordsOf(
  { name, type }: Question,
  resolver: string,
): readonly Answer[] | undefined {
  const isAlias = name.toLowerCase().startsWith('alias.')
  const address = addressOf(isAlias ? aliasTarget : name)
  if (address === undefined) return undefined
  const alias: readonly Answer[] = isAlias ? [{ name, type: 'CNAME', data: aliasTarget }] : []
  if (type === 'CNAME') return alias
  if (type === 'TXT') return [{ name, type, data: resolver }]
  if (type !== 'A' && type !== 'AAAA') return [{ name, type, data: aliasTarget }]
  if ((type === 'AAAA') !== address.includes(':')) return alias
  return [...alias, { name: isAlias ? aliasTarget : name, type, data: address }]
}
