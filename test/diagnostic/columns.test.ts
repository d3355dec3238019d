import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, windowOf } from '../../src/diagnostic/columns.ts'
import { formatDiagnostic, plain } from '../../src/diagnostic/format.ts'

describe('the columns of a text', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['👍', 2],
    ['🇩🇪', 2],
    ['e\u0301', 1],
    ['\u1112\u1161\u11ab', 2],
    ['नि', 2],
    ['ﾊ', 1],
    ['０', 2],
  ])('of %j are %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
  })
})

describe('the window around a fault', () => {
  const line = Array.from({ length: 30 }, (_, index) => `word-${index}`).join(' ')

  it.each([
    [0, 'word-0 word-1 word-…'],
    [line.indexOf('word-15'), '… word-14 word-15 w…'],
    [line.length, '…-27 word-28 word-29'],
  ])('at %i shows what is there', (at, text) => {
    const found = windowOf(line, at, 20)
    expect(found.text).toBe(text)
    if (at < line.length) expect(found.text.slice(found.before)).toMatch(/^word/)
  })

  it('fits, has the place in it, and is all of a line that fits', () => {
    const character = fc.constantFrom('a', 'b', '日', '👍', '\u0301', '🇩')
    const text = fc.array(character, { maxLength: 120 }).map((all) => all.join(''))
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 5, max: 60 }), (line, nat, width) => {
        const starts = [...line].reduce<number[]>(
          (all, c) => [...all, (all.at(-1) ?? 0) + c.length],
          [0],
        )
        const at = starts[nat % starts.length] ?? 0
        const { text, before } = windowOf(line, at, width)
        expect(columnsOf(text)).toBeLessThanOrEqual(width)
        expect(before).toBeLessThanOrEqual(width)
        if (columnsOf(line) <= width)
          expect({ text, before }).toEqual({ text: line, before: columnsOf(line.slice(0, at)) })
      }),
    )
  })

  it('has the caret below the fault, however far behind it is', () => {
    const text = `${'日'.repeat(5000)}fault${'x'.repeat(5000)}`
    const origin = { file: 'f', line: 1, column: 5001, text }
    const shown = formatDiagnostic(
      { code: 'BW110', severity: 'error', message: 'm', origin },
      plain,
      80,
    )
    const [, excerpt = '', caret = ''] = shown.split('\n')
    expect(columnsOf(excerpt)).toBeLessThanOrEqual(80)
    const before = excerpt.slice(0, excerpt.indexOf('fault'))
    expect(columnsOf(before)).toBe(caret.indexOf('^'))
  })
})
