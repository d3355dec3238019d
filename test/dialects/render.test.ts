import fc from 'fast-check'
import { parse as parseToml } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { BugError } from '../../src/diagnostic/bug-error.ts'
import { claudeBottle } from '../../src/dialects/claude-bottle/dialect.ts'
import { renderSmolfile } from '../../src/dialects/render.ts'
import { tomlString, unwritable } from '../../src/smolfile/toml-text.ts'

/** Text of every kind that a Smolfile can hold: quotes, backslashes, controls, any Unicode. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('"', '\\', "'", '\n', '\r', '\t', '\u007f', '\u0001', '#', 'é'),
    }),
  )
  .filter((value) => unwritable(value) === undefined)
const name = fc.stringMatching(/^[\x21-\x3c\x3e-\x7e]+$/)

describe('a rendered claude-bottle Smolfile', () => {
  it('reads back as what the author has set, whatever the text', () => {
    const settings = fc.record({
      command: fc.array(text, { minLength: 1 }),
      env: fc.uniqueArray(fc.tuple(name, text), { selector: ([key]) => key }),
    })
    fc.assert(
      fc.property(settings, ({ command, env }) => {
        const net = [{ type: 'virtio-net', attachment: 'unixgram', socket: '/s' }]
        const { document } = claudeBottle.check('x', { command, env, net })
        if (document === undefined) throw new Error('the settings do not fit the schema')
        const read = parseToml(renderSmolfile('claude-bottle', document, { source: 'x' }))
        expect(read).toEqual({
          name: 'claude-bottle-x',
          command,
          env: [...env]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => `${key}=${value}`),
          net,
        })
      }),
      { numRuns: 500 },
    )
  })

  it('is refused as a bug when it does not read back as its document', () => {
    const { document } = claudeBottle.check('x', { env: [], net: [] })
    const broken = { ...document, name: 'a\ud800' } as NonNullable<typeof document>
    expect(() => renderSmolfile('claude-bottle', broken, { source: 'x' })).toThrow(BugError)
  })
})

describe('a TOML string', () => {
  it('escapes what TOML requires, and nothing else', () => {
    expect(tomlString('"\\\b\t\n\f\r\u0001\u001f\u007f\u0080\u2028é🍾')).toBe(
      '"\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001F\\u007F\u0080\u2028é🍾"',
    )
  })

  it('cannot hold a NUL or half a character', () => {
    expect(unwritable('a\0')).toBe('a NUL character')
    expect(unwritable('\udc00')).toBe('a lone surrogate')
    expect(unwritable('🍾')).toBeUndefined()
  })
})
