import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkTypes } from '../../../src/evaluate/types/check-types.ts'
import { SpareCompiler } from '../../../src/evaluate/types/spare-compiler.ts'
import { bottleSource, makeProject } from '../../support/project.ts'

function spareOf(project: string): SpareCompiler {
  const spare = new SpareCompiler(project)
  onTestFinished(() => spare.end())
  spare.prepare()
  return spare
}

/** What is said of files, with the compiler that waits and with one of its own. */
async function bothWays(project: string, files: readonly string[], spare = spareOf(project)) {
  const [first, second] = [
    await checkTypes(project, files, undefined, spare),
    await checkTypes(project, files),
  ]
  expect(first.errors).toEqual(second.errors)
  return first.errors.map(({ code, message }) => `${code} ${message}`)
}

const wrong = `import type { Level } from '../types.ts'\nexport const a: Level = 'x'\n`

describe('a compiler that waits', () => {
  it('says what another says', async () => {
    const project = makeProject({
      'bottles/a.bottle.ts': bottleSource('a'),
      'bottles/b.bottle.ts': `import '../presets/wrong.ts'\n${bottleSource('b')}`,
      'bottles/c.bottle.ts':
        "import { bottle } from 'bottleworks'\nexport default bottle(1).nope()\n",
      'bottles/d.bottle.ts': 'const a = ;',
      'presets/wrong.ts': wrong,
      'types.ts': 'export type Level = 1 | 2\n',
    })
    const files = ['a', 'b', 'c', 'd'].map((name) => `bottles/${name}.bottle.ts`)
    expect(await bothWays(project, files)).toHaveLength(4)
    expect(await bothWays(project, files.slice(0, 1))).toEqual([])
  })

  it('sees what was changed, and made, while it waited', async () => {
    const project = makeProject({
      'bottles/a.bottle.ts': `import { n } from '../n/index.ts'\n${bottleSource('a')}export const m: 1 = n\n`,
    })
    const spare = spareOf(project)
    await new Promise((resolve) => setTimeout(resolve, 500))
    mkdirSync(join(project, 'n'))
    writeFileSync(join(project, 'n/index.ts'), 'export const n = 2\n')
    writeFileSync(join(project, 'package.json'), '{ "type": "commonjs" }')
    writeFileSync(join(project, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }')
    const errors = await bothWays(project, ['bottles/a.bottle.ts'], spare)
    expect(errors).toEqual([expect.stringContaining("Type '2' is not assignable to type '1'")])
  })

  it('is replaced by another when it has ended', async () => {
    const project = makeProject({
      'bottles/a.bottle.ts': `${bottleSource('a')}export const a: 1 = 2\n`,
    })
    const spare = spareOf(project)
    execFileSync('pkill', ['-KILL', '-f', `tsc --api .*--cwd ${project}`])
    expect(await bothWays(project, ['bottles/a.bottle.ts'], spare)).toHaveLength(1)
  })

  it('is used once', () => {
    const spare = spareOf(makeProject({}))
    expect(spare.take()).toBeDefined()
    expect(spare.take()).toBeUndefined()
  })
})
