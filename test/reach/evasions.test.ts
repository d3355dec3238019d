import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { reachOfMachine } from '../../src/dialects/smolvm/reach.ts'
import { beyond } from '../../src/reach/beyond.ts'
import { grants } from './evasions-grants.ts'
import { names } from './evasions-names.ts'
import { network } from './evasions-network.ts'

describe('what a change that looks harmless reaches beyond', () => {
  it.each([...network, ...names, ...grants])('%s', (_, before, after, ...parts) => {
    const [one, other] = [before, after].map(documentOf)
    if (one === undefined || other === undefined) throw new Error('two documents are compared')
    const found = beyond(reachOfMachine(other), reachOfMachine(one)).map(({ part }) => part)
    expect([...new Set(found)].sort()).toEqual([...parts].sort())
  })
})

function documentOf(text: string): SmolvmDocument {
  return parse(text) as SmolvmDocument
}
