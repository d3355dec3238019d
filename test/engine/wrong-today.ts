import type { Difference } from './difference.ts'

/** Where bottleworks is wrong today, and is to change: an entry goes with the rule that it names. */
export const wrongToday: readonly Difference[] = [
  {
    kind: 'looser',
    what: 'a prefix length of more digits than it needs',
    why: 'the rule takes three digits everywhere',
    example: '[network]\nallow_cidrs = ["10.0.0.0/008"]',
    covers: { refusal: /(?:allow|deny)_cidrs: invalid CIDR '[^']*\/0\d\d'/ },
  },
  {
    kind: 'looser',
    what: 'a signal in letters beyond ASCII',
    why: 'JavaScript makes capitals of them',
    example: 'stop_signal = "kıll"',
    covers: { refusal: /unknown stop signal '[^']*[^\x00-\x7f]/ },
  },
  {
    kind: 'looser',
    what: 'a disk of so many GiB that its bytes are 0 in 64 bits',
    why: 'the rule has no greatest value',
    example: 'storage = 17179869184',
    covers: { start: /disk size must be greater than 0/ },
  },
  {
    kind: 'read otherwise',
    what: 'a disk of more bytes than 64 bits hold, of which the engine makes a small one',
    why: 'the rule has no greatest value',
    example: 'storage = 17179869185',
    covers: { start: /^(?:storage|overlay) is \d+ GiB, and the Smolfile says \d{11,}/ },
  },
]
