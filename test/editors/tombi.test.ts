import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../support/command.ts'
import type { LanguageServer } from '../support/language-server.ts'
import { startServer } from '../support/language-server.ts'
import { makeSharedProject, writeProject } from '../support/project.ts'
import { findTombi, tombiVersion } from '../support/tombi.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/guides/adopting.md'), 'utf8')

/** The blocks of TOML of the guide's section on editors. */
const [section = ''] = guide.split('## While you write\n')[1]?.split(/^## /m) ?? []
const [settings = '', example = ''] = [...section.matchAll(/```toml\n(.*?)```/gs)].map(
  ([, text = '']) => text,
)

const schemaOf = (dialect: string) => example.split('\n')[0]?.replace('smolvm', dialect) ?? ''

/** The Smolfiles of this repository: its examples, and what tests expect of every setting. */
const trees = ['smolfiles', 'test/golden/smolvm']
const smolfiles = trees.flatMap((tree) =>
  readdirSync(join(root, tree), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('Smolfile'))
    .map((path) => join(tree, path)),
)

interface Found {
  readonly items: readonly {
    readonly message: string
    readonly range: { start: { line: number } }
  }[]
}

describe('the TOML server that the guide names', () => {
  const project = makeSharedProject({ 'tombi.toml': settings })
  const found = findTombi()
  const why = 'why' in found ? found.why : undefined
  let server: LanguageServer | undefined

  beforeAll(async () => {
    mkdirSync(join(project, 'node_modules/bottleworks'), { recursive: true })
    symlinkSync(join(root, 'schema'), join(project, 'node_modules/bottleworks/schema'))
    if ('program' in found) server = await startServer(found.program, ['lsp', '--offline'], project)
  })
  afterAll(() => server?.stop())

  /** What an editor shows of a file: each line, counted from 1, with what is wrong there. */
  async function shown(path: string, text: string): Promise<readonly string[]> {
    writeProject(project, { [path]: text })
    const uri = `file://${join(project, path)}`
    const textDocument = { uri, languageId: 'toml', version: 1, text }
    server?.tell('textDocument/didOpen', { textDocument })
    const answer = await server?.ask('textDocument/diagnostic', { textDocument: { uri } })
    return (answer as Found).items.map(
      ({ message, range }) => `${range.start.line + 1}: ${message}`,
    )
  }

  it('is the release that the guide says', ({ skip }) => {
    if (!('program' in found)) return skip(why)
    expect(run(found.program, ['--version']).stdout).toContain(`tombi ${tombiVersion}`)
    expect(section).toContain(`tombi ${tombiVersion}`)
  })

  it.for(smolfiles)('has nothing against %s', async (path, { skip }) => {
    if (server === undefined) return skip(why)
    const text = readFileSync(join(root, path), 'utf8')
    const dialect = /^name = "claude-bottle-/m.test(text) ? 'claude-bottle' : 'smolvm'
    expect(await shown('written/Smolfile', `${schemaOf(dialect)}\n${text}`)).toEqual([])
  })

  it('marks what the schema of smolvm does not have', async ({ skip }) => {
    if (server === undefined) return skip(why)
    expect(await shown('machine/Smolfile', example)).toEqual([])
    expect(await shown('wrong/Smolfile', `${example}mem = 512\nmemory = "1g"\n`)).toEqual([
      '3: "mem" is not allowed',
      '4: expected a value of type Integer, but found String',
    ])
  })

  it('marks what the schema of claude-bottle does not have', async ({ skip }) => {
    if (server === undefined) return skip(why)
    const text = `${schemaOf('claude-bottle')}\nname = "claude-bottle-x"\ncommand = "sleep"\nenv = []\nimage = "x"\n`
    expect(await shown('bottle/Smolfile', text)).toEqual(
      expect.arrayContaining([
        '3: expected a value of type Array, but found String',
        '5: "image" is not allowed',
      ]),
    )
  })

  it('shows what a key is for', async ({ skip }) => {
    if (server === undefined) return skip(why)
    await shown('hover/Smolfile', `${example}memory = 512\n`)
    const uri = `file://${join(project, 'hover/Smolfile')}`
    const position = { line: 2, character: 1 }
    const hover = await server.ask('textDocument/hover', { textDocument: { uri }, position })
    expect(JSON.stringify(hover)).toContain('Memory in MiB')
  })

  it('says and formats nothing in the output tree', async ({ skip }) => {
    if (!('program' in found)) return skip(why)
    expect(await shown('smolfiles/demo/Smolfile', `${example}mem  =  512\n`)).toEqual([])
    const formatted = run(found.program, ['format', '--offline'], { cwd: project })
    expect(formatted.status).toBe(0)
    const text = readFileSync(join(project, 'smolfiles/demo/Smolfile'), 'utf8')
    expect(text).toBe(`${example}mem  =  512\n`)
  })
})
