import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { readToml, UnreadValue } from '../../src/smolfile/toml-tree.ts'

/** What TOML is made of, and what ends a line in one way or another. */
const parts = [
  ...['a', 'b', '=', ' ', '\t', '#', ',', '.', '1', '-', '_', '[', ']', '{', '}', '[[', ']]'],
  ...[
    '"',
    "'",
    '"""',
    "'''",
    '""""',
    '\\',
    '\\n',
    '\\u0041',
    '\\e',
    '\\x41',
    '\\uD800',
    '\\U0001F600',
  ],
  ...['\n', '\r\n', '\r', '\r\r\n', '\\\n', '\\\r\n', '\\ \r\n\r\n ', '\\\r', '# c\r\n', '# c\r'],
  ...['\u0000', '\u001f', '\u007f', '\u0085', '\u2028', 'é', '\ufeff', '__proto__', 'constructor'],
  ...[
    'a=1\n',
    'b="x"\r\n',
    'c=[1,\r\n2]\n',
    'd={a=1}\n',
    '[t]\r\n',
    '[[u]]\n',
    'a.b=1\n',
    '"k"=1\n',
  ],
  ...[
    'e="""\r\nx\\\r\n  y\r\n"""\r\n',
    "f='''\r\nx\r\n'''\r\n",
    '0x1f',
    '1.5',
    'inf',
    '1979-05-27',
  ],
]

/** Texts of up to eight parts, many of them inside of a text; the same at every run. */
function texts(count: number): readonly string[] {
  let state = 7
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * below)
  }
  const wraps = [
    (inner: string) => inner,
    (inner: string) => `k = """${inner}"""\r\n`,
    (inner: string) => `k = '''${inner}'''\n`,
    (inner: string) => `k = ${inner}\n`,
  ]
  return Array.from({ length: count }, () => {
    const inner = Array.from({ length: 1 + next(8) }, () => parts[next(parts.length)]).join('')
    return wraps[next(wraps.length)]?.(inner) ?? inner
  })
}

/** Reads a JSON list of texts; of each what it says, or null when it is no TOML. */
const program = `
import json, sys, tomllib
def plain(value):
    if isinstance(value, dict): return {"table": sorted([key, plain(each)] for key, each in value.items())}
    if isinstance(value, list): return [plain(each) for each in value]
    if isinstance(value, bool): return value
    if isinstance(value, int): return {"integer": str(value)}
    return {"text": value} if isinstance(value, str) else "other"
def read(text):
    try: return plain(tomllib.loads(text))
    except ValueError: return None
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`

function plain(value: unknown): unknown {
  if (typeof value === 'string') return { text: value }
  if (typeof value === 'number') return { integer: String(BigInt(value)) }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof UnreadValue) return 'other'
  const entries = Object.entries(value).map(([key, each]) => [key, plain(each)] as const)
  return { table: entries.sort(([a], [b]) => (a < b ? -1 : 1)) }
}

function ours(text: string): unknown {
  const read = readToml(text)
  return read.ok ? plain(read.tree.data) : null
}

const hasTomllib = spawnSync('python3', ['-c', 'import tomllib']).status === 0
if (!hasTomllib) console.log('skipped, what tomllib reads: there is no python3 of 3.11 or later')

describe("Python's tomllib", () => {
  it.skipIf(!hasTomllib)('reads every text as it is read here', () => {
    // A byte order mark is the encoding's, and tomllib is given what is decoded.
    const given = texts(8_000).filter((text) => !text.startsWith('\ufeff'))
    const { stdout, stderr } = spawnSync('python3', ['-c', program], {
      input: JSON.stringify(given),
      maxBuffer: 1 << 28,
    })
    expect(stderr.toString()).toBe('')
    const theirs = JSON.parse(stdout.toString()) as readonly unknown[]
    expect(theirs.filter((each) => each !== null).length).toBeGreaterThan(1_500)
    const differing = given.flatMap((text, index) => {
      const [here, there] = [ours(text), theirs[index]].map((each) => JSON.stringify(each))
      return here === there ? [] : [{ text, here, there }]
    })
    expect(differing).toEqual([])
  })
})

describe('the ends of lines', () => {
  it.each([
    ['k = """x\r\ny"""\r\n', 'x\ny'],
    ['k = """\r\nx\\\r\n  \r\n y\r\n"""', 'xy\n'],
    ["k = '''\r\nx\r\ny'''", 'x\ny'],
    ['k = "x\\r\\ny"', 'x\r\ny'],
    ['\ufeffk = "x"\r\n# c\r\n', 'x'],
  ])('of %j are line feeds', (text, value) => {
    expect(readToml(text)).toMatchObject({ ok: true, tree: { data: { k: value } } })
  })

  it.each([
    ['k = 1\rj = 2', 1, 6],
    ['# a\nk = """x\ry"""', 2, 9],
    ['k = 1 # c\r', 1, 10],
    ["k = '''x\r\r\n'''", 1, 9],
    ['k = """x\\\r  y"""', 1, 10],
  ])('of %j are no carriage returns alone', (text, line, column) => {
    const message = 'a carriage return stands without a line feed'
    expect(readToml(text)).toMatchObject({ ok: false, message, place: { line, column } })
  })
})
