import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

/**
 * Which folders of `src/` a folder may import from, besides itself. `dsl` and `diagnostic` stand
 * at the bottom, `cli` on top; what runs inside the engine knows the authoring language alone.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  dsl: [],
  diagnostic: [],
  'package-files.ts': [],
  'index.ts': ['dsl'],
  'evaluate/guest': ['dsl'],
  smolfile: ['dsl', 'diagnostic'],
  evaluate: ['evaluate/guest', 'smolfile', 'diagnostic', 'package-files.ts'],
  assembly: ['smolfile', 'diagnostic'],
  review: ['smolfile', 'diagnostic'],
  source: ['dsl', 'smolfile', 'diagnostic'],
  'pipeline.ts': ['evaluate', 'assembly', 'smolfile', 'diagnostic', 'synth.ts'],
  'synth.ts': [
    'evaluate',
    'assembly',
    'smolfile',
    'diagnostic',
    'pipeline.ts',
    'tracing.ts',
    'package-files.ts',
  ],
  'tracing.ts': ['evaluate', 'smolfile', 'diagnostic', 'pipeline.ts', 'synth.ts'],
  authoring: ['synth.ts', 'evaluate', 'assembly', 'source', 'smolfile', 'diagnostic'],
  watching: ['synth.ts', 'pipeline.ts', 'evaluate', 'assembly', 'smolfile', 'diagnostic'],
  reviewing: ['synth.ts', 'assembly', 'review', 'smolfile', 'diagnostic'],
  // The program starts the sandbox before it loads the rest.
  'cli/main.ts': ['cli', 'evaluate'],
  cli: [
    'synth.ts',
    'package-files.ts',
    'watching',
    'authoring',
    'reviewing',
    'review',
    'source',
    'smolfile',
    'diagnostic',
  ],
}

const root = new URL('../src', import.meta.url).pathname
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(?<!\.d)\.ts$/.test(file),
)

/** The most specific part of the table that a file belongs to. */
function partOf(file: string): string | undefined {
  return Object.keys(allowed)
    .filter((part) => file === part || file.startsWith(`${part}/`))
    .sort((a, b) => b.length - a.length)[0]
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const { module } = parseSync(file, text)
  const dynamic = module.dynamicImports.map(({ moduleRequest }) =>
    text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
  )
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  )
  return [...module.staticImports.map((each) => each.moduleRequest.value), ...exported, ...dynamic]
}

describe('the folders of src', () => {
  it.each(files)('%s imports in the allowed directions alone', (file) => {
    const part = partOf(file)
    expect(part, 'a folder that the table of directions does not know').toBeDefined()
    for (const specifier of importsOf(file)) {
      if (!specifier.startsWith('.')) {
        if (part === 'dsl' || part === 'evaluate/guest') {
          expect.fail(`${file} runs inside the engine and imports ${specifier}`)
        }
        continue
      }
      const target = relative(root, join(root, dirname(file), specifier))
      const other = partOf(target)
      const open = [part, ...(allowed[part ?? ''] ?? [])]
      if (target.endsWith('.d.ts')) continue
      expect(open, `${file} imports ${target}`).toContain(other)
    }
  })

  it.each(files)('%s touches the disk only where that is its business', (file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const writes = /\b(?:write(?:File)?Sync|renameSync|unlinkSync|mkdirSync|rmdirSync|rmSync)\(/
    const starts = /\b(?:spawn|spawnSync|execFileSync|fork|Worker)\(/
    // The evaluation keeps what it knows, and settings for the compiler, outside of what users write.
    const own = /^evaluate\/(?:cache|types)\//.test(file)
    if (partOf(file) !== 'assembly' && !own) expect(text).not.toMatch(writes)
    // The authoring language can start nothing, since it imports nothing; a machine has .fork().
    if (!['evaluate', 'dsl', 'assembly'].includes(partOf(file) ?? ''))
      expect(text).not.toMatch(starts)
  })

  it('finds its own files in one place, since modules move when they are bundled', () => {
    const stranded = files.filter(
      (file) =>
        !['package-files.ts', 'cli/main.ts'].includes(file) &&
        /[(,]\s*import\.meta\.url\)/.test(
          readFileSync(join(root, file), 'utf8').replace('createRequire(import.meta.url)', ''),
        ),
    )
    expect(stranded).toEqual([])
  })

  it('has no file of more than 250 lines', () => {
    const long = files.filter(
      (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251,
    )
    expect(long).toEqual([])
  })
})
