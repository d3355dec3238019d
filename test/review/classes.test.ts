import { describe, expect, it } from 'vitest'
import { dialectNames, dialectOf, type SmolfileDocument } from '../../src/dialects/dialects.ts'
import { settingRows } from '../../src/dialects/rows.ts'
import { ownClasses, unclassed } from '../../src/review/own-settings.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { shapes } from '../support/shapes.ts'
import { bottleOf, treeOf } from './case-trees.ts'

interface SchemaNode {
  readonly entries?: Readonly<Record<string, SchemaNode>>
  readonly wrapped?: SchemaNode
  readonly item?: SchemaNode
}

/** Every key of a schema, those of tables and of lists of tables behind a dot. */
function keysOf(schema: SchemaNode, prefix = ''): readonly string[] {
  return Object.entries(schema.entries ?? {}).flatMap(([key, value]) => {
    const inner = value.wrapped ?? value
    const path = `${prefix}${key}`
    if (inner.item?.entries !== undefined) return [path, ...keysOf(inner.item, `${path}.`)]
    return inner.entries === undefined ? [path] : keysOf(inner, `${path}.`)
  })
}

const isolation = dialectNames.map((name) => dialectOf(name).isolation)
const tables = [...isolation.map((rules) => [...rules.values()]), Object.values(ownClasses)]

describe('the table of classes', () => {
  it.each(dialectNames)('has every key of %s, and says how it is compared', (dialect) => {
    const keys = keysOf(dialectOf(dialect).schema as unknown as SchemaNode)
    expect(keys.length).toBeGreaterThan(5)
    const beside = settingRows(dialectOf(dialect).rows).filter(({ row }) => row.companion)
    const all = [...keys, ...beside.map(({ path }) => path)].sort()
    expect([...dialectOf(dialect).isolation.keys()].sort()).toEqual(all)
    expect(Object.keys(shapes[dialect]).sort()).toEqual(all)
  })

  it('gives every class a reason in the words of messages', () => {
    const rules = tables.flat(2)
    expect(rules.length).toBeGreaterThan(150)
    for (const { reason, note } of rules) {
      for (const text of [reason, note ?? 'none']) expect(text).toMatch(/^(?:TSI|[a-z]).*[^.]$/)
    }
  })

  it('has a rule for each setting, which none shadows without a question', () => {
    for (const rules of tables.flat()) {
      expect(rules.length).toBeGreaterThan(0)
      for (const { when } of rules.slice(0, -1)) expect(when.length).toBeGreaterThan(0)
    }
  })

  it('counts a key that it does not know as widening, whatever its value is', () => {
    const base = bottleOf('app', 'cpus = 2\nenv = ["A=1"]\n')
    for (const value of [true, 'x', ['a'], { a: 1 }, [{ a: 1 }]]) {
      for (const key of ['unheard_of', 'constructor', 'toString']) {
        const document = { ...base.document, [key]: value } as unknown as SmolfileDocument
        const [added] = reviewTrees(treeOf(base), treeOf({ ...base, document })).bottles
        expect(added?.findings).toMatchObject([
          { path: key, class: 'widens', reason: unclassed.reason, after: value },
        ])
        const [removed] = reviewTrees(treeOf({ ...base, document }), treeOf(base)).bottles
        expect(removed?.findings).toMatchObject([{ path: key, class: 'widens', change: 'removed' }])
      }
    }
  })

  it('counts a key that it does not know within a table as widening', () => {
    const base = bottleOf('app', '[network]\nallow_hosts = ["a.example"]\n')
    const network = { allow_hosts: ['a.example'], allow_quic: ['a.example'] }
    const document = { network } as unknown as SmolfileDocument
    const [bottle] = reviewTrees(treeOf(base), treeOf({ ...base, document })).bottles
    expect(bottle?.findings).toMatchObject([
      { path: 'network.allow_quic', class: 'widens', reason: unclassed.reason },
    ])
  })
})
