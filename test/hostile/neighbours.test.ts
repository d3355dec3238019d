import { copyFileSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bottleSource, writeProject } from '../support/project.ts'
import type { Ended } from './run.ts'
import { busy, caseFolder, cases, isLong, makeHostileProject, readOutput, runSynth } from './run.ts'
import { setUp } from './setup.ts'

/** What the engine cannot interrupt, or what takes long between two interrupts. */
const endless = [
  'export default String(new Array(1e9))',
  'export default Array.prototype.reverse.call({ length: 2 ** 53 - 1 })',
  'export default Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)',
  'const big = 3n ** 100_000n\nfor (;;) big * big',
  'const big = 7n ** 60_000n\nfor (;;) String(big)',
  'for (;;) new Array(3e5).fill(0).map((_, i) => -i).sort()',
  "for (;;) 'ab'.repeat(1e7).indexOf('ac')",
  "for (;;) 'x'.repeat(1e7).toUpperCase()",
  "for (;;) JSON.stringify('x'.repeat(1e7))",
  "const text = '[' + '1,'.repeat(1e6) + '1]'\nfor (;;) JSON.parse(text)",
  "for (;;) /x*y/.test('x'.repeat(1e5))",
  'for (;;) new Uint8Array(3e7).fill(1)',
  "for (;;) 'x'.repeat(1e6).split('')",
  "for (;;) 'x'.repeat(1e7).replaceAll('x', '')",
  "for (;;) 'é'.repeat(1e6).normalize('NFD')",
]

/** What keeps the parser busy, in time that doubles with each level. */
const nested = 'a<(a='.repeat(45)

/** What ends the process of the parser. */
const deep = `type Deep = ${'['.repeat(200_000)}`

/** 20 good bottles, the names of which stand among those of the attacks; some are parsed aside. */
const goods = Array.from({ length: 20 }, (_, index) => {
  const slug = `${['b', 'n', 'zz'][index % 3]}-good-${index}`
  const comment = index % 4 === 0 ? `// ${'x'.repeat(5000)}\n` : ''
  return { slug, text: comment + bottleSource(slug, `.net(gvproxy('/run/${slug}.sock'))`) }
})

function project(attacks: readonly string[], prefix?: string): string {
  const made = makeHostileProject([])
  for (const { slug, text } of goods) writeProject(made, { [`bottles/${slug}.bottle.ts`]: text })
  for (const [index, text] of attacks.entries()) {
    const name = `${prefix ?? ['a', 'm', 'zzz'][index % 3]}-attack-${index}`
    // The texts differ, so that none is known from another.
    writeProject(made, { [`bottles/${name}.bottle.ts`]: `${text} // ${index}\n` })
  }
  afterAll(() => rmSync(join(made, '../..'), { recursive: true }))
  return made
}

function many(texts: readonly string[]): readonly string[] {
  return Array.from({ length: 129 }, (_, index) => texts[index % texts.length] ?? '')
}

/** That all good bottles are written as they are without the attacks, in a minute. */
async function expectGood(made: string): Promise<Ended> {
  const alone = project([])
  await runSynth(alone)
  const report = await runSynth(made)
  expect(report.status).toBe(1)
  expect(report.stderr).toBe('')
  const output = readOutput(made)
  const expected = readOutput(alone)
  expect(expected.size).toBe(22)
  for (const [slug, text] of expected) expect(output.get(slug), slug).toBe(text)
  expect(report.seconds / busy()).toBeLessThan(60)
  return report
}

describe('beside 129 attacks, 20 good bottles are written', { timeout: 400_000 }, () => {
  it.each([
    ['that hold the engine up', endless],
    ['that hold the parser up', [nested]],
    ['that end the parser', [deep]],
    ['of all these kinds', [...endless.slice(0, 6), nested, deep, nested, deep]],
  ])('%s', async (_, attacks) => {
    const report = await expectGood(project(many(attacks)))
    const bad = new Set(report.diagnostics.map(({ file }) => file))
    expect(bad.size).toBe(129)
    expect([...bad].every((file) => file?.includes('-attack-'))).toBe(true)
  })

  it.each(['0', 'zzzz'])('whose names all begin with %s', async (prefix) => {
    await expectGood(project(many(endless.slice(0, 4)), prefix))
  })

  it('that are all the cases, and say the same in two runs', async () => {
    const made = project([])
    for (const { file } of cases) copyFileSync(join(caseFolder, file), join(made, 'bottles', file))
    setUp(made)
    expect(readdirSync(join(made, 'bottles')).length).toBeGreaterThan(129)
    const first = await expectGood(made)
    const second = await runSynth(made)
    const certain = ({ diagnostics }: Ended) =>
      diagnostics.filter(({ file = '' }) => !isLong(basename(file)))
    expect(certain(second)).toEqual(certain(first))
    expect(new Set(second.diagnostics.map(({ file }) => file))).toEqual(
      new Set(first.diagnostics.map(({ file }) => file)),
    )
  })
})

describe('a bottle that is made of too much', () => {
  it('is refused, and keeps no other from its Smolfile', async () => {
    const made = project([])
    const imports = Array.from({ length: 80 }, (_, index) => `import './text-${index}.txt'\n`)
    for (const index of imports.keys()) {
      writeProject(made, { [`bottles/text-${index}.txt`]: 'x'.repeat(2 ** 20) })
    }
    for (const slug of ['a-large', 'm-large', 'zzz-large']) {
      writeProject(made, { [`bottles/${slug}.bottle.ts`]: imports.join('') + bottleSource(slug) })
    }
    const { diagnostics } = await expectGood(made)
    expect(diagnostics.map(({ file, code }) => [file, code])).toEqual([
      ['bottles/a-large.bottle.ts', 'BW116'],
      ['bottles/m-large.bottle.ts', 'BW116'],
      ['bottles/zzz-large.bottle.ts', 'BW116'],
    ])
  })

  it('is not one that gives an ordinary definition, however large those of others are', async () => {
    const text = (slug: string) =>
      bottleSource(slug, `.env({ A: 'x'.repeat(1_000_000) }).net(gvproxy('/run/${slug}.sock'))`)
    const made = project([])
    for (let index = 0; index < 70; index++) {
      writeProject(made, { [`bottles/a-huge-${index}.bottle.ts`]: text(`a-huge-${index}`) })
    }
    const { diagnostics } = await expectGood(made)
    expect(new Set(diagnostics.map(({ code }) => code))).toContain('BW113')
  })
})
