import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const slugs = Array.from({ length: 40 }, (_, index) => `good-${index}`)
const goods = Object.fromEntries(
  slugs.map((slug) => [`bottles/${slug}.bottle.ts`, bottleSource(slug)]),
)
const key = "Symbol.for('bottleworks.fleet')"
const definition = "Symbol.for('bottleworks.definition')"

/** Fleet files that try to be more than they may, with what is said of each. */
const attacks: readonly (readonly [what: string, source: string, told: string])[] = [
  [
    'a forged fleet',
    `export default { [${key}]: [{ [${definition}]: { slug: 'good-1' } }] }`,
    'BW115',
  ],
  ['a fleet of nothing', `export default { [${key}]: [null] }`, 'BW115'],
  ['a fleet that is none', `export default { [${key}]: 7 }`, 'BW114'],
  ['a fleet without end', `export default { [${key}]: { length: Infinity } }`, 'BW113'],
  [
    'a length that changes',
    `let n = 0\nexport default { [${key}]: { get length() { return ++n * 10 } } }`,
    'BW113',
  ],
  [
    'members without end',
    `const one = bottle('x')[${definition}]
export default { [${key}]: new Proxy([], { get: (_, name) => name === 'length' ? 1e9 : { [${definition}]: { ...one, slug: 'x-' + String(name) } } }) }`,
    'BW113',
  ],
  [
    'members that are too long together',
    `const text = 'x'.repeat(60_000)
export default fleet(Array.from({ length: 200 }, (_, i) => bottle('x-' + i).env({ TEXT: text + i })))`,
    'BW113',
  ],
  [
    'a member that is too long',
    `const text = 'x'.repeat(60_000)
const env = Object.fromEntries(Array.from({ length: 30 }, (_, i) => ['V' + i, text]))
export default fleet([bottle('x'), bottle('y').env(env)])`,
    'BW113',
  ],
  [
    'members of too many values together',
    `const env = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => ['V' + i, 1]))
const shared = bottle('x').env(env)[${definition}]
export default { [${key}]: Array.from({ length: 120 }, (_, i) => ({ [${definition}]: { ...shared, slug: 'x-' + i } })) }`,
    'BW113',
  ],
  [
    'a member that throws',
    `export default { [${key}]: [{ get [${definition}]() { throw 1 } }] }`,
    'BW110',
  ],
  [
    'a slug that is no text',
    `export default { [${key}]: [{ [${definition}]: { ...bottle('x')[${definition}], slug: {} } }] }`,
    'BW115',
  ],
  [
    'a slug that leads out',
    "export default fleet([bottle('../../escaped'), bottle('good-1/../good-2'), bottle('')])",
    'BW001',
  ],
  ['a slug without end', "export default fleet([bottle('a'.repeat(500_000))])", 'BW001'],
  ['an own symbol', `export default Object.assign(bottle('x'), {})`, 'BW11'],
  ['a loop', "for (;;) {}\nexport default fleet([bottle('x')])", 'BW111'],
]

function makeHostile(source: string) {
  const project = makeProject(goods)
  const run = (...argv: readonly string[]) => bottle([...argv, '--project', project, '--no-types'])
  expect(run('synth').status).toBe(0)
  const before = readFiles(join(project, 'smolfiles'))
  const head = "import { bottle, fleet } from 'bottleworks'\n"
  writeProject(project, { 'bottles/evil.bottles.ts': head + source })
  return { project, run, before }
}

describe('a hostile fleet breaks nothing but itself', () => {
  it.each(attacks)('with %s', (_, source, told) => {
    const { project, run, before } = makeHostile(source)
    writeProject(project, { 'bottles/new.bottle.ts': bottleSource('new') })
    const { status, stdout } = run('synth', '--keep-going', '--json')
    expect(status).toBe(1)
    const { diagnostics } = JSON.parse(stdout)
    const files = new Set(diagnostics.map(({ file }: { file: string }) => file))
    expect([...files]).toEqual(['bottles/evil.bottles.ts'])
    const codes = diagnostics.map(({ code }: { code: string }) => code)
    expect(codes.filter((code: string) => code.startsWith(told))).not.toEqual([])
    expect(stdout.length).toBeLessThan(200_000)
    const after = readFiles(join(project, 'smolfiles'))
    expect(Object.keys(after).filter((path) => !(path in before))).toEqual([
      'new/Smolfile',
      'new/manifest.json',
    ])
    expect(after).toMatchObject(before)
  })
})

describe('a fleet that claims the slugs of others', () => {
  it.each([
    ['one', "[bottle('good-1').env({ EVIL: 1 })]", 1],
    ['all', "Array.from({ length: 400 }, (_, i) => bottle('good-' + i).env({ EVIL: 1 }))", 40],
  ])('takes over, changes and orphans none: of %s', (_, list, claimed) => {
    const { project, run, before } = makeHostile(`export default fleet(${list})`)
    for (const flags of [
      [],
      ['--keep-going'],
      ['--keep-going', '--force'],
      ['good-*', '--keep-going'],
    ]) {
      const { status, stdout } = run('synth', ...flags, '--json')
      expect(status).toBe(1)
      const { diagnostics } = JSON.parse(stdout)
      const repeated = diagnostics.filter(({ code }: { code: string }) => code === 'BW003')
      expect(repeated).toHaveLength(2 * Number(claimed))
      const after = readFiles(join(project, 'smolfiles'))
      expect(after).toMatchObject(before)
    }
    // A manifest that names the fleet gives it nothing either.
    writeProject(project, { 'bottles/evil.bottles.ts': 'throw new Error("no")\n' })
    expect(run('synth', '--keep-going').status).toBe(1)
    expect(readFiles(join(project, 'smolfiles'))).toMatchObject(before)
  })
})
