import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

/**
 * The layers of `src/`, the lowest first. A folder may import from itself and from every layer
 * below its own; of two on one layer, neither imports the other.
 */
const layers: readonly (readonly string[])[] = [
  ['diagnostic'],
  ['files'],
  ['smolfile', 'language'],
  ['index.ts', 'dialects'],
  ['evaluate', 'output'],
  ['project'],
  ['synth.ts', 'review', 'codemod'],
  ['cli'],
]

/** What runs inside the engine knows the authoring language alone; of what is below, types. */
const guest = ['language', 'evaluate/guest']

const root = new URL('../src', import.meta.url).pathname
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(?<!\.d)\.ts$/.test(file),
)

/** The folder, or the single file, that the layers know `file` by. */
function partOf(file: string): string {
  return file.startsWith('evaluate/guest/') ? 'evaluate/guest' : (file.split('/')[0] ?? file)
}

function layerOf(part: string): number {
  return layers.findIndex((layer) => layer.includes(part.split('/')[0] ?? part))
}

interface Import {
  readonly specifier: string
  readonly isType: boolean
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const { module } = parseSync(file, text)
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => ({
    specifier: text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
    isType: false,
  }))
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [{ specifier: moduleRequest.value, isType }],
    ),
  )
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    isType: entries.length > 0 && entries.every(({ isType }) => isType),
  }))
  return [...imported, ...exported, ...dynamic]
}

describe('the folders of src', () => {
  it.each(files)('%s imports downwards alone', (file) => {
    const part = partOf(file)
    expect(layerOf(part), 'a folder that the layers do not know').not.toBe(-1)
    for (const { specifier, isType } of importsOf(file)) {
      if (!specifier.startsWith('.')) {
        if (guest.includes(part)) expect.fail(`${file} runs inside the engine: ${specifier}`)
        continue
      }
      const target = relative(root, join(root, dirname(file), specifier))
      const other = partOf(target)
      if (other === part || target.endsWith('.d.ts')) continue
      if (guest.includes(part) && !isType)
        expect(guest, `${file} imports ${target}`).toContain(other)
      const isOwn = other.split('/')[0] === part.split('/')[0]
      if (!isOwn) expect(layerOf(other), `${file} imports ${target}`).toBeLessThan(layerOf(part))
    }
  })

  it.each(files)('%s touches the disk only where that is its business', (file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const writes = /\b(?:write(?:File)?Sync|renameSync|unlinkSync|mkdirSync|rmdirSync|rmSync)\(/
    const starts = /\b(?:spawn|spawnSync|execFileSync|fork|Worker)\(/
    // The evaluation keeps what it knows, and settings for the compiler, outside of what users write.
    const own = /^evaluate\/(?:cache|types)\//.test(file)
    if (!['files', 'output'].includes(partOf(file)) && !own) expect(text).not.toMatch(writes)
    // The authoring language can start nothing, since it imports nothing; a machine has .fork().
    if (!['evaluate', 'language', 'output'].includes(partOf(file))) expect(text).not.toMatch(starts)
  })

  it('finds its own files in one place, since modules move when they are bundled', () => {
    const stranded = files.filter(
      (file) =>
        !['files/package-files.ts', 'cli/main.ts'].includes(file) &&
        /[(,]\s*import\.meta\.url\)/.test(
          readFileSync(join(root, file), 'utf8').replace('createRequire(import.meta.url)', ''),
        ),
    )
    expect(stranded).toEqual([])
  })

  it('has no file of more than 250 lines of code, comments not counted', () => {
    // The table of settings is one idea, however many settings there are.
    const table = 'language/smolvm/settings.ts'
    const long = files.filter(
      (file) => file !== table && codeLines(readFileSync(join(root, file), 'utf8')) > 250,
    )
    expect(long).toEqual([])
  })
})

/** The lines that hold something else than a comment or nothing. */
function codeLines(text: string): number {
  const { comments } = parseSync('file.ts', text)
  let code = text
  for (const { start, end } of [...comments].reverse()) {
    code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, ' ') + code.slice(end)
  }
  return code.split('\n').filter((line) => line.trim() !== '').length
}
