import { settings as bottleSettings } from '../../../src/language/claude-bottle/settings.ts'
import type { Kind, Row, Rows } from '../../../src/language/rows.ts'
import { settings as machineSettings } from '../../../src/language/smolvm/settings.ts'
import { Dice } from './dice.ts'
import { matchers, wildMatchers } from './matchers.ts'

/** How seldom something comes that people do not write: one time in so many. */
const wild = 60

const tameNames = ['a', 'b', 'c', 'LOG', 'x1', '$y']
const wildNames = [
  ...['constructor', 'toString', 'length', '__proto__', 'é', '0', '10', '2', 'undefined', 'NaN'],
  ...['valueOf', 'hasOwnProperty', '4294967295', '-1', '1.5', 'then', 'prototype', 'name', ''],
]
const texts = [
  ...["'s'", '"d"', "'x,y'", '`t`', '`a${1}b`', "''", "'é😀'", "'\\n\\x41\\u{1F600}'", "'A=b'"],
  ...['gateway.host', "gateway.url('gitGate')", "f1('q')"],
]
const numbers = ['1', '0', '42', '8080', 'gateway.ports.gitGate', 'gib(2)', 'data.a']
const textMethods = [
  ...['trim()', 'toUpperCase()', 'toLowerCase()', 'slice(1)', 'slice(0, -1)', 'repeat(2)'],
  ...["split(',').join('-')", "split(',').map((x) => `${x}.`).join()", 'slice(1, 2)'],
]
const listMethods = [
  ...['map((x, i) => [x, i])', 'filter((x) => x)', 'concat([1])', 'slice(1)', 'slice(-1)'],
  ...['flatMap((x) => [x, x])', 'concat(c1, [2])', 'map((x, i, all) => all.length)'],
]
const wildLiterals = [
  ...['-0', '007', '1e21', '0.1', '1_000', '0x10', '9007199254740993', 'null', 'undefined', 'NaN'],
  ...[
    "'\\ud800'",
    '/r/',
    '10n',
    "'a\\\nb'",
    '.5',
    '5.',
    "'\\0'",
    "'\u2028'",
    "'\ufffd'",
    'missing',
  ],
  ...['Math.PI', 'globalThis', 'this', "gateway.url('constructor')", 'gateway.url', 'Object'],
  ...['Symbol()', "Symbol.for('bottleworks.definition')", 'Symbol.iterator', "'x'.repeat(1e9)"],
  ...[
    "'ab'.repeat(3)",
    "'ß'.toUpperCase()",
    'new Date()',
    'Math.random()',
    '[,1]',
    'String',
    'bottle',
  ],
  ...[
    '({ get a() { return 1 } })',
    '({ __proto__: { z: 1 } })',
    "({ ['__proto__']: 1 })",
    'arguments',
  ],
  ...['JSON.parse(\'{"__proto__":1}\')', '[].constructor', '({}).toString', "'x'.at(0)", 'void 0'],
]
const wildOperators = ['==', '/', '%', ',', 'in', '**', '? 1 :', '|', '>>>', 'instanceof', '=']
const wildParts = [
  ...['a', 'constructor', 'map(String)', 'foo()', '__proto__', 'at(0)', 'toString()', 'concat(1)'],
  ...[
    'sort()',
    'reverse()',
    'push(1)',
    'valueOf()',
    "replace(/a/, 'b')",
    'slice(1.5)',
    'repeat(-1)',
  ],
  ...[
    "constructor('return this')()",
    'join()',
    'map((x) => x, 1)',
    'flatMap((x) => x)',
    "['length']",
  ],
]

/** A program of the grammar of what people write, and of what stands close to it. */
export function program(seed: number): string {
  return new Writer(new Dice(seed)).bottle(`b${seed}`)
}

class Writer {
  readonly #dice: Dice
  #depth = 0

  constructor(dice: Dice) {
    this.#dice = dice
  }

  bottle(slug: string): string {
    const dice = this.#dice
    const isBottle = dice.roll(2) === 0
    const rows = isBottle ? bottleSettings : machineSettings
    const calls = Array.from(
      { length: 1 + dice.roll(4) },
      () => `  ${this.#call(rows, isBottle)}\n`,
    )
    const end = () => dice.pick(['\n', ';\n', ' // e\n'])
    return [
      "import { bottle, gib, gvproxy, gateway, hostEnv, machine, rawNet, tsi, viaGateway, virtioNet } from 'bottleworks'\n",
      dice.roll(3) === 0
        ? "import data from './data.json' with { type: 'json' }\n"
        : "const data = { a: 1, b: ['x', 'y'] }\n",
      `const c1 = ${this.expression()}${end()}const c2 = ${this.expression()}${end()}`,
      `const f1 = ${this.#function('v')}${end()}`,
      `function f2(v, w = c1) { ${this.#statements('v')} }\n`,
      `const preset = (b) => b.env({ Q: ${this.expression()} })\n`,
      `export default ${isBottle ? 'bottle' : 'machine'}('${slug}')\n`,
      ...calls,
      isBottle ? `  .net(gvproxy('/run/${slug}.sock'))\n` : '',
    ].join('')
  }

  #isWild(): boolean {
    return this.#dice.roll(wild) === 0
  }

  #of(tame: readonly string[], wildOnes: readonly string[]): string {
    return this.#dice.pick(this.#isWild() ? wildOnes : tame)
  }

  /** An expression of any type. */
  expression(): string {
    const dice = this.#dice
    if (this.#isWild()) return dice.roll(3) === 0 ? this.#unary() : dice.pick(wildLiterals)
    return dice.pick([
      () => this.#text(),
      () => this.#text(),
      () => this.#number(),
      () => this.#list(),
      () => this.#record(),
      () => dice.pick(['true', 'false', 'c1', 'c2', 'data', `!${this.#text()}`]),
      () => `${this.#of(matchers, wildMatchers)}.test(${this.#text()})`,
    ])()
  }

  /** Any expression, where there may be none of the type that is asked for. */
  #or(forms: readonly (() => string)[], simple: readonly string[]): string {
    if (this.#isWild()) return this.expression()
    if (this.#depth > 3) return this.#dice.pick(simple)
    this.#depth++
    const made = this.#dice.pick(forms)()
    this.#depth--
    return made
  }

  #text(): string {
    const dice = this.#dice
    const text = () => this.#text()
    const any = () => this.expression()
    return this.#or(
      [
        () => dice.pick(texts),
        () => dice.pick(texts),
        () => `\`p\${${text()}}q\${${this.#number()}}\``,
        () => `(${text()} ${this.#of(['+'], wildOperators)} ${text()})`,
        () => `(${any()} ? ${text()} : ${text()})`,
        () => `(${text()}).${this.#of(textMethods, wildParts)}`,
        () => `(${this.#list()}).join(',')`,
        () => `(${text()} ${dice.pick(['??', '||', '&&'])} ${text()})`,
        () => `(typeof ${any()})`,
        () => `String(${dice.pick([text, () => this.#number()])()})`,
        () => `f1(${text()})`,
        () => `f2(${text()})`,
        () => `(${this.#function('x')})(${text()}, ${text()})`,
        () => `({ a: ${text()} }).a`,
        () => `[${text()}, ${text()}][${dice.roll(2)}]`,
        () => `(${text()} ${dice.pick(['as const', 'satisfies string', 'as string', '!'])})`,
        () => `data.b[${dice.roll(2)}]`,
      ],
      texts,
    )
  }

  #number(): string {
    const dice = this.#dice
    return this.#or(
      [
        () => dice.pick(numbers),
        () => `(${this.#number()} ${this.#of(['+', '-', '*'], wildOperators)} ${this.#number()})`,
        () => `(${this.#text()}).length`,
        () => `(${this.#list()}).length`,
        () => `-${this.#number()}`,
        () => `gib(${this.#number()})`,
        () => `(${this.#number()} ${dice.pick(['<', '>', '===', '!==', '<=', '>='])} 3 ? 1 : 2)`,
      ],
      numbers,
    )
  }

  #list(): string {
    const dice = this.#dice
    const items = () =>
      dice.some(4, () => (dice.roll(6) === 0 ? `...${this.#list()}` : this.expression()))
    return this.#or(
      [
        () => `[${items().join(', ')}${dice.pick(['', '', ','])}]`,
        () => `[${dice.some(4, () => this.#text()).join(', ')}]`,
        () => `(${this.#text()}).split(${dice.pick(["','", "''", this.#text()])})`,
        () => `(${this.#list()}).${this.#of(listMethods, wildParts)}`,
        () => `(${this.#list()}).map(${this.#function('x')})`,
        () => `Object.${dice.pick(['entries', 'keys', 'values'])}(${this.#record()})`,
        () => 'data.b',
      ],
      ["['s']", '[]', "['a', 1]"],
    )
  }

  #record(): string {
    const dice = this.#dice
    const name = () => this.#of(tameNames, wildNames)
    const members = () =>
      dice.some(4, () =>
        dice.pick([
          () => `${name()}: ${this.expression()}`,
          () => `'${name()}': ${this.expression()}`,
          () => `[${this.#text()}]: ${this.expression()}`,
          () => `...${this.#record()}`,
          () => 'c1',
          () => (this.#isWild() ? `get ${name()}() { return 1 }` : 'c2'),
        ])(),
      )
    return this.#or(
      [
        () => `{ ${members().join(', ')} }`,
        () => `{ ${members().join(', ')} }`,
        () => `Object.fromEntries([[${this.#text()}, ${this.expression()}]])`,
        () => `({ ...data, ${members().join(', ')} })`,
      ],
      ['{}', "{ A: 's' }"],
    )
  }

  #unary(): string {
    const operator = this.#of(['!', '-', 'typeof '], ['+', 'void ', '~', 'delete ', '++'])
    return `${operator}${this.expression()}`
  }

  #function(name: string): string {
    const dice = this.#dice
    const parameters = dice.pick([
      ...[name, name, name, name, name, name, name, `${name} = 1`, `${name}, z`],
      `${name}, y = ${this.expression()}`,
      `{ a, b: ${name} = 1 }`,
      `[${name}, z]`,
      `...${name}`,
      `{ a, ...${name} }`,
    ])
    const body = dice.pick([
      ...[name, name, `\`${name}\``, `String(${name})`],
      `\`<\${${name}}>\``,
      `[${name}]`,
      `({ ${name} })`,
      `${name} + 1`,
      'c2',
      `{ ${this.#statements(name)} }`,
    ])
    return `((${parameters}) => ${body})`
  }

  #statements(name: string): string {
    return this.#dice.pick([
      ...[`return ${name}`, `return ${name}`, `return \`\${${name}}!\``],
      `if (${name}) return ${this.expression()}\n return ${name}`,
      `const q = ${this.expression()}; return q`,
      `const { length } = ${name}; return length`,
      `const q = ${name}; if (q === 1) { const ${name} = 2; return ${name} } else { return q }`,
      `for (const ${this.#eachOf(name)} of ${this.#list()}) ${this.#round(name)}\n return ${name}`,
      `f1(${this.#text()}); return ${name}`,
      '',
      `return inner(${name}); function inner(n) { return n }`,
      this.#isWild() ? 'const q = late; const late = 1; return q' : `return ${name}`,
    ])
  }

  #eachOf(name: string): string {
    return this.#of(
      ['e', 'e', '[e]', '{ length: e }', '[e, ...more]'],
      [name, '{ e = 1 }', 'e = 1'],
    )
  }

  /** What is done for each of a list. */
  #round(name: string): string {
    return this.#dice.pick([
      '{ return e }',
      '{ if (e) continue; return e }',
      `{ const q = ${this.#text()}; if (q === e) break }`,
      `{ if (${this.#of(matchers, wildMatchers)}.test(${name})) return 'm'; f1(e) }`,
      `{ for (const d of ${this.#list()}) { if (d === e) break; if (d) return [d, e] } }`,
      'return e',
      this.#isWild() ? '{ break out }' : '{}',
    ])
  }

  #call(rows: Rows, isBottle: boolean): string {
    const dice = this.#dice
    if (dice.roll(2) === 0) return this.#common(isBottle)
    const name = dice.pick(Object.keys(rows).filter((each) => rows[each]?.method !== false))
    return `.${name}(${this.#args(rows[name] as Row)})`
  }

  /** A call that both dialects have. */
  #common(isBottle: boolean): string {
    const dice = this.#dice
    const name = () => this.#of(tameNames, wildNames)
    return dice.pick([
      () => `.env({ ${name()}: ${this.expression()}, Z: ${this.#text()} })`,
      () => `.env({ K: ${this.#text()}, ...{ L: 1 } })`,
      () => '.use(preset)',
      () => `.use((b) => b.env({ P: ${this.#text()} }))`,
      () => `.use(${this.#isWild() ? this.expression() : 'preset'})`,
      () => `.use(viaGateway({ ca: ${this.#text()}, noProxy: [${this.#text()}] }))`,
      () => `.unset(${this.#text()}, 'K')`,
      () => `.acknowledge('BW032', ${this.#text()})`,
      () => (this.#isWild() ? `.${name()}(${this.expression()})` : ''),
      () => (isBottle ? `.net(gvproxy(${this.#text()}))` : `.net(${this.#network()})`),
    ])()
  }

  #network(): string {
    return this.#dice.pick([
      `virtioNet({ allowHosts: [${this.#text()}], open: ${this.#text()} })`,
      'virtioNet()',
      `tsi({ reason: ${this.#text()} })`,
      `rawNet({ net: ${this.expression()}, allowUdp: ${this.expression()} })`,
      this.expression(),
    ])
  }

  /** Arguments for the method of a setting: of its kind, or anything. */
  #args(row: Row): string {
    if (this.#isWild()) return this.#dice.some(3, () => this.expression()).join(', ')
    return this.#valueOf(row)
  }

  #valueOf(row: Row): string {
    const known = values[row.kind]
    const dice = this.#dice
    if (known !== undefined && dice.roll(6) > 0) return dice.pick(known)
    if ('rows' in row && dice.roll(4) > 0) {
      const names = Object.keys(row.rows)
      const members = dice.some(4, () => {
        const name = dice.pick(names)
        return `${name}: ${this.#valueOf(row.rows[name] as Row)}`
      })
      return `{ ${members.join(', ')} }`
    }
    return this.expression()
  }
}

const values: Partial<Record<Kind, readonly string[]>> = {
  flag: ['', 'true', 'false', '1'],
  count: ['1', '4', "'4'", '-1'],
  mebibytes: ['gib(2)', '512', 'gib(c1)'],
  duration: ['5', "'10s'", '[5]'],
  signal: ["'SIGINT'", '9', '[9]', 'true', '{}'],
  argv: ["'a', 'b'", "...['a', c1]", ''],
  ports: ['8080', "'80:80'", '{ host: 80, guest: [1, 2] }', '{ port: 3 }', '[1]', '{ host: 1 }'],
  volumes: ["'/a:/b'", "{ host: '/a', guest: '/b', mode: 'ro' }", "{ guest: '/x' }", '1'],
  variables: ["{ A: 1, B: 'x' }", "['A=1', 'B']", '{ A: null }', "'AB'", '[1]', "[['A']]"],
  references: ["'A', hostEnv('B')", "'A'", 'c1, c2', "'A', { from_env: 'B' }"],
  set: ["['b', 'a']"],
  hosts: ["['b.example', 'a.example']"],
}
