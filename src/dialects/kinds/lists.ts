import * as v from 'valibot'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { Kind, RowOf } from '../../language/rows.ts'
import type { Code } from '../code.ts'
import { literal } from '../code.ts'
import type { CommentSupply } from '../comment-supply.ts'
import { SettingError } from '../setting-error.ts'
import type { Shape } from '../shape.ts'
import { checkHost, checkHostPattern } from '../values/host.ts'
import { checkPorts, writePort } from '../values/port.ts'
import { checkRange, checkUdpRange } from '../values/range.ts'
import { checkVolumes } from '../values/volume-rules.ts'
import type { Generators, HostKind } from './kind.ts'

type ListKind<K extends Kind> = HostKind<RowOf<K>>

/** The parts that lists of texts share. */
function listKind(shape: Shape, write: (item: string) => Code = literal) {
  return {
    shape,
    schema: ({ about }: { readonly about: string }) =>
      v.pipe(v.array(v.string()), v.description(about)),
    write: (items: readonly string[], path: string, comments: CommentSupply): Code => ({
      kind: 'list',
      items: items.map((item, index) => ({
        code: write(item),
        comments: comments.take(`${path}[${index}]`),
      })),
    }),
    read: readList,
    arbitrary: ({ fc, text }: Generators) => fc.array(text, { maxLength: 4 }),
  }
}

export const texts: ListKind<'texts'> = listKind('list')

export const argv: ListKind<'argv'> = {
  ...listKind('list'),
  check(words: readonly string[], path, row) {
    const [program] = words
    if (!row.program) return []
    if (program !== undefined && program !== '') return checkProgram(program, words.length, path)
    if (row.required !== true) {
      return program === undefined ? [] : [errorAt('BW004', path, `${path} has an empty program`)]
    }
    const what = program === '' ? 'an empty program' : 'no argument'
    const message = `the ${path} has ${what}; it needs a program to run`
    const hint = `leave .${path}() out to run '${row.default?.join(' ')}'`
    return [errorAt('BW004', path, message, hint)]
  },
  arbitrary: ({ fc, text }, { program }) => {
    const rest = fc.array(text, { maxLength: 4 })
    if (!program) return rest
    const first = text.filter((each) => each !== '')
    return fc.oneof(
      fc.tuple(first, rest).map(([each, more]) => [each, ...more]),
      fc.constant([]),
    )
  },
}

/** A line of a shell where a program belongs: nothing splits it. */
export function checkProgram(program: string, words: number, path: string): readonly Problem[] {
  if (!/\s/.test(program)) return []
  const message = `${path} has the program ${quote(program)}, with a blank: no shell splits it`
  const split = words === 1 ? 'give each argument by itself' : 'give the program alone first'
  return [warningAt('BW086', path, message, `${split}, or run a shell: "sh", "-c", "…"`)]
}

export const ports: ListKind<'ports'> = {
  ...listKind('ports', writePort),
  check: checkPorts,
  arbitrary: ({ fc }) =>
    fc
      .array(
        fc.record({
          more: fc.nat({ max: 12 }),
          guest: fc.nat({ max: 999 }),
          form: fc.nat({ max: 6 }),
        }),
        { maxLength: 4 },
      )
      .map((all) =>
        all.map(({ more, guest, form }, index) => {
          // Each from a hundred ports of its own, so that no two take the same.
          const first = 1000 + index * 100
          const to = 1 + guest
          const range = `${first}-${first + more}`
          const forms = [
            `${first}`,
            `${first}:${to}/udp`,
            `0${first}:${to}`,
            `${range}:${range}/tcp`,
          ]
          return [...forms, `${range}/udp`, range][form] ?? `${range}:${to}-${to + more}`
        }),
      ),
}

export const volumes: ListKind<'volumes'> = {
  ...listKind('volumes'),
  check: checkVolumes,
  arbitrary: ({ fc, text }) =>
    fc
      .array(
        fc.record({
          host: fc.oneof(
            fc.constant(undefined),
            text.map((each) => `./${each.replace(/[~:$]/g, '')}`),
            fc.constantFrom('/root', '/home/ada', '/var/lib/x', `/srv/it's "odd"`),
          ),
          guest: text.map((each) => each.replace(/[:./]/g, '') || 'x'),
          mode: fc.constantFrom('', ':ro', ':rw', ':staged'),
        }),
        { maxLength: 3 },
      )
      .map((all) =>
        all.map(({ host, guest, mode }, index) =>
          host === undefined ? `/${index}/${guest}` : `${host}:/${index}/${guest}${mode}`,
        ),
      ),
}

export const set: ListKind<'set'> = {
  ...listKind('set'),
  arbitrary: ({ fc }) =>
    fc.uniqueArray(fc.constantFrom('a.example', '*.b.example', '192.0.2.0/24', 'x'), {
      minLength: 1,
      maxLength: 3,
    }),
}

export const hosts: ListKind<'hosts'> = {
  ...listKind('set'),
  check: (items: readonly string[], path) => each(items, path, checkHost),
  arbitrary: ({ fc }) =>
    fc.array(fc.constantFrom('example.org', 'a.example', 'API.example', 'localhost', 'x--y.z'), {
      maxLength: 3,
    }),
}

export const hostPatterns: ListKind<'hostPatterns'> = {
  ...listKind('set'),
  check: (items: readonly string[], path) => each(items, path, checkHostPattern),
  arbitrary: ({ fc }) =>
    fc.array(fc.constantFrom('*.example.org', 'api.example.org.', '*.1.2.3.4'), { maxLength: 3 }),
}

export const ranges: ListKind<'ranges'> = {
  ...listKind('set'),
  check: (items: readonly string[], path, { warnsOfAll }) =>
    each(items, path, (item, at) => checkRange(item, at, warnsOfAll === true)),
  arbitrary: ({ fc }) =>
    fc.array(fc.constantFrom('10.0.0.0/8', '192.0.2.7', 'fd00::/8', '0.0.0.0/0', '::1', '::/0'), {
      maxLength: 3,
    }),
}

export const udpRanges: ListKind<'udpRanges'> = {
  ...listKind('set'),
  check: (items: readonly string[], path) => each(items, path, checkUdpRange),
  arbitrary: ({ fc }) =>
    fc.array(fc.constantFrom('10.0.0.0/8', '1.1.1.1:123', '192.0.2.0/24:7-9', '[fd00::/8]:443'), {
      maxLength: 3,
    }),
}

export const methods: ListKind<'methods'> = {
  ...listKind('words'),
  arbitrary: ({ fc }) =>
    fc.array(fc.constantFrom('GET', 'post', 'Delete'), { minLength: 1, maxLength: 2 }),
}

function each<T>(
  items: readonly string[],
  path: string,
  check: (item: string, path: string) => readonly T[],
): readonly T[] {
  return items.flatMap((item, index) => check(item, `${path}[${index}]`))
}

/** One word a member, or one JSON list of them. */
function readList(words: readonly string[], path: string): readonly string[] {
  const [first = ''] = words
  if (words.length !== 1 || !first.startsWith('[')) return words
  try {
    const list: unknown = JSON.parse(first)
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list
  } catch {
    // Told below.
  }
  throw new SettingError(
    `${path} is ${quote(first)}; it must be a JSON list of texts, or one word a value`,
  )
}
