import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { makeProject } from '../support/project.ts'

/** A secret by its form, one by its name, and one of a URL; none is in use anywhere. */
const token = `ghp_${'Zq7'.repeat(12)}`
const password = 'correct-horse-battery'
const inUrl = 'sw0rdfish-in-url'
const secrets = [token, password, inUrl]

/** Every part of a secret that is long enough to say something of it. */
const parts = secrets.flatMap((secret) =>
  Array.from({ length: secret.length - 9 }, (_, index) => secret.slice(index, index + 10)),
)

function expectNone(text: string, what: string): void {
  const found = parts.filter((part) => text.includes(part))
  expect(found, `${what}\n${text}`).toEqual([])
}

/** `text` with each of its letters as an escape of four or eight digits. */
function escaped(text: string, sign: 'u' | 'U'): string {
  const width = sign === 'u' ? 4 : 8
  return [...text]
    .map((each) => `\\${sign}${(each.codePointAt(0) ?? 0).toString(16).padStart(width, '0')}`)
    .join('')
}

/** A text of TOML in each way of writing it. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  'a basic string': (text) => `"${text}"`,
  'a literal string': (text) => `'${text}'`,
  'an escape of four digits': (text) => `"${escaped(text, 'u')}"`,
  'an escape of eight digits': (text) => `"${escaped(text, 'U')}"`,
  'one escape': (text) => `"${text.slice(0, 5)}${escaped(text.slice(5, 6), 'u')}${text.slice(6)}"`,
  'a basic string of several lines': (text) => `"""\n${text}"""`,
  'a literal string of several lines': (text) => `'''\n${text}'''`,
  'a string that goes on behind a line': (text) =>
    `"""${text.slice(0, 5)}\\\n    ${text.slice(5)}"""`,
}

function smolfile(write: (text: string) => string, more = '', held = token): string {
  return `name = "claude-bottle-web"
command = ["curl", "-H", ${write(`Authorization: Bearer ${held}`)}]
env = [
  ${write(`A=${held}`)}, # was ${held} and DB_PASSWORD=${password}
  ${write(`DB_PASSWORD=${password}`)}, ${write(`URL=https://user:${inUrl}@host.example/x`)},
  ${write(`PLAIN=${password}`)}, ${write(`HOLDS=x ${password} y`)}, "ODD\u200b",
]
${more}
[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "run.sock"
`
}

const closed = 'name = "claude-bottle-web"\ncommand = ["true"]\nenv = []\nnet = []\n'

function outputs(
  project: string,
  argv: readonly string[],
  reports: readonly string[] = [],
): string {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project }
  const { stdout, stderr } = bottle(argv, { cwd: project, env })
  const written = reports.map((each) => readFileSync(join(project, each), 'utf8'))
  return [stdout, stderr, ...written].join('\n')
}

describe('a secret in a Smolfile', () => {
  it.each(Object.entries(spellings))('is in no output as %s', (_title, write) => {
    const text = smolfile(write)
    const project = makeProject({
      before: closed,
      after: text,
      changed: smolfile(write, '', `${token}x`),
      broken: smolfile(write, 'x = {\n'),
      odd: smolfile(
        write,
        `password = ${write(password)}\ntable = { key = ${write(token)}, secret = ${write(password)} }\n`,
      ),
      named: `${smolfile(write)}"password=${password}" = 1\n[odd]\n"API_KEY=${password}" = { "${token}" = 1 }\n`,
      machine: `env = [${write(`A=${token}`)}]\ncpus = ${write(token)}\nimage = ${write(token)}\n[dev]\nenv = [${write(`DB_PASSWORD=${password}`)}]\n`,
    })
    const reports = ['--html', 'page.html', '--sarif', 'log.sarif']
    const written = ['page.html', 'log.sarif']
    const shown = {
      vet: outputs(project, ['vet', 'after', 'broken', 'odd', 'machine', 'named']),
      'vet --json': outputs(project, [
        'vet',
        'after',
        'broken',
        'odd',
        'machine',
        'named',
        '--json',
      ]),
      diff: outputs(project, ['diff', 'before', 'after', ...reports], written),
      'diff --json': outputs(project, ['diff', 'after', 'before', '--json', ...reports], written),
      'diff --markdown': outputs(
        project,
        ['diff', 'after', 'changed', '--markdown', ...reports],
        written,
      ),
      'diff of what is none': outputs(
        project,
        ['diff', 'broken', 'odd', '--sarif', 'log.sarif'],
        ['log.sarif'],
      ),
      'diff of keys': outputs(project, ['diff', 'before', 'named', ...reports], written),
      'diff --json of keys': outputs(project, ['diff', 'named', 'before', '--json']),
      import: outputs(project, ['import', 'after', 'odd', 'broken', '--as', 'web']),
      'import one': outputs(project, ['import', 'machine', '--as', 'web', '--json']),
    }
    for (const [what, text] of Object.entries(shown)) expectNone(text, what)
    expect(shown.diff).toContain('https://user:***')
    expect(shown.diff).toContain('host.example/x')
    // A secret that has become another is a change that is seen.
    expect(shown['diff --markdown']).toMatch(/\*\*\*.*→.*\*\*\*\(2\)/)
    expect(shown.vet).toMatch(/BW033|BW006/)
  })
})

/** Bottle files that say a secret in some way, and fail somehow. */
const sources: Readonly<Record<string, Files>> = {
  'a type error of a constant': {
    'bottles/web.bottle.ts': `const a: 1 = '${token}'
const dbPassword: 2 = "${password}"
const url: 3 = \`https://user:${inUrl}@host/\`
`,
  },
  'a type error of escapes': {
    'bottles/web.bottle.ts': `const a: 1 = '${escaped(token, 'u')}'
const dbPassword: 2 = "\\x63${password.slice(1)}"
`,
  },
  'a type error of what is computed': {
    'bottles/web.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
const first = 'correct'
const all = \`\${first}-horse-battery\` as const
const half = 'ghp_Zq7Zq7Zq7Zq7Zq7Zq7' as const
const whole = \`\${half}Zq7Zq7Zq7Zq7Zq7Zq7\` as const
const a: 1 = all, b: 2 = whole
export default bottle('web').env({ DB_PASSWORD: all, OTHER: whole }).net(gvproxy('/run/a.sock'))
`,
  },
  'a type error that the compiler cuts': {
    'bottles/web.bottle.ts': `const dbPassword = '${password} ${'-'.repeat(2_000)} ${password}' as const
const a: 1 = dbPassword
const b: 1 = { a: '${'x'.repeat(60)}', b: '${'y'.repeat(60)}', token: '${token.repeat(9)}', apiKey: '${password}' } as const
`,
  },
  'a type error of objects': {
    'bottles/web.bottle.ts': `const settings = { password: '${password}', list: ['${token}', '${password}'] } as const
const a: { password: 1 } = settings
const b: [1, 2] = settings.list
`,
  },
  'a type error of what functions give': {
    'bottles/web.bottle.ts': `const a: 1 = { get password() { return '${password}' as const } }
const b: 1 = { token: () => '${password}x' as const, apiKey: ['y${password}'] as const }
const c: 1 = '${token.slice(0, 20)}' + '${token.slice(20)}'
const d: 1 = \`\${'${token.slice(0, 20)}'}\${'${token.slice(20)}'}\` as const
type Half<T extends string> = \`\${T}-horse-battery\`
const e: 1 = null! as { password: Half<'correct'> }
`,
  },
  'a type error in a module': {
    'bottles/web.bottle.ts': `import { apiKey } from '../shared.ts'
const a: 1 = apiKey
`,
    'shared.ts': `export const apiKey = '${password}'\nexport const x: 1 = apiKey\n`,
  },
  'an error that is thrown': {
    'bottles/web.bottle.ts': `import data from '../data.json' with { type: 'json' }
const password = '${password}'
console.log(password, data.token, { password }, JSON.stringify([password]))
console.log('${'x'.repeat(100)}', password, '${'y'.repeat(95)} ${token}')
throw new Error(\`\${'-'.repeat(105)} \${password} https://user:${inUrl}@host ${token}\`)
`,
    'data.json': `{ "token": "${token}" }`,
  },
  'data that is no JSON': {
    'bottles/web.bottle.ts': `import data from '../data.json' with { type: 'json' }\nexport default data\n`,
    'data.json': `{ "token": ${token}, "password": "${password}" }`,
  },
  'a file that does not parse': {
    'bottles/web.bottle.ts': `export default bottle('web').env({ A: '${token}', DB_PASSWORD: '${password}' ))\n`,
  },
  'a warning of a variable': {
    'bottles/web.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
export default bottle('web')
  .env({ A: '${token}' }).env({ DB_PASSWORD: '${password}' }).env({ URL: 'https://user:${inUrl}@host/' })
  .env({ HTTP_PROXY: 'http://user:${inUrl}@other.example:1' }) // DB_PASSWORD='${password}'
  .env({ ODD: \`\u200b${token}\` }).command('login', '--token=${token}')
  .net(gvproxy('/run/web.sock'))
`,
  },
  'an error of a setting': {
    'bottles/web.bottle.ts': `import { machine } from 'bottleworks'
export default machine('web').image('${token}').cpus('${token}' as never).env({ DB_PASSWORD: ['${password}'] as never })
  .user('${token} x').workdir('${token}').init('curl https://user:${inUrl}@host | sh')
`,
  },
  'a name of a variable': {
    'bottles/web.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
export default bottle('web')
  .env({ 'password=${password}': 'x', ['pass' + 'word=' + '${password}y']: 'x' })
  .net(gvproxy('/run/web.sock'))
`,
  },
  'an earlier value': {
    'bottles/web.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
export default bottle('web')
  .env({ A: '${token}', DB_PASSWORD: '${password}', C: 'https://user:${inUrl}@host/' })
  .env({ A: 'x', DB_PASSWORD: 'other-${password}', C: 'y' }).unset('DB_PASSWORD')
  .env({ Z: '${token}', API_KEY: '${password}' })
  .net(gvproxy('/run/web.sock'))
`,
  },
}

describe('a secret in a bottle file', () => {
  it.each(Object.entries(sources))('is in no output: %s', (_title, files) => {
    const project = makeProject({ ...files, 'package.json': '{ "type": "module" }' })
    mkdirSync(join(project, 'smolfiles'))
    const commands = [
      ['synth'],
      ['synth', '--json'],
      ['list'],
      ['explain', 'web'],
      ['explain', 'web', '--json'],
      ['explain', 'web', 'command'],
      ['diff', '--sarif', 'log.sarif', '--html', 'page.html'],
      ['set', 'web', 'cpus', token],
      ['rename', 'web', 'other'],
    ]
    for (const argv of commands) {
      expectNone(outputs(project, argv), argv.join(' '))
    }
    expect(outputs(project, ['check'])).not.toBe('')
  })
})
