import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { dialectNames } from '../src/dialects/dialects.ts'

/** The modules that sources import, which the sandbox has. */
const api = ['index.ts', 'policy.ts', 'policies.ts', 'test.ts']

/**
 * The layers of `src/`, the lowest first. A folder may import from itself and from every layer
 * below its own; of two on one layer, neither imports the other.
 */
const layers: readonly (readonly string[])[] = [
  ['diagnostic'],
  ['files'],
  ['smolfile', 'language'],
  [...api, 'dialects'],
  ['reach', 'evaluate', 'output'],
  ['project'],
  ['synth.ts', 'testing.ts', 'smolfile.ts', 'review', 'codemod', 'gateway'],
  ['review.ts'],
  ['cli'],
]

/** What runs inside the engine knows the authoring language alone; of what is below, types. */
const guest = [...api, 'language', 'evaluate/guest']

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
    const asks = file === 'gateway/doctor/programs.ts'
    if (!asks && !['evaluate', 'language', 'output'].includes(partOf(file)))
      expect(text).not.toMatch(starts)
  })

  it('makes folders one by one: Node.js can try for ever to make several', () => {
    const makers = files.filter((file) =>
      /\bmkdir(?:Sync)?\((?!2\))/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(makers).toEqual(['files/folder.ts', 'files/make-folders.ts'])
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

describe('what stands in one place alone', () => {
  /** Where a dialect may be named: where it is, and what knows the paths of its modules. */
  const naming = /^(?:dialects|language|diagnostic\/catalogue)\/|^evaluate\/sandbox\/guest-modules/

  it.each(files.filter((file) => !naming.test(file)))('%s names no dialect', (file) => {
    const named = literalsOf(file).filter((text) =>
      dialectNames.some((name) => text.includes(name)),
    )
    // What smolvm does, messages may say; that its dialect is called so, nobody needs to know.
    expect(named.filter((text) => text === 'smolvm' || text.includes('claude-bottle'))).toEqual([])
  })

  it('is the name of an exported type', () => {
    const places = new Map<string, string[]>()
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8')
      for (const [, name = ''] of text.matchAll(/^export (?:interface|type|class) (\w+)/gm)) {
        places.set(name, [...(places.get(name) ?? []), file])
      }
    }
    expect([...places].filter(([, found]) => found.length > 1)).toEqual([])
  })
})

/** The texts that the code of a file holds, but for what it imports. */
function literalsOf(file: string): readonly string[] {
  const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  const found: string[] = []
  new Visitor({
    Literal: ({ value, raw }) => void found.push(typeof value === 'string' ? value : (raw ?? '')),
    TemplateElement: ({ value }) => void found.push(value.raw),
  }).visit({ ...program, body: program.body.filter((each) => !isModuleStatement(each)) })
  return found
}

/** What names modules by their paths; a named export is a declaration when it has no source. */
function isModuleStatement(statement: object): boolean {
  const { type, source } = statement as { type: string; source?: object | null }
  return type === 'ImportDeclaration' || (source !== undefined && source !== null)
}

/** The lines that hold something else than a comment or nothing. */
function codeLines(text: string): number {
  const { comments } = parseSync('file.ts', text)
  let code = text
  for (const { start, end } of [...comments].reverse()) {
    code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, ' ') + code.slice(end)
  }
  return code.split('\n').filter((line) => line.trim() !== '').length
}
