import { extname } from 'node:path'
import { lintSource } from '@secretlint/core'
import { creator, rules } from '@secretlint/secretlint-rule-preset-recommend'
import { describe, expect, it } from 'vitest'
import { secretsIn } from '../../../src/dialects/secrets.ts'
import { alnum, base64, hex, pem, upper } from './filler.ts'

interface Case {
  /** Each is flagged by the preset, and by us. */
  readonly flagged: readonly string[]
  /** The file in which the preset looks for it. */
  readonly file?: string
  /** Each looks much the same, and the preset passes it. */
  readonly passed: readonly string[]
}

/** What a service account's token of 1Password is made of: JSON that ends where a byte is left over. */
const serviceAccount = ['', 'a', 'aa']
  .map((pad) => base64(JSON.stringify({ signInAddress: 'a.1password.com', srpX: hex(128) + pad })))
  .find((each) => each.endsWith('fQ=='))

/** The messages of the preset's rules. Those of what is off by default, or of no text, are left out. */
const cases: Readonly<Record<string, Case>> = {
  AWSSecretAccessKey: {
    flagged: [
      `AWS_SECRET_ACCESS_KEY=${alnum(40)}`,
      `aws_secret_access_key = "${alnum(39)}a"`,
      `SecretAccessKey: ${alnum(20)}/${alnum(18)}a`,
      `{"SECRET_ACCESS_KEY": "${alnum(40)}"}`,
      `Aws_Secret_Access_Key => '${alnum(40)}'`,
      `secretaccesskey=${alnum(40)}`,
      `AWSSECRETACCESSKEY=${alnum(40)}`,
    ],
    passed: [`AWS_SECRET_ACCESS_KEY=${alnum(20)}`, `AWS_ACCESS_KEY_FILE=${alnum(40)}`],
  },
  PrivateKeyJSON: {
    file: '/key.json',
    flagged: [
      JSON.stringify({ private_key_id: hex(40), private_key: pem('PRIVATE KEY') }),
      JSON.stringify({ private_key_id: hex(40), private_key: pem('RSA PRIVATE KEY').slice(0, 31) }),
    ],
    passed: [JSON.stringify({ private_key_id: hex(40), private_key: pem('PUBLIC KEY') })],
  },
  PrivateKey: {
    flagged: [
      ...['', 'RSA ', 'DSA ', 'EC ', 'OPENSSH ', 'PGP '].map((kind) => pem(`${kind}PRIVATE KEY`)),
      pem('PGP PRIVATE KEY BLOCK'),
      pem('PRIVATE KEY').replaceAll(/(BEGIN|END) /g, '$1'),
      pem('PRIVATE KEY', `MIIEvQ${alnum(200)}`, '\\n'),
      pem('OPENSSH PRIVATE KEY', `b3BlbnNzaC1rZXktdjE${alnum(200)}`),
    ],
    passed: [pem('PRIVATE KEY', '...'), pem('CERTIFICATE')],
  },
  PackageJSON_xOauthToken: {
    file: '/package.json',
    flagged: [`git+https://${alnum(40)}:x-oauth-basic@github.com/a/b.git`],
    passed: ['git+https://github.com/a/b.git', `https://${alnum(40)}@github.com/a/b.git`],
  },
  Npmrc_authToken: {
    file: '/.npmrc',
    flagged: [`//registry.npmjs.org/:_authToken=${alnum(36)}`, '_authToken=hunter2'],
    passed: ['//registry.npmjs.org/:_authToken=$' + '{NPM_TOKEN}'],
  },
  NPM_ACCESS_TOKEN: {
    flagged: [`npm_${alnum(36)}`, `npm_${alnum(20)}_${alnum(15)}`, `x_npm_${alnum(36)}`],
    passed: [`npm_${alnum(30)}`],
  },
  BasicAuth: {
    flagged: [
      'https://bot:correct-horse@host.net',
      'http://user:hunter2@host.net/x',
      'ftp://u-s_er:hunt-er_2@10.0.0.1',
      'ftps://user:1234@host.net:21',
    ],
    passed: ['https://user@host.net', 'https://user:@host.net', 'git@host.net:a/b'],
  },
  SLACK_TOKEN: {
    flagged: [
      ...['xoxb', 'xoxp', 'xapp', 'xoxa', 'xoxo', 'xoxr'].map(
        (kind) => `${kind}-${alnum(12)}-${alnum(24)}`,
      ),
      `xoxa-2-${alnum(10)}-${alnum(10)}`,
      'xoxb-a1-b2',
      'xapp-a-b',
    ],
    passed: ['xoxb', `xoxy-${alnum(10)}`, 'xoxb-$TOKEN'],
  },
  IncomingWebhook: {
    flagged: [
      `https://hooks.slack.com/services/T${upper(8)}/B${upper(8)}/${alnum(24)}`,
      `HTTPS://HOOKS.SLACK.COM/SERVICES/T${upper(8)}/B${upper(8)}/${alnum(24)}`,
    ],
    passed: ['https://hooks.slack.com/services/', 'https://slack.com/services/T1/B1/x'],
  },
  SENDGRID_KEY: {
    flagged: [`SG.${alnum(22)}.${alnum(43)}`, `SG.${alnum(22)}.${alnum(20)}-${alnum(22)}`],
    passed: [`SG.${alnum(22)}`, `MSG.${alnum(22)}.${alnum(43)}`],
  },
  SHOPIFY_KEY: {
    flagged: ['shppa', 'shpca', 'shpat', 'shpss'].map((kind) => `${kind}_${alnum(32)}`),
    passed: [`shpat_${alnum(20)}`],
  },
  GITHUB_TOKEN: {
    flagged: [
      ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((kind) => `${kind}_${alnum(36)}`),
      `ghs_${alnum(10)}_${alnum(30)}`,
      `github_pat_${alnum(22)}_${alnum(59)}`,
    ],
    passed: [`ghp_${alnum(20)}`, `ghx_${alnum(36)}`],
  },
  OPENAI_TOKEN: {
    flagged: [
      `sk-${alnum(20)}T3BlbkFJ${alnum(20)}`,
      ...['proj', 'svcacct', 'admin'].map((kind) => `sk-${kind}-${alnum(74)}T3BlbkFJ${alnum(74)}`),
      `sk-proj-${alnum(58)}T3BlbkFJ${alnum(58)}`,
    ],
    passed: [`sk-${alnum(10)}`, 'sk-proj-'],
  },
  ANTHROPIC_API_KEY: {
    flagged: [`sk-ant-api03-${alnum(93)}AA`, `sk-ant-api01-${alnum(60)}-_${alnum(40)}AA`],
    passed: ['sk-ant-', `sk-ant-${alnum(8)}`],
  },
  LINEAR_API_TOKEN: {
    flagged: [`lin_api_${alnum(40)}`, `lin_api_${alnum(16)}_${alnum(16)}`],
    passed: [`lin_api_${alnum(20)}`],
  },
  OPS_TOKEN: {
    flagged: [`ops_${serviceAccount}`],
    passed: [`ops_${alnum(200)}`, 'ops_eyJ'],
  },
  MongoDBConnection: {
    flagged: [
      'mongodb://app:hunter2@db.internal:27017/x',
      'mongodb+srv://app:hunter2@c0.internal/x?w=majority',
    ],
    passed: ['mongodb://db.internal:27017/x', 'mongodb://app:$' + '{PW}@db.internal/x'],
  },
  MySQLConnection: {
    flagged: [
      'mysql://app:hunter2@db.internal:3306/x',
      'jdbc:mysql://app:hunter2@db.internal/x',
      'mysqlx://app:hunter2@db.internal/x',
    ],
    passed: ['mysql://db.internal:3306/x', 'mysql://app:%PASSWORD%@db.internal/x'],
  },
  PostgreSQLConnection: {
    flagged: ['postgres://app:hunter2@db.internal/x', 'postgresql://app:hun"ter2@db.internal/x'],
    passed: ['postgres://app@db.internal/x', 'postgres://app:{{pw}}@db.internal/x'],
  },
}

/** What the preset looks for only when it is told to, or in files that are no text, or not at all. */
const leftOut = ['AWSAccountID', 'AWSAccessKeyID', 'PrivateKeyP12', 'IGNORE_MESSAGE']

/** The messages of the preset about a text. */
async function messagesOf(text: string, file = '/x.txt'): Promise<readonly string[]> {
  const { messages } = await lintSource({
    source: { filePath: file, content: text, contentType: 'text', ext: extname(file) },
    options: { config: { rules: [{ id: creator.meta.id, rule: creator }] } },
  })
  return messages.map(({ messageId }) => messageId)
}

describe("secretlint's recommended preset", () => {
  it('has a case for each message of each of its rules', () => {
    const messages = rules.flatMap((rule) => Object.keys(rule.messages))
    expect([...Object.keys(cases), ...leftOut].sort()).toEqual([...messages].sort())
  })

  it.each(Object.entries(cases))('flags no more than we do: %s', async (message, each) => {
    for (const text of each.flagged) {
      expect(await messagesOf(text, each.file), text).toContain(message)
      expect(secretsIn(text), text).not.toEqual([])
      expect(secretsIn(`x ${text} y`), text).not.toEqual([])
    }
    for (const text of each.passed)
      expect(await messagesOf(text, each.file), text).not.toContain(message)
  })
})
