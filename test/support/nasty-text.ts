import fc from 'fast-check'
import { tokenIn } from '../../src/dialects/secrets.ts'
import { unwritable } from '../../src/smolfile/toml-text.ts'

/** What ends a string, a template, a comment or a line somewhere, or is not what it seems. */
export const nastyWords: readonly string[] = [
  ...["'", '"', '`', '\\', "\\'", '${', `\${process.exit()}`, '}', '$', '{', '"""', "'''"],
  ...['*/', '/*', '//', '/// <reference path="x" />', '<!--', '-->', '</script>', '#', '#!', '@'],
  ...['\n', '\r\n', '\r', '\t', '\u000b', '\u001b[31m', '\u007f', '\u0085', '\u0001'],
  ...['\u2028', '\u2029', '\u00a0', '\u200b', '\u202e', '\u2066', '\ufeff', '\ufe0f', '\u{e0041}'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'undefined', 'null', 'true', '-0'],
  ...['1e3', '0x1f', '007', '1.0', '1.50', 'NaN', 'é', 'e\u0301', '世界', '🍾', '\u{10ffff}', ' '],
  ...[
    "'); evil(); ('",
    '\u2028evil()',
    '*/ evil() /*',
    '@ts-nocheck',
    'http://proxy.internal:8888',
  ],
]

/** Texts that a Smolfile may hold, the awkward ones often. */
export const nastyText: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(...nastyWords),
    fc
      .array(fc.constantFrom(...nastyWords, 'a', 'word'), { maxLength: 6 })
      .map((all) => all.join('')),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('set -e\napt-get update\n', 'one\n  two\n\nthree', '  indented\n\ttab\n'),
    fc.nat({ max: 70_000 }).map(String),
  )
  .filter((text) => unwritable(text) === undefined && tokenIn(text) === undefined)

/** The same without some characters, and not empty. */
export function nastyTextWithout(characters: RegExp): fc.Arbitrary<string> {
  return nastyText.map((text) => text.replace(characters, '')).filter((text) => text !== '')
}
