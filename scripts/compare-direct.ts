/** Compares direct evaluation with the sandbox on generated programs: `npm run compare:direct -- COUNT [SEED]`. */
import { compareTexts } from '../test/evaluate/direct/compare.ts'
import { mutant } from '../test/evaluate/direct/mutants.ts'
import { program } from '../test/evaluate/direct/programs.ts'

const [count = '10000', first = '0'] = process.argv.slice(2)
const batch = 1_000
const totals = { same: 0, left: 0, wrong: 0 }
for (let seed = Number(first); seed < Number(first) + Number(count); seed += batch) {
  const make = (seed / batch) % 2 === 0 ? program : mutant
  const { same, left, wrong } = await compareTexts(
    Array.from({ length: batch }, (_, index) => make(seed + index)),
  )
  totals.same += same
  totals.left += left
  totals.wrong += wrong.length
  console.log(seed + batch - Number(first), JSON.stringify(totals))
  for (const { why } of wrong) console.log(why)
}
process.exitCode = totals.wrong > 0 ? 1 : 0
