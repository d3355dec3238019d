import { expect, it } from 'vitest'
import { secretReason, secretsIn, secretsInArguments } from '../../../src/dialects/secrets.ts'
import { services } from './services.ts'

const size = 1024 * 1024
/** Milliseconds, with room for a busy machine: what is not linear takes minutes. */
const most = 3_000

/** How often a part must be there to fill a text. */
function filled(part: string): string {
  return part.repeat(Math.ceil(size / part.length)).slice(0, size)
}

/** What makes patterns try again: beginnings without an end, and what nearly matches. */
const parts: readonly string[] = [
  ...'a A 0 - _ . / + = : @ " \' \\ $ { ( < % # & ; | ` ~ ! ? ,'.split(' '),
  ...[
    ' ',
    '\n',
    '\t',
    '://',
    '://a',
    '://a:',
    '://a:b',
    '://@',
    'a://b:c@',
    ':@',
    '@tcp(',
    'a:b@tcp(',
  ],
  ...['<<A ', '<<A\n', '&sig=', '?a_', 'htpasswd -b ', 'mc set ', 'read TOKEN <<< a;'],
  ...['-----BEGIN ', '-----BEGIN PRIVATE KEY-----', '-----BEGIN PRIVATE KEY', '-----END ', ' KEY'],
  ...[
    'token=',
    'token=$',
    'token="',
    "token='",
    'token:',
    'token: ',
    'token',
    'a.token',
    'token=${',
  ],
  ...[
    'token=a;',
    'token=a,b',
    'password "',
    '"password":"',
    'password=\\',
    'a=b;',
    'PASSWORD',
    'aToken',
  ],
  ...[
    'Bearer ',
    'Bearer aaaaaaaaaaaaaaaa',
    'Basic ',
    'Basic aaaaaa',
    'login ',
    'login a password ',
  ],
  ...[
    'login a account ',
    '--token ',
    '--token -',
    '-p ',
    'mysql -p',
    'curl -u ',
    'curl ',
    'curl -u a:b ',
  ],
  ...['echo a | ', '| -S', '<<< ', 'set ', 'set token ', "'", '" ', "a' ", '\\" ', '"a b" ', "' -"],
  ...['eyJ', '-eyJ', 'eyJa.', 'eyJaaaaaaaa.eyJ', 'eyJaaaaaaaa.', 'YWFh', 'YWFh\n', 'TFMwdExTMUNS'],
  ...[
    'jdbc:oracle:thin:',
    'jdbc:oracle:thin:a/',
    'hooks.slack.com/services/',
    'discord.com/api/webhooks/',
  ],
  ...[
    '%41',
    '\\n',
    '\\nsk-',
    '1/1234567890',
    '12345678:',
    'pat-na1-',
    'pataaaaaaaaaaaaaa.',
    'A{19}',
  ],
  ...[
    '${',
    '$(',
    '{{',
    '<a',
    '`',
    '%A',
    'token=${${',
    'token=$(',
    'token={{',
    'token=<a ',
    'a b -',
  ],
]

it.each(parts.map((part) => [JSON.stringify(part), part] as const))(
  'takes a mebibyte of %s in a moment',
  (_shown, part) => {
    const text = filled(part)
    const start = performance.now()
    secretReason('A_TOKEN', text)
    secretsIn(text)
    expect(performance.now() - start).toBeLessThan(most)
  },
)

it('takes a mebibyte of the beginnings of each token in a moment', () => {
  for (const token of Object.values(services).flat()) {
    for (const share of [0.3, 0.6, 0.95]) {
      const part = token.slice(0, Math.ceil(token.length * share))
      const text = filled(`${part} `).slice(0, size / 8)
      const start = performance.now()
      secretsIn(text)
      expect(performance.now() - start, JSON.stringify(part)).toBeLessThan(most)
    }
  }
})

it('takes a hundred thousand arguments in a moment', () => {
  for (const part of ['curl', '-p', '--token', 'login', 'mysql', '-u', 'a:b', '|', 'set']) {
    const start = performance.now()
    secretsInArguments(Array.from({ length: 100_000 }, () => part))
    expect(performance.now() - start, part).toBeLessThan(most)
  }
})
