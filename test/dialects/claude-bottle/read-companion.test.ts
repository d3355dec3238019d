import { describe, expect, it } from 'vitest'
import { renderCompanion } from '../../../src/dialects/claude-bottle/companion.ts'
import { readCompanion } from '../../../src/dialects/claude-bottle/read-companion.ts'

const socket = '/run/web/gvproxy.sock'
const good = renderCompanion({ socket, address: '127.77.0.5' })

/** What is wrong with a text, beside the Smolfile with the socket and by itself. */
function wrong(text: string) {
  const beside = readCompanion(text, socket)
  const alone = readCompanion(text, undefined)
  expect(alone.problems).toHaveLength(beside.problems.length)
  expect(beside.problems.length > 0).toBe(beside.address === undefined)
  for (const { code, severity } of beside.problems)
    expect([code, severity]).toEqual(['BW020', 'error'])
  return beside.problems.map(({ message, line }) => `${line ?? '-'} ${message}`)
}

const withLine = (line: string) => good.replace('stack:\n', `stack:\n${line}\n`)
const indent = /^( +)mtu/m.exec(good)?.[1] ?? ''

describe('a companion', () => {
  it('is read as it is written, whatever the comments, the blank lines and the path', () => {
    expect(wrong(good)).toEqual([])
    expect(wrong(good.replaceAll('\n', '\r\n'))).toEqual([])
    expect(wrong(good.replaceAll(/ *#.*$/gm, ''))).toEqual([])
    expect(wrong(`# mine\n\n${good}\n# mine\n`)).toEqual([])
    for (const path of ['/run/a b.sock', "/run/it's(1)*!.sock", '/run/ü/x.sock', '/run/$&.sock']) {
      const { address, problems } = readCompanion(
        renderCompanion({ socket: path, address: '127.77.0.9' }),
        path,
      )
      expect([address, problems]).toEqual(['127.77.0.9', []])
    }
  })

  // gvproxy's reader of YAML ends a line, and a comment with it, at each of these (yaml.v3, is_break).
  it.each(['\r', '\u0085', '\u2028', '\u2029'])(
    'with a hidden end of a line (%j) is refused',
    (end) => {
      const entry = `${end}    192.168.127.254: 127.0.0.1`
      expect(wrong(good.replace('127.77.0.5\n', `127.77.0.5 # mine${entry}\n`))).toHaveLength(1)
    },
  )

  it.each(['\t', '\0', '\ufeff', 'ü', '\u200b', '\u{1f600}', '\ud800'])(
    'with %j is refused',
    (sign) => {
      expect(wrong(`# mine${sign}\n${good}`)).toEqual([
        expect.stringMatching(/^1 it has ".*"; a companion is ASCII that can be seen$/s),
      ])
    },
  )

  it('of another socket than that of the Smolfile is refused', () => {
    const { problems } = readCompanion(good, '/run/other.sock')
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^interfaces\.vfkit is "unixgram:.*gvproxy\.sock"; it must be "unixgram:.*other/,
      ),
    ])
  })

  it.each([
    '169.254.169.254',
    '192.168.1.5',
    '127.0.0.1',
    '127.0.0.53',
    '0.0.0.0',
    '128.0.0.1',
    '127.255.255.255',
    '127.77.0.05',
    '0177.77.0.5',
    '"127.77.0.5 "',
    'localhost',
    '::1',
    '[]',
    '{}',
    'null',
    '',
    '2135752709',
    '0x7F4D0005',
  ])('refuses the address %s at its line', (address) => {
    const lineOf = good.split('\n').findIndex((line) => line.includes('127.77.0.5')) + 1
    const found = wrong(good.replace('127.77.0.5', address))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^(?:${lineOf}|${lineOf + 1}|-) `))
  })

  it.each([
    ['a further key', 'debug: true'],
    ['forwards', 'forwards: { "127.0.0.1:22": "192.168.127.2:22" }'],
    ['an empty table', 'forwards: {}'],
    ['a further zone', 'dhcpStaticLeases: { 192.168.127.9: "5a:94:ef:e4:0c:ee" }'],
    ['a key of the prototype', '__proto__: { a: 1 }'],
    ['a key with a control character', '"a\\eb": 1'],
    ['a key that is a number', '1: 1'],
    ['a key that is a list', '? [a]\n  : 1'],
    ['an octal of YAML 1.1', 'mode: 0o17'],
    ['a merge key', '<<: { mtu: 9000 }'],
    ['an anchor', 'a: &a 1'],
    ['a tag', 'a: !!str 1'],
    ['a tag of its own', 'a: !x 1'],
  ])('refuses %s in it', (_, line) => {
    const found = wrong(withLine(indent + line))
    expect(found).not.toEqual([])
    expect(found.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  it.each([
    ['an alias', good.replace('1500', '&m 1500').replace(/$/, 'more: *m\n'), 'an anchor'],
    ['an alias to nothing', good.replace('1500', '*m'), 'an alias'],
    ['a tag', good.replace('1500', '!!int 1500'), 'a tag'],
    ['a number of YAML 1.1', good.replace('1500', '02734'), 'stack.mtu is 2734'],
    [
      'a number of YAML 1.1 that is the same',
      good.replace('1500', '1_500'),
      'stack.mtu is "1_500"',
    ],
    ['a number in another base', good.replace('1500', '0x5dc'), 'not laid out'],
    ['a float', good.replace('1500', '1500.0'), 'not laid out'],
    ['a text that is a number', good.replace('1500', '"1500"'), 'stack.mtu is "1500"'],
    ['a key that stands twice', withLine(`${indent}mtu: 1500`), 'no plain YAML'],
    ['a second document', `${good}---\n${good}`, 'no plain YAML'],
    ['the start of a document', `---\n${good}`, 'not laid out'],
    ['a directive', `%YAML 1.1\n---\n${good}`, ''],
    ['an order of its own', good.replace(/( *mtu:.*\n)( *subnet:.*\n)/, '$2$1'), 'not laid out'],
    ['a mark at its start', `\ufeff${good}`, ''],
    ['one line end of Windows', good.replace('\n', '\r\n'), 'it has "\\r"'],
    ['carriage returns for line ends', good.replaceAll('\n', '\r'), 'it has "\\r"'],
    [
      'a carriage return in a line of Windows',
      good.replaceAll('\n', '\r\n').replace('stack', '\rstack'),
      'it has "\\r"',
    ],
    ['nothing', '', 'is missing'],
    ['nothing but a comment', '# mine\n', 'is missing'],
    ['a key alone', '? a', 'a is nothing that a companion has'],
    ['a key without a value', '{ a }', 'a is nothing that a companion has'],
    ['an item alone', '-', 'is nothing that a companion has'],
    ['an end of a document', '...', ''],
    ['a text', 'x', 'all of it is nothing that a companion has'],
    ['a list', '- 1', 'is nothing that a companion has'],
    ['JSON', JSON.stringify({ stack: {} }), 'is missing'],
    ['no YAML', 'a: [', 'no plain YAML'],
    ['a tab', '\tstack: 1', 'ASCII that can be seen'],
  ])('refuses %s', (_, text, why) => {
    expect(wrong(text).join('\n')).toContain(why)
    expect(wrong(text)).not.toEqual([])
  })

  it.each([
    ['lists', `a: ${'['.repeat(3000)}`],
    ['tables', `a: ${'{a: '.repeat(1000)}`],
    ['spaced lists', `a: ${'[ '.repeat(2000)}`],
    ['lists in lines', `a: ${'[\n'.repeat(2000)}`],
    ['lists by their signs', '- '.repeat(2000)],
    [
      'tables by their depth',
      Array.from({ length: 80 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ],
    ['keys by their signs', '? '.repeat(2000)],
    ['more than there may be', `# ${'x'.repeat(1_000_000)}`],
    [
      'aliases of aliases',
      `a: &a [x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*a, *a]`).join('\n')}`,
    ],
    ['lists and comments between', `a: ${'[ # x\n'.repeat(600)}`],
    ['lists behind one another', `a: ${'[x, '.repeat(1000)}`],
    ['an array in a key', `${'? - '.repeat(900)}`],
  ])('ends soon, without a fault, on many %s', (_, text) => {
    const started = performance.now()
    expect(readCompanion(text, socket).problems.map(({ code }) => code)).toContain('BW020')
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
