import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'
import {
  authorityVariables,
  exemptionVariables,
  proxyVariables,
  verificationVariables,
} from '../../src/dialects/environment-names.ts'
import { hideTokens, KnownSecrets, SecretLabels } from '../../src/dialects/masking.ts'
import { settingRows } from '../../src/dialects/rows.ts'
import { secretSpans } from '../../src/dialects/secret-spans.ts'
import { secretReason } from '../../src/dialects/secrets.ts'
import { hideInSmolfile } from '../../src/dialects/smolfile-secrets.ts'
import { hideInSource } from '../../src/evaluate/front-end/source-secrets.ts'

const token = `ghp_${'Zq7'.repeat(12)}`
const jwt = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`

describe('what is left of a value with a secret', () => {
  it.each([
    [token, undefined, '(secret, not shown)'],
    ['hunter2', 'DB_PASSWORD', '(secret, not shown)'],
    ['hunter2', 'COLOUR', 'hunter2'],
    [
      `curl -H "Authorization: Bearer ${token}" https://x.example`,
      undefined,
      'curl -H "Authorization: Bearer ***" https://x.example',
    ],
    [`--token=${token} && rm -rf /`, undefined, '--token=*** && rm -rf /'],
    ['https://user:pa@ss@host.example:1/a?b', undefined, 'https://user:***@host.example:1/a?b'],
    [
      'http://a:b1@one.example http://c:d2@two.example',
      undefined,
      'http://a:***@one.example http://c:***(2)@two.example',
    ],
    [`https://${token}@github.com/x`, undefined, 'https://***@github.com/x'],
    ['https://user:pw@host.example/', 'API_TOKEN', 'https://user:***@host.example/'],
    [`${token}.evil.example,other`, 'NO_PROXY', '***.evil.example,other'],
    [`a ${jwt} b`, undefined, 'a *** b'],
    [
      `-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest`,
      undefined,
      '***\nrest',
    ],
    [`${token} and ${token}x and ${token}`, undefined, '*** and ***(2) and ***'],
    ['', 'DB_PASSWORD', ''],
  ])('is all but the secret: %s', (value, name, shown) => {
    expect(new SecretLabels().mask(value, name)).toBe(shown)
  })

  it('is the same for the same secret, and another for another', () => {
    const labels = new SecretLabels()
    const shown = ['one', 'two', 'one'].map((each) => labels.mask(each, 'API_TOKEN'))
    expect(shown).toEqual(['(secret, not shown)', '(secret 2, not shown)', '(secret, not shown)'])
  })

  it('is not masked once more', () => {
    const once = hideTokens(`https://user:pass@host.example/ ${token}`)
    expect(hideTokens(once)).toBe(once)
    expect(once).toBe('https://user:***@host.example/ ***')
  })
})

describe('a value that decides the class of a change', () => {
  it('is in no variable that is a secret by its name', () => {
    const lists = [proxyVariables, exemptionVariables, authorityVariables, verificationVariables]
    const names = lists.flatMap((list) => list.names)
    expect(names.length).toBeGreaterThan(30)
    expect(names.filter((name) => secretReason(name, 'some-value') !== undefined)).toEqual([])
  })

  it('is in no setting of a Smolfile that is a secret by its key', () => {
    const rows = dialectNames.flatMap((name) => settingRows(dialectOf(name).rows))
    const texts = rows.filter(({ row }) => !('rows' in row))
    const keys = texts.map(({ path }) => path.slice(path.lastIndexOf('.') + 1))
    expect(keys.filter((key) => secretReason(key, 'some-value') !== undefined)).toEqual([])
  })
})

describe('a text with secrets that are known', () => {
  it.each([
    ['as it is', (secret: string) => `x ${secret} y`],
    ['as JSON', (secret: string) => JSON.stringify([secret])],
    [
      'in single quotes',
      (secret: string) => `'${secret.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`,
    ],
    ['cut', (secret: string) => `"${secret.slice(0, 12)}…"`],
    ['cut by the compiler', (secret: string) => `'"${secret.slice(0, 12)}...'`],
  ])('has none of them %s', (_title, write) => {
    for (const secret of [
      'correct-horse-battery',
      'with "quotes" and \'more\'\\',
      'of two\nlines of it',
      token,
    ]) {
      const shown = new KnownSecrets([secret]).hide(write(secret))
      expect(shown).toContain('***')
      expect(shown).not.toContain(secret.slice(0, 6))
    }
  })

  it('keeps the words that a short one is a part of', () => {
    const secrets = new KnownSecrets(['test', 'x'])
    expect(secrets.hide('latest test of "x" and x')).toBe('latest *** of "***" and x')
  })

  it('has nothing quoted when there are very many', () => {
    const secrets = new KnownSecrets(Array.from({ length: 1_000 }, (_, index) => `secret-${index}`))
    expect(secrets.hide('the value "secret-7" is bad')).toBe('the value "***" is bad')
  })
})

describe('a line of a source', () => {
  it.each([
    [`const a = '${token}' + 1`, `const a = '${'*'.repeat(40)}' + 1`],
    ["const dbPassword: string = 'hunter2'", "const dbPassword: string = '*******'"],
    ["env({ DB_PASSWORD: 'hunter2', A: 'b' })", "env({ DB_PASSWORD: '*******', A: 'b' })"],
    ['env([["API_KEY", "hunter2"]])', 'env([["API_KEY", "*******"]])'],
    ["apiKey: 'hun\\u0074er2'", "apiKey: '************'"],
    ['password = `a${b}c`', 'password = `*${b}*`'],
    ["x('A=b', 'DB_PASSWORD=hunter2')", "x('A=b', 'DB_PASSWORD=*******')"],
    ["/'/.test(a); secret = 'hunter2'", "/'/.test(a); secret = '*******'"],
    ["a / b; token = 'x/y'", "a / b; token = '***'"],
    ["f() // DB_PASSWORD='hunter2'", "f() // DB_PASSWORD='*******'"],
    ["connect('https://me:hunter2@host.example/')", "connect('https://me:*******@host.example/')"],
    [
      "get password() { return 'hunter2' as const }",
      "get password() { return '*******' as const }",
    ],
    ["get password(): 'hunter2' { return x() }", "get password(): '*******' { return x() }"],
    ["token() { if (a) { return 'hunter2' } }", "token() { if (a) { return '*******' } }"],
    [
      "async token(a = f(b)): X { return ['hunter2'] }",
      "async token(a = f(b)): X { return ['*******'] }",
    ],
    ["apiKey: () => 'hunter2', a: 'b'", "apiKey: () => '*******', a: 'b'"],
    [
      "const apiKey = (a: A) => { return 'hunter2' }",
      "const apiKey = (a: A) => { return '*******' }",
    ],
    ["const apiKey = a => 'hunter2'", "const apiKey = a => '*******'"],
    ["apiKeys: ['hunter2', f('hunter2')]", "apiKeys: ['*******', f('*******')]"],
    ["const password = a ? 'hunter2' : 'hunter3'", "const password = a ? '*******' : '*******'"],
    ["password = x ?? 'hunter2'", "password = x ?? '*******'"],
    ["password ??= 'hunter2'", "password ??= '*******'"],
    ["if (password === 'hunter2') f('b')", "if (password === '*******') f('b')"],
    ["const password = g()\nh('one', 'two')", "const password = g()\nh('one', 'two')"],
    ["password: { hint: 'none' }, a: 'b'", "password: { hint: 'none' }, a: 'b'"],
    ["f(password, 'plain'); g('plain')", "f(password, 'plain'); g('plain')"],
    [`'${token.slice(0, 20)}' + "${token.slice(20)}"`, `'${'*'.repeat(20)}' + "${'*'.repeat(20)}"`],
    [
      `\`a \${'other'}\${x}\` + \`\${'${token.slice(0, 20)}'}${token.slice(20)}\``,
      `\`a \${'other'}\${x}\` + \`\${'${'*'.repeat(20)}'}${'*'.repeat(20)}\``,
    ],
    ["env({ ['pass' + 'word=' + 'hunter2']: 1 })", "env({ ['pass' + 'word=' + '*******']: 1 })"],
    ["f('DB_PASS=correct-horse') // correct-horse", "f('DB_PASS=*************') // *************"],
    [
      "f('x correct-horse y', 'DB_PASS=correct-horse')",
      "f('x ************* y', 'DB_PASS=*************')",
    ],
    [".secret('NAME', hostEnv('PGPASSWORD'))", ".secret('NAME', hostEnv('PGPASSWORD'))"],
    ["it's not closed, token: 'x", "it's not closed, token: 'x"],
  ])('has stars for a secret, and every place stays its own: %s', (line, shown) => {
    expect(hideInSource(line)).toBe(shown)
  })
})

describe('a line of a Smolfile', () => {
  it.each([
    ['env = ["DB_PASSWORD=hunter2", "A=b"]', 'env = ["DB_PASSWORD=*******", "A=b"]'],
    ["env = ['DB_PASSWORD=hunter2'] # API_KEY=one", "env = ['DB_PASSWORD=*******'] # API_KEY=***"],
    ['env = ["DB_PASSWORD=hun\\u0074er2"]', `env = ["${'*'.repeat(24)}"]`],
    ['env = ["""\nDB_PASSWORD=hunter2"""]', 'env = ["""\nDB_PASSWORD=*******"""]'],
    ['password = """\nhunter2\n""" x', 'password = """\n*******\n""" x'],
    ['env = ["DB_PASSWORD=hunter2"', 'env = ["DB_PASSWORD=*******"'],
    ['API_KEY = hunter2', 'API_KEY = *******'],
    [
      'env = ["DB_PASS=correct-horse", "OTHER=correct-horse"] # correct-horse',
      'env = ["DB_PASS=*************", "OTHER=*************"] # *************',
    ],
    [
      'command = ["sh", "-c", "x -z correct-horse y; PASSWORD=correct-horse cmd"]',
      'command = ["sh", "-c", "x -z ************* y; PASSWORD=************* cmd"]',
    ],
    [
      'env = ["DB_PASS=correct-horse", "O=correct\\u002dhorse"]\n"a correct-horse" = 1',
      `env = ["DB_PASS=*************", "${'*'.repeat(20)}"]\n"a *************" = 1`,
    ],
    ['env = ["DB_PASS=short", "A=short"]', 'env = ["DB_PASS=*****", "A=short"]'],
  ])('has stars for a secret, be it TOML or not: %s', (text, shown) => {
    expect(hideInSmolfile(text)).toBe(shown)
  })
})

describe('the time that it takes', () => {
  const size = 200_000
  it.each([
    ["a:'',", hideInSource],
    ['`${', hideInSource],
    ["token:'x',", hideInSource],
    ['// a=b ', hideInSource],
    ['://a:b@', secretSpans],
    ['ghp_abc ', (text: string) => secretSpans(text + token)],
    ['-----BEGIN PRIVATE KEY-----', secretSpans],
    ['a="""', hideInSmolfile],
    ['a=b ', hideInSmolfile],
  ])('is no more than a moment for a text full of %s', (part, hide) => {
    const start = performance.now()
    hide(part.repeat(size / part.length))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
