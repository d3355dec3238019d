import type { Evasion } from './evasion.ts'
import { block, hosts, net, patterns } from './evasion.ts'

export const names: readonly Evasion[] = [
  ['a name in another case', net(hosts('a.test')), net(hosts('A.TEST'))],
  ['a name with a dot at its end', net(hosts('a.test')), net(hosts('a.test.'))],
  ['a name below one that is allowed', net(hosts('a.test')), net(hosts('b.a.test'))],
  [
    'a name above one that is allowed',
    net(hosts('b.a.test')),
    net(hosts('a.test')),
    'names',
    'dns',
  ],
  ['a name that ends alike', net(hosts('a.test')), net(hosts('xa.test')), 'names', 'dns'],
  [
    'an exact name becomes one with all below it',
    net(patterns('a.test')),
    net(hosts('a.test')),
    'names',
    'dns',
  ],
  [
    'a pattern becomes the name',
    net(patterns('*.a.test')),
    net(hosts('a.test')),
    'names',
    'dns',
    'loopback',
  ],
  [
    'a name becomes the two patterns that it is',
    net(hosts('a.test')),
    net(patterns('a.test', '*.a.test')),
  ],
  ['a pattern in the list of names', net(patterns('*.a.test')), net(hosts('*.a.test'))],
  [
    'an address in the list of names',
    net(hosts('a.test')),
    net(hosts('a.test', '192.0.2.9')),
    'addresses',
  ],
  [
    "the loopback's address in the list of names",
    net(block, patterns('*.a.test')),
    net(block, patterns('*.a.test'), hosts('127.0.0.1')),
    'loopback',
  ],
  [
    'an international name and its ASCII form',
    net(hosts('xn--bcher-kva.test')),
    net(hosts('bücher.test')),
    'names',
    'dns',
  ],
]
