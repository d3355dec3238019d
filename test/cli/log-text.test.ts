import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonLine, jsonText } from '../../src/cli/json.ts'
import { logText } from '../../src/cli/log-text.ts'
import { formatDiagnostic } from '../../src/diagnostic/format.ts'
import { readsAsCommand, runnerLines } from '../support/runner-commands.ts'

/** All of Unicode that .NET or anybody else may take for white space or for nothing. */
const blanks = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter(
  (each) =>
    /[\p{White_Space}\p{Cc}\p{Cf}\p{Zs}\u2800]|(?=\p{Default_Ignorable_Code_Point})\P{Cn}/u.test(
      each,
    ),
)

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ':',
        '::',
        '::error::',
        '::add-mask::x',
        '#',
        '##',
        '##[',
        ']',
        '[',
        '##[error]',
      ),
      fc.constantFrom(
        '\n',
        '\r',
        '\r\n',
        ' ',
        '\t',
        '\u001b[1m',
        '\u001b[2K',
        'a',
        '"',
        '\\',
        '%0A',
      ),
      fc.constantFrom(...blanks),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const commandsIn = (text: string) => runnerLines(text).filter(readsAsCommand)

describe('what is written to a log', () => {
  it('has no line that a runner reads as a command', () => {
    fc.assert(
      fc.property(nasty, fc.boolean(), (text, isPainted) => {
        expect(commandsIn(logText(text, isPainted))).toEqual([])
      }),
      { numRuns: 5_000 },
    )
  })

  it.each(['::', ':: ', '##['])('has none behind any blank of Unicode: %s', (start) => {
    const text = blanks
      .map((each) => `${each}${start}error]::x\n${each}${each} ${start}e]::`)
      .join('\n')
    expect(commandsIn(logText(text, false))).toEqual([])
  })

  it('has nothing that is not seen but line feeds and colours of the tool', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(logText(text, false).replaceAll('\n', '')).not.toMatch(
          /[\p{C}\p{Zl}\p{Zp}\t]|(?! )\p{Zs}/u,
        )
        const painted = logText(text, true).replace(/\n|\u001b\[\d+m/g, '')
        expect(painted).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\t]|(?! )\p{Zs}/u)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each(['##vso[task.setvariable variable=a]b', '##teamcity[message]', '###[error]x'])(
    'has no command of other runners: %s',
    (text) => expect(logText(text, false)).not.toMatch(/##[a-z]*\[/),
  )

  it('is untouched where there is nothing of the kind', () => {
    const text = 'a::b\n  x: y\n## [c]\n# d 世界 🍾'
    expect(logText(text, false)).toBe(text)
  })

  it('says the same as JSON', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const document = { [text]: [text] }
        for (const json of [jsonText(document), jsonLine(document)]) {
          expect(commandsIn(json)).toEqual([])
          expect(logText(json, false)).toBe(json)
          expect(JSON.parse(json)).toEqual(document)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('is a document still when its values have secrets', () => {
    const part = fc.constantFrom(
      ...[`ghp_${'Zq7'.repeat(12)}`, 'https://u:pass@h', '-----BEGIN PRIVATE KEY-----', 'API_KEY='],
      ...['"', '\\', '\n', "'", ' ', '/', ':', '@', 'x', '\u200b', '-----END PRIVATE KEY-----'],
    )
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (one, two) => {
        const json = jsonText({ one, list: [two, one] })
        expect(logText(json, false)).toBe(json)
        expect(Object.keys(JSON.parse(json))).toEqual(['one', 'list'])
      }),
      { numRuns: 2_000 },
    )
  })

  it('has diagnostics in which every part is hostile', () => {
    fc.assert(
      fc.property(nasty, fc.nat(20), (text, column) => {
        const origin = { file: text, line: 1, column: column + 1, text }
        const formatted = formatDiagnostic({
          code: 'BW110',
          severity: 'error',
          message: text,
          hint: text,
          origin,
        })
        expect(commandsIn(logText(formatted, false))).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })
})
