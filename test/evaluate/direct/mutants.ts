import { readdirSync, readFileSync } from 'node:fs'
import { Dice } from './dice.ts'

const root = new URL('../../../', import.meta.url).pathname
const bottles = `${root}bottles`

/** What is put into a text: tokens, and characters that look like others. */
const bits = [
  ...['\n', ' ', ',', ';', '(', ')', '{', '}', '[', ']', '.', '...', ':', '?', '=>', '=', '+', '-'],
  ...[
    '--',
    '*',
    '/',
    '//',
    '/*',
    '*/',
    "'",
    '"',
    '`',
    '${',
    '\\',
    '<',
    '>',
    '|',
    '&',
    '!',
    '#',
    '@',
  ],
  ...[
    'const ',
    'let ',
    'var ',
    'export ',
    'default ',
    'import ',
    'type ',
    'as ',
    'as const',
    'in ',
  ],
  ...['satisfies X', 'new ', 'async ', 'await ', 'return ', 'readonly ', 'typeof ', 'null', '0'],
  ...['undefined', '1e3', '1_0', '0x1', '\u00a0', '\u2028', '\ufeff', '\r', '\r\n', 'é', 'get '],
  ...[
    'static ',
    'of ',
    'yield ',
    'this',
    'is ',
    'keyof ',
    'infer ',
    'X[]',
    '<X>',
    'extends ',
    '::',
  ],
  ...['with ', "{ type: 'text' }", 'abstract ', 'declare ', 'accessor ', '?.', '??', '||', '&&'],
  ...[
    '===',
    '!=',
    '<!--',
    '-->',
    '#!',
    '\u200d',
    '__proto__',
    'constructor',
    'if (',
    'else ',
    '\\25',
    '\\0',
    '\\u',
    'type X = 1\n',
    'const a = 1\n',
    '<T, T>',
    ', ca',
    'b, ',
  ],
]

/** The examples, and a text with most of what is evaluated directly. */
function seeds(): readonly string[] {
  const read = (path: string) => readFileSync(`${bottles}/${path}`, 'utf8')
  const files = readdirSync(bottles).filter((file) => file.endsWith('.bottle.ts'))
  const presets = readdirSync(`${bottles}/presets`).map(
    (file) =>
      `${read(`presets/${file}`)}
import { bottle } from 'bottleworks'
export default bottle('x').use(typeof agent === 'function' ? agent : withoutTelemetry)
`,
  )
  return [...files.map(read), ...presets, many, many, many]
}

const many = `import { bottle, gvproxy, type BottleBuilder } from 'bottleworks'
interface Options { readonly port?: number; list: string[] }
type Name = \`x\${string}\`
export function named(b: BottleBuilder, { port = 80, ...others }: Options): BottleBuilder {
  const [first, second = 'none'] = others.list
  if (port === 80) {
    const first = 'inner'
    return b.env({ FIRST: first })
  } else if (!port) return b
  return b.env({ FIRST: first ?? 'no', SECOND: second })
}
const with1 = <B extends BottleBuilder>(b: B, n: string | undefined = 'q'): B => {
  const a: readonly string[] = ['x', \`t\${n}\`] as const
  return b.env({ ['K' + n]: a.length === 2 ? a[1] : (n ?? 'z'), ...{ 'q-1': 1, two: true } }) as B
}
const o = { a: 1, 'b c': [1, 2, ...[3]], nested: { f: (x) => x } } satisfies object
const pairs = Object.entries({ A: 1, B: 'two' }).map(([key, value]) => [\`P_\${key}\`, value])
export default bottle('e')
  .use((b) => with1(b, o.nested.f('w')))
  .use((b) => named(b, { list: ['l', ...'m,n'.split(',')], port: 81 }))
  .env(Object.fromEntries(pairs))
  .command('a', ...o['b c'].map((x) => \`\${x}\`))
  .net(gvproxy('/a'))
`

const words = /[A-Za-z_]+|\d+|[^\sA-Za-z_\d]/g
const known = seeds()

/** An example with a few changes: most of them do not parse, and those that do say something else. */
export function mutant(seed: number): string {
  const dice = new Dice(seed)
  let text = dice.pick(known)
  for (let changes = 1 + dice.roll(3); changes > 0; changes--) text = change(text, dice)
  return text
}

function change(text: string, dice: Dice): string {
  const at = dice.roll(text.length)
  const found = [...text.matchAll(words)]
  const word = () => dice.pick(found) ?? { 0: '', index: 0 }
  const { 0: one, index } = word()
  switch (dice.roll(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + dice.roll(4))
    case 1: {
      const from = dice.roll(text.length)
      return text.slice(0, at) + text.slice(from, from + 1 + dice.roll(30)) + text.slice(at)
    }
    case 2:
      return text.slice(0, index) + word()[0] + text.slice(index + one.length)
    case 3:
      return text.slice(0, index) + text.slice(index + one.length)
    default:
      return text.slice(0, index) + dice.pick(bits) + text.slice(index)
  }
}
