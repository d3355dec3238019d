import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DialectName } from '../../src/dialects/dialects.ts'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'
import { bare, nearWords } from '../../src/dialects/near-words.ts'
import { rowAtPath } from '../../src/dialects/rows.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import type { Kind } from '../../src/language/rows.ts'

interface Told {
  readonly path: string
  readonly message: string
  readonly hint: string
}

/** What is wrong with the form of a Smolfile: unknown keys, and values of another type. */
function formErrors(text: string, dialect: DialectName = 'smolvm'): readonly Told[] {
  return vetSmolfile('Smolfile', text, dialect).diagnostics.flatMap(
    ({ code, path = '', message, hint = '' }) =>
      code === 'BW007' || code === 'BW067' ? [{ path, message, hint }] : [],
  )
}

/** A value of each kind as other tools write it, which is no value of the setting. */
const foreign: { readonly [K in Kind]?: string } = {
  text: '1',
  constant: '1',
  image: '{ location = "alpine:3.22" }',
  guestPath: 'true',
  user: '1000',
  word: '"Always"',
  duration: '10',
  signal: '15',
  flag: '"yes"',
  network: '"bridge"',
  count: '"1"',
  mebibytes: '"1g"',
  argv: '"true"',
  texts: '"true"',
  ports: '8080',
  volumes: '{ source = "./a", target = "/a" }',
  set: '"10.0.0.0/8"',
  hosts: '"example.com"',
  hostPatterns: '"*.example.com"',
  ranges: '"10.0.0.0/8"',
  methods: '"GET"',
  variables: '{ LANG = "C" }',
  references: '["TOKEN"]',
}

const entries = dialectNames.flatMap((dialect) =>
  Object.entries(nearWords[dialect].tables).flatMap(([table, words]) =>
    Object.entries(words).flatMap(([target, list]) =>
      list.split(' ').map((word) => ({ dialect, table, target, word })),
    ),
  ),
)

/** The text with `line` in the table, which is a list of tables where its row says so. */
function inTable(dialect: DialectName, table: string, line: string): string {
  if (table === '') return `${line}\n`
  const kind = rowAtPath(dialectOf(dialect).rows, table)?.kind
  const name = table.replace('*', 'TOKEN')
  return kind === 'tables' || kind === 'devices' ? `[[${name}]]\n${line}\n` : `[${name}]\n${line}\n`
}

describe('a near word', () => {
  it('is in the list once for each table, as it is compared, and no setting of that table', () => {
    const places = entries.map(({ dialect, table, word }) => `${dialect} ${table} ${word}`)
    expect(places.filter((each, index) => places.indexOf(each) !== index)).toEqual([])
    expect(entries.filter(({ word }) => bare(word) !== word)).toEqual([])
    const settings = entries.filter(({ dialect, table, word }) => {
      const path = table === '' ? word : `${table}.${word}`
      return rowAtPath(dialectOf(dialect).rows, path) !== undefined
    })
    expect(settings).toEqual([])
  })

  it('stands for a setting that there is', () => {
    const none = entries.filter(
      ({ dialect, target }) => rowAtPath(dialectOf(dialect).rows, target) === undefined,
    )
    expect(none).toEqual([])
  })

  it.each(entries)(
    '$word in [$table] of $dialect is $target',
    ({ dialect, table, target, word }) => {
      const row = rowAtPath(dialectOf(dialect).rows, target)
      const value = foreign[row?.kind ?? 'text'] ?? '"x"'
      const told = formErrors(inTable(dialect, table, `${word} = ${value}`), dialect)
      const path = table === '' ? word : `${table.replace('*', 'TOKEN')}.${word}`
      const found = told.find((each) => each.path.replaceAll('[0]', '') === path)
      const name = target.startsWith(`${table}.`) ? target.slice(table.length + 1) : target
      expect(found?.message).toContain(`unknown setting "${word}"`)
      expect(found?.hint).toContain(`did you mean "${name}"?`)
      const [, where = '', text] = /\? (.*?)write: (.*)$/.exec(found?.hint ?? '') ?? []
      if (text === undefined) return
      const under =
        /under \[(.*)\]/.exec(where)?.[1] ?? (where.startsWith('at the top') ? '' : table)
      const after = formErrors(inTable(dialect, under, text), dialect)
      expect(after.filter(({ message }) => !message.endsWith('is missing'))).toEqual([])
    },
  )

  it.each(entries.filter(({ table }) => table === ''))(
    'is known in whatever case and with whatever signs: $word',
    ({ dialect, word }) => {
      const spelled = `${word.slice(0, 1).toUpperCase()}${word.slice(1, 2)}-${word.slice(2)}`
      const [found] = formErrors(`"${spelled}" = 1`, dialect)
      expect(found?.hint).toMatch(/^did you mean "/)
    },
  )

  it.each(
    dialectNames.flatMap((dialect) =>
      Object.entries(nearWords[dialect].absent).flatMap(([why, words]) =>
        words.split(' ').map((word) => ({ dialect, word, why })),
      ),
    ),
  )('$word of $dialect is no setting, which is said', ({ dialect, word, why }) => {
    expect(formErrors(`${word} = 1`, dialect)).toEqual([
      { path: word, message: `unknown setting "${word}"`, hint: why },
    ])
  })

  it.each(
    dialectNames.flatMap((dialect) =>
      nearWords[dialect].wrappers.split(' ').map((word) => ({ dialect, word })),
    ),
  )('$word of $dialect is a table of settings of the top level', ({ dialect, word }) => {
    const [first, second] = formErrors(`[${word}]\nenv = { LANG = "C" }\n`, dialect)
    expect(first?.hint).toContain('its keys stand at the top level')
    expect(second).toEqual({
      path: `${word}.env`,
      message: `unknown setting "env" in ${word}`,
      hint: 'at the top level write: env = ["LANG=C"]',
    })
  })
})

describe('a value of another form', () => {
  it.each([
    ['memory = "1.5GiB"', 'write: memory = 1536'],
    ['memory = "512Mi"', 'write: memory = 512'],
    ['memory = "512"', 'write: memory = 512'],
    ['memory = "100 bytes"', ''],
    ['storage = "20GB"', 'write: storage = 20'],
    ['storage = "512m"', ''],
    ['cpus = "1500m"', 'write: cpus = 2'],
    ['cpus = 0.5', ''],
    ['stop_timeout = "2m"', 'write: stop_timeout = 120'],
    ['ports = 8080', 'write: ports = ["8080"]'],
    ['ports = [8080, "80:80"]', 'write: ports = ["8080", "80:80"]'],
    ['ports = [{ target = 80, published = "8080" }]', 'write: ports = ["8080:80"]'],
    ['ports = [{ guestPort = 80, hostPort = 81 }]', 'write: ports = ["81:80"]'],
    ['ports = [true, {}]', ''],
    ['ports = { 8080 = 80 }', 'write: ports = ["8080:80"]'],
    ['[volumes]\n"./a" = "/a"', 'at the top level write: volumes = ["./a:/a"]'],
    ['[[ports]]\nhost = 1\nguest = 2', 'at the top level write: ports = ["1:2"]'],
    ['[env]\nA = 1', 'at the top level write: env = ["A=1"]'],
    ['cmd = " "', ''],
    [
      'volumes = ["./a:/a", { source = "./b", target = "/b", read_only = true }]',
      'write: volumes = ["./a:/a", "./b:/b:ro"]',
    ],
    ['volumes = [{ location = "/w", writable = true }]', 'write: volumes = ["/w:/w"]'],
    ['cmd = "sleep infinity"', 'write: cmd = ["sleep", "infinity"]'],
    ['cmd = "echo $HOME"', 'write: cmd = ["sh", "-c", "echo $HOME"]'],
    ['cmd = ["sleep", 5]', 'write: cmd = ["sleep", "5"]'],
    ['init = "apk add git && true"', 'write: init = ["apk add git && true"]'],
    ['env = { A = 1, B = true, C = "x y" }', 'write: env = ["A=1", "B=true", "C=x y"]'],
    ['env = [{ name = "A", value = "1" }]', 'write: env = ["A=1"]'],
    ['env = "A=1"', 'write: env = ["A=1"]'],
    ['dev.env = { A = "1" }', 'write: env = ["A=1"]'],
    ['[dev.env]\nA = "1"', 'at the top level write: dev.env = ["A=1"]'],
    ['[dev]\nuser = "a"\n[dev.env]\nA = "1"', 'under [dev] write: env = ["A=1"]'],
    ['network = true', 'did you mean "net"? write: net = true'],
    ['network = false', 'did you mean "net"? write: net = false'],
    ['network = "host"', 'did you mean "net"? write: net = true'],
    ['network = ["example.com"]', 'write: network = { allow_hosts = ["example.com"] }'],
    ['net = true\nnetwork = true', 'did you mean "net"? it is set already: remove "network"'],
    ['net = "none"', 'write: net = false'],
    ['[net]\nallow_hosts = ["a.example"]', 'did you mean "network"? write: [network]'],
    ['[net]\nmtu = 1500', 'at the top level write: net = true'],
    [
      'cpus = 1\nmemory = 64\n[[net]]\ntype = "virtio-net"',
      '[[net]] is of the dialect claude-bottle; at the top level write: net = true',
    ],
    [
      'health = "curl -f http://localhost"',
      'write: health = { exec = ["curl", "-f", "http://localhost"] }',
    ],
    [
      'health = ["CMD-SHELL", "true || false"]',
      'write: health = { exec = ["sh", "-c", "true || false"] }',
    ],
    ['health.interval = 5', 'write: interval = "5s"'],
    ['restart = "always"', 'write: restart = { policy = "always" }'],
    ['restart = "no"', 'write: restart = { policy = "never" }'],
    ['restart = "OnFailure"', 'write: restart = { policy = "on-failure" }'],
    ['restart = "on-failure:3"', 'write: restart = { policy = "on-failure", max_retries = 3 }'],
    ['restart = true', 'write: restart = { policy = "always" }'],
    ['health = true', ''],
    ['auth = true', 'write: auth = { ssh_agent = true }'],
    ['fork = true', 'write: fork = { enabled = true }'],
    ['service = 8080', 'write: service = { port = 8080 }'],
    ['secrets = ["TOKEN"]', 'write: secrets = { TOKEN = { from_env = "TOKEN" } }'],
    ['user = 1000', 'write: user = "1000"'],
    ['network.allow_hosts = "a.example"', 'write: allow_hosts = ["a.example"]'],
    ['[network.credentials]\nname = "a"', 'write: [[network.credentials]]'],
    ['gpu = "on"', 'write: gpu = true'],
    ['gpu = "perhaps"', ''],
  ])('%j is told with what to write', (text, hint) => {
    const [first] = formErrors(text)
    expect(first?.hint).toBe(hint)
    const [, pasted] = /write: (.*)$/.exec(hint) ?? []
    if (pasted === undefined || hint.startsWith('under') || /^\w+\./.test(text)) return
    expect(formErrors(pasted).filter(({ message }) => !message.endsWith('is missing'))).toEqual([])
  })

  it('is told as the guide says', () => {
    const guide = readFileSync(new URL('../../docs/guides/adopting.md', import.meta.url), 'utf8')
    const rows = [...guide.matchAll(/^\| `(.+ = .+)` \| `(.+)` \|$/gm)]
    expect(rows.length).toBeGreaterThan(5)
    for (const [, text = '', hint] of rows) expect(formErrors(text)[0]?.hint, text).toBe(hint)
  })

  it('says of the keys of a table with another name what is meant', () => {
    const text = '[healthcheck]\ntest = ["CMD", "true"]\nretries = "3"\ninterval = 5\nport = 1\n'
    expect(formErrors(text).map(({ path, hint }) => `${path}: ${hint}`)).toEqual([
      'healthcheck: did you mean "health"? write: [health]',
      'healthcheck.test: did you mean "exec"? write: exec = ["true"]',
      'healthcheck.retries: write: retries = 3',
      'healthcheck.interval: write: interval = "5s"',
      'healthcheck.port: did you mean "ports"? at the top level write: ports = ["1"]',
    ])
  })

  it('says where a setting that another table has belongs', () => {
    const text = 'ssh_agent = true\nnetwork = {}\nallow_udp = []\n[dev]\ncpus = 2\n'
    expect(formErrors(text).map(({ hint }) => hint)).toEqual([
      'did you mean "auth.ssh_agent"? write: auth.ssh_agent = true',
      'did you mean "network.allow_udp"? under [network] write: allow_udp = []',
      'at the top level write: cpus = 2',
    ])
  })

  it('says under which header what belongs to a device', () => {
    const [first] = formErrors('socket = "/run/x.sock"', 'claude-bottle')
    expect(first?.hint).toBe(
      'did you mean "net.socket"? under [[net]] write: socket = "/run/x.sock"',
    )
  })

  it.each([
    'env = { DB_PASSWORD = "hunter2hunter2" }',
    'env = ["hunter2hunter2", 1]',
    'environment = ["DB_PASSWORD=hunter2hunter2"]',
    'env = [{ name = "API_TOKEN", value = "hunter2hunter2" }]',
    'secrets = { A = "hunter2hunter2" }',
    'secrets = "hunter2hunter2"',
    'secret = { A = { env = "hunter2hunter2" } }',
    'secrets.A.file = "hunter2hunter2"',
    'cmd = "login --password hunter2hunter2"',
    'health = "curl -u admin:hunter2hunter2 http://localhost"',
  ])('shows no secret of %s', (text) => {
    const told = formErrors(text)
    expect(told.length).toBeGreaterThan(0)
    expect(JSON.stringify(told)).not.toContain('hunter2')
  })
})
