import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../src/dialects/vet.ts'

function vet(text: string) {
  const { dialect, diagnostics } = vetSmolfile('Smolfile', text)
  const told = diagnostics.map(
    ({ code, message, origin, hint }) =>
      `${origin?.line}:${origin?.column} ${code} ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  )
  return { dialect, told }
}

describe('vetting a Smolfile', () => {
  it.each([
    ['', 'smolvm'],
    ['env = ["A=1"]', 'smolvm'],
    ['memroy = 1', 'smolvm'],
    ['net = true', 'smolvm'],
    ['name = "x"', 'claude-bottle'],
    ['[[net]]\nsocket = "/x"', 'claude-bottle'],
    ['name = "x"\ncpus = 1\nmemory = 64', 'smolvm'],
    ['name = "x"\ncpus = 1', undefined],
  ])('tells the dialect of %j by its keys', (text, dialect) => {
    expect(vet(text).dialect).toBe(dialect)
  })

  it('asks for the dialect when the keys do not tell it', () => {
    expect(vet('name = "x"\ncpus = 1').told).toEqual([
      'undefined:undefined BW072 the dialect is not clear: the keys are as much of "claude-bottle" as of "smolvm" | pass --dialect claude-bottle or --dialect smolvm',
    ])
  })

  it.each([
    [
      'cpus = 1\ncpus = 2',
      '2:1 BW071 this is not valid TOML 1.0: Defining a key multiple times is invalid',
    ],
    ['\ufeffcpus = [', '1:9 BW071 this is not valid TOML 1.0: Unspecified values are invalid'],
    [
      'workdir = "/\\e"',
      '1:14 BW071 this is not valid TOML 1.0: Invalid character in escape sequence',
    ],
  ])('says where %j is no TOML', (text, problem) => {
    expect(vet(text).told).toEqual([problem])
  })

  it('tells every unknown key, with the nearest that there is', () => {
    const text = 'memroy = 1\nconstructor = 1\n__proto__.x = 1\n[dev]\nport = ["1"]\ntoString = 1'
    expect(vet(text).told).toEqual([
      '1:1 BW007 unknown setting "memroy" | did you mean "memory"?',
      '2:1 BW007 unknown setting "constructor"',
      '3:1 BW007 unknown setting "__proto__"',
      '5:1 BW007 unknown setting "port" in dev | did you mean "ports"?',
      '6:1 BW007 unknown setting "toString" in dev | there are volumes, env, init, workdir, user, ports',
    ])
  })

  it('refuses lists that stand for tables, floats and dates', () => {
    expect(
      vet('auth = [true]\ncpus = 2.0\nworkdir = 1979-05-27\n[[dev]]\nuser = "a"').told,
    ).toEqual([
      '1:1 BW067 auth is a list; it must be a table | write its keys by name, under [auth]',
      '2:1 BW007 cpus is a float, which no setting takes | write: cpus = 2',
      '3:1 BW007 workdir is a date or a time, which no setting takes',
      '4:3 BW067 dev is a list; it must be a table | write its keys by name, under [dev]',
    ])
  })

  it('never shows the value of what may be a secret', () => {
    const text = `env = "hunter2"\nimage = ["AKIAABCDEFGHABCDEFGH"]\ncpus = "AKIAABCDEFGHABCDEFGH"
[secrets]\nA = "hunter2"\nB = { from_env = "C", value = "hunter2" }`
    const { told } = vet(text)
    expect(told.length).toBe(5)
    expect(told.join('\n')).not.toMatch(/hunter2|AKIA/)
  })

  it.each([
    ['nested lists', `x = ${'['.repeat(100_000)}`],
    ['nested tables', `x = ${'{a='.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['a key of many parts', `a${'.a'.repeat(200_000)} = 1`],
    ['a header of many parts', `[a${'.a'.repeat(200_000)}]`],
    ['many ports', `net = true\nports = [${'"1",'.repeat(20_000)}]`],
    ['half of a web token again and again', `cmd = ["${'eyJ-'.repeat(20_000)}"]`],
  ])('ends soon, without a fault, on %s', (_, text) => {
    const started = performance.now()
    vetSmolfile('Smolfile', text)
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('reports both dialects at the place in the text', () => {
    const text = `name = "claude-bottle-Web"
command = [""]
env = ["A=1", "HTTP_PROXY=http://other.example", "B"]

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "run.sock"`
    expect(vet(text).told.map((each) => each.split(' ', 2).join(' '))).toEqual([
      '1:1 BW001',
      '2:1 BW004',
      '3:50 BW040',
      '3:15 BW030',
      '8:1 BW011',
      '8:1 BW017',
    ])
  })
})
