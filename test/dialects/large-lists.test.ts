import { describe, expect, it } from 'vitest'
import type { ChangeContext } from '../../src/dialects/isolation/class-rule.ts'
import { exemptsFewer, exemptsMore } from '../../src/dialects/isolation/predicates/environment.ts'

function change(before: string, after: string): ChangeContext {
  const change = { setting: 'env', path: 'env.NO_PROXY', change: 'changed', before, after } as const
  const slugs = { before: 'web', after: 'web' }
  return { change, before: {}, after: {}, slugs, isAdded: false }
}

const listed = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index)).join(',')

describe('a list of thirty thousand exempt hosts', () => {
  it.each([
    ['names', (index: number) => `h${index}.example`],
    ['domains', (index: number) => `.h${index}.example`],
    ['names of many parts', (index: number) => `${'a.'.repeat(20)}h${index}`],
    ['dots', (index: number) => '.'.repeat(index % 300)],
  ])('is compared at once: %s', (_, of) => {
    const hosts = listed(30_000, of)
    const started = process.cpuUsage()
    expect(exemptsMore(change(hosts, hosts))).toBe(false)
    expect(exemptsMore(change(hosts, `${hosts},one.more`))).toBe(true)
    expect(exemptsFewer(change(`${hosts},one.more`, hosts))).toBe(true)
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1e6).toBeLessThan(10)
  })
})

describe('an exempt host', () => {
  it.each([
    ['example.org', 'a.example.org', false],
    ['.example.org', 'a.b.example.org', false],
    ['*.example.org', 'a.example.org', false],
    ['*.example.org', 'example.org', false],
    ['example.org', '*.example.org', true],
    ['a.example.org', 'example.org', true],
    ['a.example.org', '*.a.example.org', true],
    ['example.org', 'badexample.org', true],
    ['10.0.0.0/8', '10.0.0.1', true],
    ['0.1', '10.0.0.1', true],
    ['*', 'anything', false],
    ['', 'localhost,127.0.0.1,::1', false],
  ])('of %j more than %j widens: %s', (before, after, widens) => {
    expect(exemptsMore(change(before, `${before},${after}`))).toBe(widens)
  })
})
