import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isShallow } from '../../../src/evaluate/direct/is-shallow.ts'
import { caseFolder } from '../../hostile/run.ts'
import { Dice } from './dice.ts'

/** Nests of all that the parser nests: what is repeated, what is in the middle, and what closes each. */
const nests: readonly (readonly [open: string, middle: string, close: string])[] = [
  ...(['()', '[]', '{}'] as const).map((pair) => [pair[0] ?? '', '', pair[1] ?? ''] as const),
  ...[
    '!',
    '- ',
    'typeof ',
    'void ',
    'await ',
    'yield ',
    'new ',
    'a=>',
    'a?b:',
    'a?',
    'a=',
    'a**',
  ].map((open) => [open, 'a', ''] as const),
  ...['if(a)', 'if(a);else ', 'do ', 'for(;;)', 'while(a)', 'with(a)', 'a:', '@', 'async()=>'].map(
    (open) => [open, ';', ''] as const,
  ),
  ...['a||', 'a??', 'a+', 'a<', 'a,', 'a.', 'a?.', 'a!', 'a as a<', 'class extends ', '<a>'].map(
    (open) => [open, 'a', ''] as const,
  ),
  ['({a:', '0', '})'],
  ['({a(){', '', '}})'],
  ['({[', '0', ']:0})'],
  ['({get a(){return ', '0', '}})'],
  ['[...', '[]', ']'],
  ['a(...', '[]', ')'],
  ['(a=', '0', ')=>0'],
  ['([a=', '0', '])=>0'],
  ['({a=', '0', '})=>0'],
  ['`${', '0', '}`'],
  ['a`${', '0', '}`'],
  ['function a(){', '', '}'],
  ['class a{a=', '0', '}'],
  ['class a{static{', '', '}}'],
  ['@a(', '0', ')'],
  ['import(', '0', ')'],
  ['a?.(', '0', ')'],
  ['a[', '0', ']'],
  ['a<(', '0', ')'],
  ['switch(a){case ', '0:', '}'],
  ['try{', '', '}finally{}'],
  ['a,(', '0', ')'],
  ['async(', '0', ')'],
  ['a ?\nimport.meta : ', '0', ''],
  ['a =>\ntype =>\n', '0', ''],
  ['a as\nconst ? ', '0', ' : 0'],
  ['if(a)x;else ', ';', ''],
  ['do x, ', '0', ' while(0)'],
  ['type a=[', '', ']'],
  ['a=/((/.b([', '', '])'],
  ['[/[(]/,', '', ']'],
  ['!/a/.b(', '0', ')'],
]

const types: readonly (readonly [open: string, middle: string, close: string])[] = [
  ['(', 'a', ')'],
  ['[', 'a', ']'],
  ['{a:', 'a', '}'],
  ['keyof ', 'a', ''],
  ['readonly ', 'a', ''],
  ['a extends b?c:', 'a', ''],
  ['()=>', 'a', ''],
  ['a<', 'a', '>'],
  ['a<b,', 'a', '>'],
  ['|(', 'a', ')'],
  ['a[', 'a', ']'],
  ['`${', 'a', '}`'],
  ['import("a").b<', 'a', '>'],
  ['infer ', 'a', ''],
]

/** The deepest nest that is still taken. */
function deepest(prefix: string, [open, middle, close]: readonly [string, string, string]): string {
  const made = (levels: number) => prefix + open.repeat(levels) + middle + close.repeat(levels)
  let levels = 1
  while (levels < 5_000 && isShallow(made(levels + 1))) levels++
  return made(levels)
}

const pieces =
  '( ) [ ] { } ( ) [ ] { } , ; : ? => = . ... + - * & | ! ~ ^ @ < > a b 0 "s" `t` if else for while do class function return const let export import type interface new typeof void await yield as satisfies is in of extends keyof infer readonly enum namespace case default try catch finally async static get set declare abstract \n'.split(
    / /,
  )

/** With regular expressions, where one can be. */
const expressions = ['= /a/', ', /((/.b', '& !/[)]/', ': /[ ]/', '=> /a\\//', '= /}/ /']

/** Any tokens with brackets that close: much of the parser is reached only before an error. */
function soup(dice: Dice, pieces: readonly string[]): string {
  const open: string[] = []
  let text = ''
  while (text.length < 200 + dice.roll(3_000)) {
    const piece = dice.pick(pieces)
    const closing = { '(': ')', '[': ']', '{': '}' }[piece]
    if (closing !== undefined) open.push(closing)
    if (')]}'.includes(piece)) text += open.pop() ?? ''
    else text += `${piece} `
  }
  return text + open.reverse().join('')
}

/** Parses texts with so much stack, and returns the milliseconds of each that the process survives. */
function parse(texts: readonly string[], kibibytes: number): readonly number[] {
  const code = `
    import { readFileSync } from 'node:fs'
    import { parseSync } from 'oxc-parser'
    const options = { lang: 'ts', sourceType: 'module', astType: 'ts', showSemanticErrors: true }
    const deep = (levels, work) => levels === 0 ? work() : deep(levels - 1, work)
    for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
      const start = process.cpuUsage()
      deep(200, () => { try { parseSync('module.ts', text, options).program } catch {} })
      const { user, system } = process.cpuUsage(start)
      process.stdout.write((user + system) / 1000 + '\\n')
    }`
  const shell = `ulimit -s ${kibibytes}; exec "$0" --input-type=module -e "$1"`
  const { stdout } = spawnSync('sh', ['-c', shell, process.execPath, code], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  })
  return stdout.split('\n').slice(0, -1).map(Number)
}

describe('a text that is parsed in the process', () => {
  const deep = [
    ...nests.map((nest) => deepest('x = ', nest)),
    ...nests.map((nest) => deepest('', nest)),
    ...types.map((nest) => deepest('type x = ', nest)),
  ]

  it('does not overflow the smallest stack, however it nests', () => {
    expect(parse(deep, 1024)).toHaveLength(deep.length)
  })

  it('does not overflow it whatever its tokens are', () => {
    const dice = new Dice(7)
    for (const each of [pieces, [...pieces, ...expressions]]) {
      const soups = Array.from({ length: 3_000 }, () => soup(dice, each)).filter(isShallow)
      expect(soups.length).toBeGreaterThan(100)
      expect(parse(soups, 1024)).toHaveLength(soups.length)
    }
  })

  it('leaves more than half of the smallest stack', () => {
    expect(parse(deep, 512)).toHaveLength(deep.length)
  })

  it('is soon parsed', () => {
    const trials = ['a<(a=', '(a=', 'a<', '((a)=>'].map((open) => {
      const nest = deepest('x = ', [open, '0', open.replace(/[^(]/g, '').replace(/\(/g, ')')])
      return `${nest.padEnd(8_000, '\nx = [1, 2]')}`
    })
    const all = [...deep, ...trials]
    const spent = parse(all, 1024)
    expect(spent).toHaveLength(all.length)
    expect(Math.max(...spent)).toBeLessThan(100)
  })

  it('would overflow it without a bound', () => {
    expect(parse(['['.repeat(5_000) + ']'.repeat(5_000)], 1024)).toEqual([])
  })

  it.each([
    '[1',
    '(]',
    'a / b',
    'a /((/ b',
    'a! /((/ b',
    'a++ /((/ b',
    'of /((/ b',
    'a<b> /((/ b',
    "x = /'/",
    'x = /[/]/',
    'x = /a]/',
    'x = /a/g',
    `x = /${'('.repeat(150)}${')'.repeat(150)}/`,
    'const é = 1',
    '`${',
    "'a",
    '// a\u2028b',
    '/* a',
    '\\u0061',
    `[${'['.repeat(200)}${']'.repeat(200)}]`,
    `'${'x'.repeat(20_000)}'`,
    '<'.repeat(9),
  ])('is not %j', (text) => {
    expect(isShallow(text)).toBe(false)
  })

  it('is an example, and a long list', () => {
    const bottles = new URL('../../../bottles', import.meta.url).pathname
    const files = readdirSync(bottles).filter((file) => file.endsWith('.ts'))
    for (const file of files)
      expect(isShallow(readFileSync(`${bottles}/${file}`, 'utf8'))).toBe(true)
    expect(isShallow(`x([${"'a', ".repeat(1_000)}])`)).toBe(true)
    expect(isShallow(`${'const a = f({ b: [1, 2] })\n'.repeat(150)}`)).toBe(true)
    expect(isShallow('if (!/^[a-z]+:\\d{1,3}\\/x/.test(a)) b(/x/, [/y/])')).toBe(true)
  })

  it('is none of the cases that keep the parser busy', () => {
    const cases = readdirSync(caseFolder).filter((file) => file.startsWith('parser-'))
    expect(cases.length).toBeGreaterThan(0)
    for (const file of cases) {
      expect(isShallow(readFileSync(`${caseFolder}/${file}`, 'utf8')), file).toBe(false)
    }
  })
})
