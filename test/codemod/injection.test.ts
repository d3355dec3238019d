import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ts } from 'ts-morph'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatSource } from '../../src/codemod/format-source.ts'
import type { Imported } from '../../src/codemod/import-smolfiles.ts'
import { importSmolfiles } from '../../src/codemod/import-smolfiles.ts'
import { tomlString } from '../../src/smolfile/toml-text.ts'
import { importAll, inNewProject, syntaxOf } from '../support/import.ts'
import { nastyWords } from '../support/nasty-text.ts'
import { makeProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Texts that would run `evil()` or hide what follows, if they were not data. */
const hostile = [
  `\${process.exit()}`,
  `\`\${process.exit()}\``,
  '*/ evil() /*',
  '\u2028evil()',
  '\u2029evil()',
  '\nevil()',
  '\r\nevil()\r\n',
  "'); evil(); ('",
  '"); evil(); ("',
  '`); evil(); (`',
  "\\'); evil(); ('\\",
  '\\`); evil(); (`\\',
  '\\',
  '\\\\',
  '</script><script>evil()</script>',
  '<!-- evil()',
  '--> evil()',
  "')\nexport default evil() //",
  '\u0001evil()',
  '\\u0027); evil(); (\\u0027',
  '\\x27); evil(); (\\x27',
  '\ufeffevil()',
  '\u202e)(live',
  '@ts-nocheck',
  '// @ts-nocheck',
  '#!/usr/bin/env evil',
]

/** Comments that a tool obeys, and some of TOML that end one of TypeScript. */
const commands = [
  '@ts-nocheck',
  '@ts-ignore',
  '@ts-expect-error',
  '@ts-check',
  '/ <reference path="../../evil.ts" />',
  '/ <reference types="evil" />',
  '/<amd-dependency path="evil" />',
  '# sourceMappingURL=evil.map',
  '# @ts-nocheck',
  '# biome-ignore-all lint: evil',
  '#biome-ignore-all format: evil',
  '@ sourceMappingURL=evil.map',
  '# sourceURL=evil.ts',
  'biome-ignore-all lint: evil',
  'biome-ignore-all format: evil',
  'biome-ignore format: evil',
  'biome-ignore-start lint: evil',
  'prettier-ignore',
  'prettier-ignore-start',
  '@format',
  '@prettier',
  '@noprettier',
  'eslint-disable',
  'eslint-disable-next-line',
  'c8 ignore start',
  'jshint ignore:start',
  '@TS-NoCheck',
  'eslint no-alert: 0',
  'tslint:disable',
  'oxlint-disable',
  'deno-lint-ignore-file',
  'deno-fmt-ignore-file',
  'v8 ignore start',
  'istanbul ignore file',
  // In one piece they would be obeyed here.
  ...['vitest', 'jest'].map((tool) => `@${tool}-environment evil`),
  '@jsx evil',
  '@jsxImportSource evil',
  '#region evil',
  'region evil',
  '#endregion',
  '!evil',
  '*/ evil() /*',
  '\u2028evil()',
  '\u2029evil()',
  '\u0085evil()',
  '\u202eevil()',
  '\\u000aevil()',
  '\ufeff@ts-nocheck',
  '\u200b@ts-nocheck',
  '\u00a0@ts-nocheck',
]

/** Comments before everything, above and behind each line, and at the end. */
function everywhere(comment: string, text: string): string {
  const lines = text.split('\n').map((line) => `#${comment}\n# ${comment}\n${line} #${comment}`)
  return `#${comment}\n#\t${comment}\n\n${lines.join('\n')}\n\n#${comment}\n`
}

/** A Smolfile with `text` wherever smolvm takes any text. */
function machineWith(text: string): string {
  const value = tomlString(text)
  const inPath = tomlString(`./x/${text.replace(/[:~$]/g, '')}`)
  const guest = (prefix: string) => tomlString(`${prefix}${text.replace(/[:.]/g, '')}`)
  return `image = ${inPath}
entrypoint = [
  ${tomlString(`x${text}`)},
  ${value},
]
cmd = [${value}]
env = [
  ${tomlString(`A=${text}.`)},
]
workdir = ${tomlString(`/${text}`)}
cpus = 2
init = [${value}, ${tomlString(`two\nlines ${text}`)}]
net = true
net_backend = "virtio-net"
[dev]
env = [${tomlString(`A=${text}.`)}]
workdir = ${tomlString(`/${text}`)}
volumes = [${tomlString(`./x${text.replace(/[:~$]/g, '')}:/y`)}, ${guest('./x:/z/')}]
[artifact]
cmd = [${value}]
oci_platform = ${value}
[health]
exec = [${tomlString(`x${text}`)}]
[secrets]
A1 = { from_keychain = ${tomlString(`x${text.replaceAll('/', '')}`)} }
A2 = { from_file = ${tomlString(`/x${text.replace(/[/.]/g, '')}`)} }`
}

/** A Smolfile with `text` wherever claude-bottle takes any text. */
function bottleWith(slug: string, text: string, names: readonly string[] = []): string {
  const entries = ['A', ...names].map((name) => tomlString(`${name}=${text}`))
  return `name = "claude-bottle-${slug}"
command = [
  ${tomlString(`x${text}`)},
  ${tomlString(text)},
]
env = [
  ${entries.join(',\n  ')},
]
[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = ${tomlString(`/run/${slug}/x${text.replace(/[/.]/g, '')}`)}`
}

/** What may stand at the place of a variable's name. */
const names = [
  ...nastyWords,
  ...hostile,
  'a`b',
  "a'b",
  'a"b',
  '[evil()]',
  'get',
  'async',
  '...evil',
]
  .map((text) => text.replace(/[^\x21-\x3c\x3e-\x7e]/g, ''))
  .filter((name, index, all) => name !== '' && all.indexOf(name) === index)

describe('a hostile Smolfile', () => {
  let values: readonly Imported[]
  let comments: readonly Imported[]
  let strays: readonly Imported[]
  let written: readonly string[]

  beforeAll(async () => {
    const inValues = hostile.flatMap((text, index) => [
      { name: `v${index}.smolfile`, text: machineWith(text) },
      { name: `w${index}.smolfile`, text: bottleWith(`w${index}`, text, index === 0 ? names : []) },
    ])
    const inComments = commands.map((comment, index) => {
      return { name: `c${index}.smolfile`, text: everywhere(comment, machineWith('x')) }
    })
    const named = ['../../a.smolfile', 'b\nexport {}.smolfile', '/etc/c.smolfile', '..\\d.smolfile']
    const others = named.map((name) => ({ name, text: 'cpus = 2\n' }))
    const imported = await inNewProject(async (project) => {
      const all = await importAll([...inValues, ...inComments, ...others], { project })
      written = readdirSync(project)
      return all
    })
    values = imported.slice(0, inValues.length)
    comments = imported.slice(inValues.length, -others.length)
    strays = imported.slice(-others.length)
  })

  it('becomes one import and one expression, in which its texts are data', () => {
    for (const [index, { source, name }] of values.entries()) {
      const text = hostile[index >> 1] ?? ''
      expect(statementsOf(source), name).toEqual(['ImportDeclaration', 'ExportAssignment'])
      expect(identifiersOf(source), name).not.toContain('evil')
      expect(identifiersOf(source), name).not.toContain('process')
      expect(literalsOf(source), name).toContain(text)
    }
  })

  it('has its names of variables as keys', () => {
    const source = values.find(({ slug }) => slug === 'w0')?.source ?? ''
    const keys = [...literalsOf(source), ...identifiersOf(source)]
    expect(names.filter((name) => !keys.includes(name))).toEqual([])
  })

  it('becomes the same code, whatever its comments hold', () => {
    const codes = comments.map(({ source, slug }) =>
      JSON.stringify(syntaxOf(source)).replace(`"${slug}"`, '"slug"'),
    )
    expect(new Set(codes).size).toBe(1)
  })

  it('gives no comment that TypeScript obeys', () => {
    for (const { source, name } of comments) {
      const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022) as Directives
      expect([...file.pragmas.keys()], name).toEqual([])
      expect(file.commentDirectives ?? [], name).toEqual([])
      expect(file.referencedFiles, name).toEqual([])
      expect(file.checkJsDirective, name).toBeUndefined()
      expect(source, name).not.toMatch(/^\s*\/\/[#@/!]/m)
      // What an editor folds.
      expect(source, name).not.toMatch(/^\s*\/\/\s*#?(?:end)?region\b/m)
    }
  })

  it('gives no comment that lets Prettier or Biome leave something as it is', async () => {
    const untidy = (source: string) => source.replace(/^( +\.\w+)\(/gm, '$1( ')
    for (const { source, name } of comments) {
      expect(untidy(source), name).not.toBe(source)
      expect(await formatSource(untidy(source)), name).toBe(source)
    }
    const project = makeProject({
      'biome.json': '{}',
      ...Object.fromEntries(
        comments.map(({ source }, index) => [`${index}.ts`, `${source}\ndebugger\n`]),
      ),
    })
    const biome = join(root, 'node_modules/.bin/biome')
    const argv = [
      'lint',
      '--only=suspicious/noDebugger',
      '--max-diagnostics=none',
      '--reporter=json',
    ]
    const { stdout } = spawnSync(biome, argv, { cwd: project, encoding: 'utf8' })
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { category: string }[] }
    const found = diagnostics.filter(({ category }) => category === 'lint/suspicious/noDebugger')
    expect(found).toHaveLength(comments.length)
  })

  it('hides no error from tsc', () => {
    const files = comments.map(({ source }, index) => [
      `${index}.ts`,
      `${source}\nexport const wrong${index}: number = 'text'\n`,
    ])
    const project = makeProject(Object.fromEntries(files))
    const compilerOptions = {
      ...JSON.parse(ts.sys.readFile(join(root, 'tsconfig.json')) ?? '').compilerOptions,
      paths: { bottleworks: [join(root, 'src/index.ts')] },
      types: [],
    }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
    const tsc = join(root, 'node_modules/.bin/tsc')
    const { stdout } = spawnSync(tsc, ['-p', project], { encoding: 'utf8' })
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'))
    expect(errors.filter((line) => !line.includes('TS2322'))).toEqual([])
    expect(errors).toHaveLength(comments.length)
  })

  it('cannot say by its name where its bottle file goes', () => {
    const goals = ['a', 'b-export', 'c', 'd']
    expect(strays.map(({ path }) => path)).toEqual(goals.map((slug) => `bottles/${slug}.bottle.ts`))
    expect(written).toEqual(['bottles'])
  })

  it.each(['../../x', 'a/b', 'a\nb', '', '.', '__proto__', "a')", 'a'.repeat(64)])(
    'cannot have the slug %j',
    async (as) => {
      const project = makeProject()
      const texts = [{ name: 'Smolfile', text: 'cpus = 2\n' }]
      const { ok, diagnostics } = await importSmolfiles(texts, { project, as })
      expect(ok).toBe(false)
      expect(diagnostics.map(({ code, origin }) => `${code} ${origin?.file}`)).toEqual([
        'BW131 Smolfile',
      ])
      expect(readdirSync(project)).toEqual([])
    },
  )
})

/** What TypeScript's parser keeps of the comments that it obeys. */
interface Directives extends ts.SourceFile {
  readonly pragmas: ReadonlyMap<string, unknown>
  readonly commentDirectives?: readonly unknown[]
  readonly checkJsDirective?: unknown
}

function statementsOf(source: string): readonly string[] {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022)
  return file.statements.map(({ kind }) => ts.SyntaxKind[kind] ?? '')
}

function nodesOf(source: string): readonly ts.Node[] {
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022))
  return nodes
}

function literalsOf(source: string): readonly string[] {
  return nodesOf(source).flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []))
}

function identifiersOf(source: string): readonly string[] {
  return nodesOf(source).flatMap((node) => (ts.isIdentifier(node) ? [node.text] : []))
}
