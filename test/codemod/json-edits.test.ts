import { parse } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import type { JsonEdit } from '../../src/codemod/init/json-edits.ts'
import { editJson } from '../../src/codemod/init/json-edits.ts'

const type: JsonEdit = { kind: 'set', keys: ['type'], value: 'module' }
const script: JsonEdit = { kind: 'set', keys: ['scripts', 'synth'], value: 'x' }
const include: JsonEdit = { kind: 'append', keys: ['include'], value: 'bottles' }

describe('an edit of a JSON text', () => {
  it.each([
    ['an empty object', '{}', type, '{\n  "type": "module"\n}'],
    ['one line', '{"name":"a"}', type, '{"name":"a", "type": "module"}'],
    ['one line with a comma at its end', '{ "a": 1, }', type, '{ "a": 1, "type": "module", }'],
    [
      'a value that is there, and its comment',
      '{\n  "type": "commonjs", /* x */\n "a": 1\n}\n',
      type,
      '{\n  "type": "module", /* x */\n "a": 1\n}\n',
    ],
    [
      'tabs, CRLF and a byte order mark',
      '\ufeff{\r\n\t"scripts": {\r\n\t\t"a": "b"\r\n\t}\r\n}\r\n',
      script,
      '\ufeff{\r\n\t"scripts": {\r\n\t\t"a": "b",\r\n\t\t"synth": "x"\r\n\t}\r\n}\r\n',
    ],
    [
      'objects on the way',
      '{\n    "a": 1\n}',
      script,
      '{\n    "a": 1,\n    "scripts": {\n        "synth": "x"\n    }\n}',
    ],
    [
      'a list on one line',
      '{ "include": ["src"] } // c\n',
      include,
      '{ "include": ["src", "bottles"] } // c\n',
    ],
    ['an empty list', '{ "include": [] }', include, '{ "include": [\n  "bottles"\n] }'],
    [
      'a comment behind the last item',
      '{\n  "include": [\n    "src" // all, of it\n  ]\n}\n',
      include,
      '{\n  "include": [\n    "src", // all, of it\n    "bottles"\n  ]\n}\n',
    ],
    [
      'comments below the last item, and a comma behind it',
      '{\n  "include": [\n    "src", // all\n    /* none */ // c\n  ],\n}\n',
      include,
      '{\n  "include": [\n    "src", // all\n    /* none */ // c\n    "bottles",\n  ],\n}\n',
    ],
  ] as const)('keeps the rest: %s', (_, before, edit, after) => {
    expect(editJson(before, edit)).toBe(after)
  })

  it.each([
    ['no JSON', '{ "a": }', type],
    ['a list in the place of an object', '[]', type],
    ['a text on the way', '{ "scripts": "x" }', script],
    ['no list', '{ "include": "src" }', include],
    ['nesting without end', '['.repeat(100_000), type],
  ] as const)('is none of %s', (_, text, edit) => {
    expect(editJson(text, edit)).toBeUndefined()
  })

  it('changes nothing but what it is to change, in every layout', () => {
    const between = ['', ' ', '\n', '\r\n\t', ' // x\n  ', '/* , */', '\n/* x\n */ ']
    for (const a of between)
      for (const b of between)
        for (const c of ['', ','])
          for (const d of between) {
            const text = `{${a}"include"${b}:${d}[${a}"src"${b}${c}${d}],${b}"z":${a}{}}`
            const after = editJson(text, include) ?? ''
            expect(parse(after)).toEqual({ include: ['src', 'bottles'], z: {} })
            const words = (all: string) => all.match(/"\w+"|\/\/ x|\/\*[\s\S]*?\*\//g) ?? []
            const rest = words(after).filter((word) => word !== '"bottles"')
            expect(rest).toEqual(words(text))
          }
  })
})
