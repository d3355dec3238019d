import { expect, it } from 'vitest'
import { reviewTrees } from '../../src/review/review.ts'
import { classes, smolfiles } from '../support/name-lists.ts'
import { bottleOf, treeOf } from './case-trees.ts'

/** How long something has the processor, in milliseconds. */
function timeOf(run: () => void): number {
  const start = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

it('a command of which many arguments changed takes time with its length alone', () => {
  const before = Array.from(
    { length: 1_000 },
    (_, index) => `argument ${index}${' x y'.repeat(40)}`,
  )
  const after = before.map((text, index) => (index % 3 === 0 ? `${text}z` : text))
  const [old, now] = [before, after].map((command) =>
    treeOf(bottleOf('web', smolfiles['claude-bottle']({ command }))),
  )
  const time = timeOf(() => {
    const { bottles } = reviewTrees(old ?? treeOf(), now ?? treeOf())
    expect(bottles[0]?.findings.length).toBe(334)
  })
  expect(time).toBeLessThan(5_000)
})

it.each([
  ')',
  '(',
  'sandbox',
  'a_',
  '--a',
  '-y',
  '--cmake_',
  'http.',
  '=',
  '@',
  '/',
  '?',
  '#',
  'x ',
])('many of "%s" in a word take time with their number alone', (text) => {
  const long = `${text.repeat(100_000 / text.length)}x`
  const time = timeOf(() => {
    const [before, after] = [{ command: ['codex'] }, { command: ['codex', long, `--${long}`] }]
    expect(classes('claude-bottle', before, after)).not.toContain('neutral')
    for (const value of [long, `https://${long}`]) {
      const [empty, full] = [{ env: ['A=1'] }, { env: [`A=${value}`] }]
      expect(classes('claude-bottle', empty, full)).not.toContain('neutral')
    }
  })
  expect(time).toBeLessThan(5_000)
})
