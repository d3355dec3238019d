import fc from 'fast-check'
import type { GenericSchema } from 'valibot'
import type { DialectName, SmolfileDocument } from '../../src/dialects/dialects.ts'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'
import type { ReviewedBottle, ReviewedTree } from '../../src/review/tree.ts'
import { arbitraryDocument } from '../support/arbitrary-document.ts'
import { shapes } from '../support/shapes.ts'

/** Few, so that two documents often have something in common. */
const words = `A=1 A=2 A B= =v NO_PROXY=localhost NO_PROXY=* HTTP_PROXY=http://proxy.internal:8888
  HTTP_PROXY=http://a.example 80 80:80 80:81 81:80 ./a:/x ./b:/x ./a:/x:ro s3://a:/y a.example
  b.example 10.0.0.0/8 0.0.0.0/0 model other GET POST root 1000 tsi virtio-net --yolo --sandbox
  plan /run/one/a.sock /run/two/a.sock`
  .split(/\s+/)
  .concat('', 'a b', '__proto__', '[0]')

const slugs = ['one', 'two', 'three', 'four']

/** Some texts as they are, the others made into one of a few. */
function withFewWords(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value === 'virtio-net' || value === 'unixgram' || value.length % 4 === 3) return value
    const sum = [...value].reduce((total, each) => total * 31 + (each.codePointAt(0) ?? 0), 7)
    return words[sum % words.length]
  }
  if (Array.isArray(value)) return value.map(withFewWords)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [key, withFewWords(each)])
  return Object.fromEntries(entries)
}

function documents(dialect: DialectName): fc.Arbitrary<SmolfileDocument> {
  const schema = dialectOf(dialect).schema as unknown as GenericSchema<unknown, SmolfileDocument>
  return arbitraryDocument(schema).map((each) => withFewWords(each) as SmolfileDocument)
}

/** Two documents of one dialect that share some of their settings. */
function pairs(dialect: DialectName): fc.Arbitrary<readonly [SmolfileDocument, SmolfileDocument]> {
  return fc.tuple(documents(dialect), documents(dialect), fc.nat()).map(([one, two, mask]) => {
    const mixed = Object.entries({ ...one, ...two }).flatMap(([key, value], index) => {
      const other = (one as Readonly<Record<string, unknown>>)[key]
      const chosen = ((mask >> (index % 31)) & 1) === 1 ? other : value
      return chosen === undefined ? [] : [[key, chosen]]
    })
    // Of required keys both documents have a value.
    return [one, Object.fromEntries(mixed) as SmolfileDocument]
  })
}

function bottle(
  slug: string,
  dialect: DialectName,
  document: SmolfileDocument,
  acknowledged: Record<string, string>,
): ReviewedBottle {
  return { slug, dialect, document, text: JSON.stringify(document), acknowledged }
}

const accepted = fc.dictionary(fc.constantFrom('BW030', 'BW060', '__x'), fc.string(), {
  noNullPrototype: true,
})

/** What a slug stands for before and after: one, the other, both, or another dialect. */
const entry = fc.constantFrom(...dialectNames).chain((dialect) =>
  fc.record({
    dialect: fc.constant(dialect),
    pair: pairs(dialect),
    other: fc
      .constantFrom(...dialectNames)
      .chain((name) => documents(name).map((document) => ({ name, document }))),
    kind: fc.constantFrom('both', 'both', 'both', 'before', 'after', 'same', 'dialect'),
    before: accepted,
    after: accepted,
  }),
)

/** Two trees of the same few slugs. */
export const treePairs: fc.Arbitrary<{ before: ReviewedTree; after: ReviewedTree }> = fc
  .tuple(...slugs.map(() => entry))
  .map((entries) => {
    const before = new Map<string, ReviewedBottle>()
    const after = new Map<string, ReviewedBottle>()
    for (const [index, each] of entries.entries()) {
      const slug = slugs[index] ?? ''
      const { dialect, pair, kind, other } = each
      const had = bottle(slug, dialect, pair[0], each.before)
      const has = bottle(slug, dialect, pair[1], each.after)
      if (kind !== 'after') before.set(slug, had)
      if (kind === 'same') after.set(slug, structuredClone(had))
      else if (kind === 'dialect') after.set(slug, bottle(slug, other.name, other.document, {}))
      else if (kind !== 'before') after.set(slug, has)
    }
    return { before, after }
  })

type Table = Readonly<Record<string, unknown>>

/** `one` with the setting at `keys` as it is in `two`, or without it. */
function withSetting(one: Table, two: Table, [key = '', ...rest]: readonly string[]): Table {
  const { [key]: had, ...others } = one
  const has = two[key]
  const value = rest.length === 0 ? has : withSetting(tableOf(had), tableOf(has), rest)
  return value === undefined ? others : { ...others, [key]: value }
}

function tableOf(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Table)
    : {}
}

/** The settings of a dialect, each as the keys that lead to it. */
function settingsOf(dialect: DialectName): readonly (readonly string[])[] {
  const paths = Object.keys(shapes[dialect]).map((setting) => setting.split('.'))
  return paths
    .filter(([first, second]) => first !== 'net' && second !== 'credentials')
    .concat([['net'], ...(dialect === 'smolvm' ? [['network', 'credentials']] : [])])
}

/** A bottle of which one setting changes, so that no other change can hide it. */
export const changedBottles = fc.constantFrom(...dialectNames).chain((dialect) =>
  fc
    .tuple(documents(dialect), documents(dialect), fc.constantFrom(...settingsOf(dialect)))
    .map(([one, two, keys]) => {
      const document = withSetting(one as unknown as Table, two as unknown as Table, keys)
      return {
        before: bottle('one', dialect, one, {}),
        after: bottle('one', dialect, document as unknown as SmolfileDocument, {}),
      }
    }),
)
