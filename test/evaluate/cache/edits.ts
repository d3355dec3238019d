/** The files of a project that is edited at random, and the edits. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'

export const slugs = ['a', 'b', 'c', 'd']
export const bottles = slugs.map((slug) => `bottles/${slug}.bottle.ts`)
const p = 'bottles/presets/p.ts'
const q = 'bottles/presets/q.ts'
const types = 'bottles/presets/types.ts'
export const json = 'bottles/values.json'
const texts = ['bottles/note.txt', 'bottles/ca.pem', 'bottles/readme.md']

const language = "import { bottle, gvproxy } from 'bottleworks'\n"
const [txt, pem, md] = ['note.txt', 'ca.pem', 'readme.md'].map(
  (name, index) => `import t${index} from './${name}' with { type: 'text' }\n`,
)

/** What a file may hold, by its number. */
function bottleText(slug: string, variant: number, value: number): string {
  const exported = (calls = '', socket = `/run/${slug}${value}.sock`) =>
    `export default bottle('${slug}')${calls}.env({ VALUE: ${value} }).net(gvproxy('${socket}')).acknowledge('BW017', 'a test')\n`
  const variants = [
    exported(),
    `import { p } from './presets/p.ts'\n${exported('.use(p)')}`,
    `import { p } from './presets/p.ts'\nimport { q } from './presets/q.ts'\n${exported('.use(p).use(q)')}`,
    `import values from './values.json' with { type: 'json' }\n${exported('.env(values)')}`,
    `${txt}${pem}${md}${exported('.env({ T: t0 + t1 + t2 })')}`,
    `console.log('from ${slug}', ${value})\n${exported()}`,
    `${exported(".env({ NO_PROXY: '*' })")}`,
    `import type { Named } from './presets/types.ts'\nconst n: Named = ${value}\n${exported('.env({ n })')}`,
    `import other from './b.bottle.ts'\nconsole.log(typeof other)\n${exported()}`,
    exported('', 'relative.sock'),
    `console.log('before the end')\nthrow new Error('${value}')\n${exported()}`,
    `const = ${value}\n`,
    `import { none } from './none.ts'\nconsole.log(none)\n${exported()}`,
    `import { p as none, r } from './presets/p.ts'\nconsole.log(none, r)\n${exported()}`,
  ]
  return language + (variants[variant % variants.length] ?? '')
}

function presetText(name: string, other: string, variant: number, value: number): string {
  const type = "import type { BottleBuilder } from 'bottleworks'\n"
  const exported = (more = '') =>
    `${type}export const ${name} = (b: BottleBuilder) => b.env({ ${name}: ${value} })${more}\n`
  const variants = [
    exported(),
    `import { ${other} } from './${other}.ts'\n${exported(`.use(${other})`)}`,
    `import values from '../values.json' with { type: 'json' }\n${exported('.env(values)')}`,
    `import note from '../note.txt' with { type: 'text' }\n${exported('.env({ NOTE: note })')}`,
    `console.log('${name} ${value}')\n${exported(".env({ TOKEN: 'x', NO_PROXY: '*' })")}`,
    exported('.none()'),
    `const = ${value}\n`,
  ]
  return variants[variant % variants.length] ?? ''
}

function textOf(file: string, variant: number, value: number): string {
  const index = bottles.indexOf(file)
  if (index !== -1) return bottleText(slugs[index] ?? '', variant, value)
  if (file === p) return presetText('p', 'q', variant, value)
  if (file === q) return presetText('q', 'p', variant, value)
  if (file === types) return variant % 4 === 0 ? 'const = ;' : `export type Named = ${value}\n`
  if (file === json) return variant % 4 === 0 ? '{ broken' : `{ "JSON": ${value} }`
  return variant % 4 === 0 ? `\ud800${value}` : `text ${value}`
}

export const everything = [...bottles, p, q, types, json, ...texts]
const file = fc.constantFrom(...everything)
const small = fc.nat({ max: 2 })
const write = fc.record({
  kind: fc.constant('write' as const),
  file: fc.oneof(fc.constantFrom(...bottles), file),
  variant: fc.nat({ max: 13 }),
  value: small,
})
export const edit = fc.oneof(
  { weight: 6, arbitrary: write },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('remove', 'rename', 'swap', 'link', 'folder', 'touch', 'reset'),
      file,
      other: file,
    }),
  },
)
export type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never

export function put(project: string, file: string, text: string): void {
  const path = join(project, file)
  rmSync(path, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** The project as it begins: all is good. */
export function reset(project: string): void {
  for (const name of readdirSync(project)) {
    if (name !== 'node_modules') rmSync(join(project, name), { recursive: true })
  }
  bottles.forEach((file, index) => {
    put(project, file, textOf(file, index + 1, 0))
  })
  for (const file of everything.slice(bottles.length)) put(project, file, textOf(file, 1, 0))
  put(project, q, textOf(q, 0, 0))
}

export function make(project: string, edit: Edit): void {
  const path = join(project, edit.file)
  if (edit.kind === 'write') put(project, edit.file, textOf(edit.file, edit.variant, edit.value))
  else if (edit.kind === 'reset') reset(project)
  else if (edit.kind === 'touch') touch(path)
  else if (edit.kind === 'rename') rename(path, join(project, edit.other))
  else if (edit.kind === 'swap') swap(path, join(project, edit.other))
  else rmSync(path, { recursive: true, force: true })
  if (edit.kind === 'folder') mkdirSync(path)
  if (edit.kind === 'link') symlinkSync(join(project, edit.other), path)
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function touch(path: string): void {
  if (existsSync(path)) utimesSync(path, 1, 1)
}

function rename(from: string, to: string): void {
  if (!isThere(from) || from === to) return
  rmSync(to, { recursive: true, force: true })
  renameSync(from, to)
}

function swap(one: string, other: string): void {
  if (!isThere(one) || !isThere(other) || one === other) return
  renameSync(one, `${one}.aside`)
  renameSync(other, one)
  renameSync(`${one}.aside`, other)
}
