import { Dice } from './dice.ts'
import { matchers as known, wildMatchers } from './matchers.ts'

const parts = ['hosts', 'dns', 'addresses', 'loopback', 'files', 'published', 'secrets', 'gateway']
const fields = ['what', 'part', 'by[0]', 'by', 'depends', 'note', 'name', 'path', 'nothing']
const matchers = [...known, ...wildMatchers]
const wild = [
  ...['bottle.constructor', 'bottle.reach.hosts[99]', 'bottle.slug.at(0)', 'null', 'undefined'],
  ...['bottle.document.missing.more', 'Math.random()', 'new Date()', '-0', '1 / 3', 'globalThis'],
  ...['report', 'bottle', 'bottle.reach', 'Object.keys(bottle)', 'Object.keys(bottle.document)'],
  ...['Object.entries(bottle.reach).length', 'typeof bottle', 'typeof report', 'typeof /a/'],
  ...['JSON.stringify(bottle)', '[...bottle.slug]', "'\\ud83d'", "'\\0'", "bottle['__proto__']"],
  ...['Array.isArray(bottle.reach)', '(() => { throw 1 })()', 'bottle.reach.hosts === undefined'],
]

/** A policy file, mostly of what people write. */
export function policyProgram(seed: number): string {
  return new Writer(new Dice(seed)).file(seed)
}

class Writer {
  readonly #dice: Dice
  #depth = 0
  #names: string[] = []

  constructor(dice: Dice) {
    this.#dice = dice
  }

  file(seed: number): string {
    const dice = this.#dice
    const severity = dice.pick(["'error'", "'warning'", "'error', acknowledgeable: true"])
    const helper = 'const short = (text: unknown) => String(text).slice(0, 20)\n'
    const listed = `const listed = ['proxy.internal', 'api.example.org', '10.0.0.0/8']\n`
    const given = dice.pick([
      '{ bottle, report }',
      '{ bottle: { slug }, bottle, report }',
      '{ report, bottle, other }',
    ])
    return `import { policy } from 'bottleworks/policy'
${helper}${listed}
export default policy('acme/p${seed}', { severity: ${severity} }, (${given}) => ${this.#block(3)})
`
  }

  #block(most: number): string {
    const names = this.#names
    this.#depth++
    const statements = [this.#statement(), ...this.#dice.some(most, () => this.#statement())]
    this.#depth--
    this.#names = names
    return `{ ${statements.join('; ')} }`
  }

  #statement(): string {
    const dice = this.#dice
    const deep = this.#depth > 3
    switch (dice.roll(deep ? 4 : 9)) {
      case 0:
      case 1:
      case 2:
        return `report(${this.#subject()}, ${this.#text()}${dice.pick(['', '', ", { hint: 'ask' }", ', {}', `, { hint: ${this.#value()} }`, ', null'])})`
      case 3: {
        if (this.#depth > 2 && dice.roll(2) === 0)
          return dice.pick(['return', 'continue', 'break', "return 'x'"])
        const name = `v${this.#names.length}`
        const made = `const ${name} = ${this.#value()}`
        this.#names = [...this.#names, name]
        return made
      }
      case 4:
        return `if (${this.#test()}) ${this.#block(2)}${dice.pick(['', ` else ${this.#block(2)}`])}`
      case 5:
        return `if (${this.#test()}) ${dice.pick(['return', 'continue', `report('net', ${this.#text()})`])}`
      default: {
        const name = dice.pick(['host', 'part', '{ what, by }', '[first]', 'host'])
        const list = this.#list()
        const names = this.#names
        this.#names = [...names, ...(name.match(/\w+/g) ?? [])]
        const body = dice.pick([this.#block(3), `report(${this.#subject()}, ${this.#text()})`])
        this.#names = names
        return `for (const ${name} of ${list}) ${body}`
      }
    }
  }

  #list(): string {
    const dice = this.#dice
    const list = `bottle.reach.${dice.pick(parts)}`
    const more = [
      '',
      '',
      '',
      '.slice(1)',
      '.filter(({ what }) => what.length > 9)',
      '.map((each) => each.what)',
    ]
    return dice.pick([
      `${list}${dice.pick(more)}`,
      `${list}${dice.pick(more)}`,
      'bottle.acknowledged',
      'Object.entries(bottle.document)',
      'Object.keys(bottle.document)',
      'listed',
      'bottle.slug',
      this.#value(),
    ])
  }

  #subject(): string {
    return this.#dice.pick([
      ...[
        "'net'",
        "'network.allow_hosts'",
        "'env.TERM'",
        "''",
        'bottle.reach.network',
        '{ by: [1] }',
      ],
      ...["{ by: ['user'] }", '{}', '{ by: [] }', "{ by: 'user' }", ...this.#names, this.#value()],
    ])
  }

  #value(): string {
    const dice = this.#dice
    if (dice.roll(12) === 0) return dice.pick(wild)
    const name = this.#names.length > 0 ? dice.pick(this.#names) : 'bottle.slug'
    return dice.pick([
      ...[
        name,
        name,
        `${name}.${dice.pick(fields)}`,
        'bottle.slug',
        'bottle.dialect',
        'bottle.source',
      ],
      ...[
        'bottle.document.env',
        'bottle.document.cpus',
        'bottle.document.image',
        'listed',
        'listed.length',
      ],
      ...[`bottle.reach.${dice.pick(parts)}.length`, '3', "'x'", `short(${name})`, `[${name}, 1]`],
    ])
  }

  #text(): string {
    return this.#dice.pick([
      "'it is so'",
      `\`\${bottle.slug} has \${${this.#value()}}\``,
      `'of ' + ${this.#value()}`,
      this.#value(),
      "'long '.repeat(900)",
    ])
  }

  #test(): string {
    const dice = this.#dice
    const value = this.#value()
    return dice.pick([
      `${value} === ${this.#value()}`,
      `listed.includes(${value})`,
      `!listed.includes(${value})`,
      `${value}.startsWith('a')`,
      `${dice.pick(matchers)}.test(${value})`,
      `!${dice.pick(matchers)}.test(bottle.slug)`,
      `${value} > 2 && !${value}`,
      `typeof ${value} === 'string'`,
      `Array.isArray(${value})`,
      `${value}.some((each) => each === 'x')`,
      `Object.keys(bottle.document).includes('env')`,
    ])
  }
}
