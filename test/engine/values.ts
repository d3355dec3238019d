import { readFileSync } from 'node:fs'
import type { NumberLimits, Row } from '../../src/language/rows.ts'

/** The files in `values/`, each with one value of JSON a line. */
const files: Partial<Record<Row['kind'], string>> = {
  text: 'text',
  image: 'image',
  guestPath: 'guest-path',
  user: 'user',
  duration: 'duration',
  signal: 'signal',
  argv: 'argv',
  texts: 'texts',
  ports: 'ports',
  volumes: 'volumes',
  set: 'hosts',
  hosts: 'hosts',
  hostPatterns: 'hosts',
  ranges: 'ranges',
  udpRanges: 'udp',
  methods: 'methods',
  variables: 'variables',
  references: 'references',
}

/** The edges of what a setting may hold, and values beyond them. */
export function valuesOf(row: Row): readonly unknown[] {
  if (row.kind === 'flag' || row.kind === 'network') return [true, false]
  if (row.kind === 'count' || row.kind === 'mebibytes') return numbers(row)
  if (row.kind === 'word') return words(row.words)
  if (row.kind === 'table') return [{}]
  if (row.kind === 'tables') return [[]]
  const file = files[row.kind]
  if (file === undefined) throw new Error(`there are no values of the kind ${row.kind}`)
  return readValues(file)
}

function readValues(name: string): readonly unknown[] {
  const text = readFileSync(new URL(`values/${name}.txt`, import.meta.url), 'utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}

function numbers({ bits, least = 0, most, advised }: NumberLimits): readonly number[] {
  const largest = { 8: 255, 16: 65_535, 32: 4_294_967_295, 64: Number.MAX_SAFE_INTEGER }[bits]
  const inside = [1024, 1_048_576, 2 ** 34].filter((each) => each < largest)
  const edges = [0, 1, least, most ?? largest, advised ?? largest, largest, ...inside]
  const around = edges.flatMap((edge) => [edge - 1, edge, edge + 1])
  return [...new Set(around)].filter(Number.isSafeInteger)
}

function words(known: readonly string[]): readonly string[] {
  const capitals = known.map((word) => word[0]?.toUpperCase() + word.slice(1))
  const spellings = known.flatMap((word) => [
    word.toUpperCase(),
    word.replaceAll('-', ''),
    word.replaceAll('-', '_'),
    word.replaceAll(/-./g, ([, letter]) => letter?.toUpperCase() ?? ''),
  ])
  return [
    ...known,
    ...capitals,
    ...new Set(spellings),
    ` ${known[0]}`,
    `${known[0]} `,
    '',
    'x',
    'no',
    'true',
  ]
}
