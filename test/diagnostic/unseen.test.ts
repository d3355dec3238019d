import { describe, expect, it } from 'vitest'
import { formatDiagnostic } from '../../src/diagnostic/format.ts'
import { escapeControls, quote } from '../../src/diagnostic/text.ts'
import { visibleJson } from '../../src/diagnostic/unseen.ts'

/** All code points of Unicode, halves of pairs too. */
const all = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code))

function codePoints(wanted: RegExp): readonly string[] {
  return all.filter((each) => wanted.test(each))
}

const properties: Readonly<Record<string, RegExp>> = {
  controls: /\p{Cc}/u,
  'format characters': /\p{Cf}/u,
  'line separators': /\p{Zl}/u,
  'paragraph separators': /\p{Zp}/u,
  'halves of pairs': /\p{Cs}/u,
  'private characters': /\p{Co}/u,
  'unknown characters': /\p{Cn}/u,
  'what Unicode says to ignore': /\p{Default_Ignorable_Code_Point}/u,
  'variation selectors': /\p{Variation_Selector}/u,
  'what changes the direction': /\p{Bidi_Control}/u,
  'what joins': /\p{Join_Control}/u,
  'white space but the plain space': /(?! )\p{White_Space}/u,
}

describe('a character that is not seen', () => {
  it.each(Object.entries(properties))('is escaped: %s', (_title, property) => {
    const found = codePoints(property)
    expect(found.length).toBeGreaterThan(0)
    expect(
      found.filter(
        (each) => !/^\\(?:[nrt]|u[0-9a-f]{4}|u\{[0-9a-f]+\})$/.test(escapeControls(`${each}`)),
      ),
    ).toEqual([])
  })

  it.each([
    ...['00ad', '034f', '061c', '115f', '1160', '17b4', '17b5', '180b', '180e', '180f', '200b'],
    ...['200d', '200e', '202e', '2060', '2064', '2066', '206f', '2800', '3164', 'fe00', 'fe0f'],
    ...[
      'feff',
      'ffa0',
      'fff9',
      'fffc',
      '1d159',
      '1d173',
      '13441',
      '13442',
      '16fe4',
      'e0001',
      'e0041',
    ],
    ...['e007f', 'e0100', 'e01ef', '00a0', '1680', '2007', '202f', '205f', '3000', '0085', '2028'],
  ])('is escaped: U+%s', (code) => {
    const character = String.fromCodePoint(Number.parseInt(code, 16))
    expect(escapeControls(`a${character}b`)).toMatch(/^a\\u\{?[0-9a-f]+\}?b$/)
  })

  it('is the only one that is escaped', () => {
    const hidden = new RegExp(
      Object.values(properties)
        .map((each) => each.source)
        .join('|'),
      'u',
    )
    const named = /[\u2800\ufffc\u{1d159}\u{13440}-\u{13442}\u{16fe4}]/u
    const others = codePoints(/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u).filter(
      (each) => !hidden.test(each) && !named.test(each),
    )
    expect(others.length).toBeGreaterThan(150_000)
    expect(others.filter((each) => escapeControls(each) !== each)).toEqual([])
  })

  it('is escaped as JavaScript reads it', () => {
    const text = 'a\u200b\u{e0041}\u0007\n\u00a0z'
    expect(escapeControls(text)).toBe('a\\u200b\\u{e0041}\\u0007\\n\\u00a0z')
    expect(JSON.parse(visibleJson({ text }))).toEqual({ text })
    expect(visibleJson({ text })).toBe('{"text":"a\\u200b\\udb40\\udc41\\u0007\\n\\u00a0z"}')
  })

  it('is the same when it is escaped again', () => {
    const once = escapeControls('\u200bx\n')
    expect(escapeControls(once)).toBe(once)
  })

  it('is not cut in two', () => {
    expect(quote(`${'a'.repeat(119)}🍾b`)).toBe(`"${'a'.repeat(119)}…"`)
  })
})

describe('the caret of an excerpt', () => {
  it.each([
    ["x('a') // y", 3, "x('a') // y", 2],
    ["x\u200b('a')", 3, "x\\u200b('a')", 7],
    ["x\u{e0041}('a')", 4, "x\\u{e0041}('a')", 10],
    ["##[x]('a')", 6, "# #[x]('a')", 6],
    ["\tx('a')", 3, "  x('a')", 3],
    ["世界('a')", 3, "世界('a')", 4],
    ["🍾('a')", 3, "🍾('a')", 2],
    ["e\u0301('a')", 3, "e\u0301('a')", 1],
  ])('points at the column, whatever is escaped before it: %j', (text, column, shown, before) => {
    const formatted = formatDiagnostic({
      code: 'BW110',
      severity: 'error',
      message: 'm',
      origin: { file: 'f', line: 1, column, text },
    })
    const [, excerpt, caret] = formatted.split('\n')
    expect(excerpt).toBe(`     1 │ ${shown}`)
    expect(caret).toBe(`       │ ${' '.repeat(before)}^`)
  })

  it('stands below a message, a place and a hint without what is not seen', () => {
    const hidden = 'a\u200bb\u001b[2K\nc'
    const formatted = formatDiagnostic({
      code: 'BW110',
      severity: 'error',
      message: hidden,
      hint: hidden,
      origin: { file: hidden },
    })
    const shown = 'a\\u200bb\\u001b[2K\\nc'
    expect(formatted).toBe(`${shown} error BW110: ${shown}\n  hint: ${shown}`)
  })
})
