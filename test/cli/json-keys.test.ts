import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { commit, initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeSharedProject, writeProject } from '../support/project.ts'

const page = readFileSync(new URL('../../docs/reference/json.md', import.meta.url), 'utf8')

interface Key {
  readonly name: string
  /** The section that describes its value, or each entry of it. */
  readonly part: string | undefined
  readonly isOptional: boolean
}

/** The sections of which a document has shown something. */
const met = new Set<string>()

/** The keys of a section of the reference, with those of the section that it has the keys of. */
function keysOf(heading: string): readonly Key[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0]
  if (section === undefined) throw new Error(`the reference has no section ${heading}`)
  const rows = [...section.matchAll(/^\| (?:`(\w+)`)? ?\| (.*?) \| (.*) \|$/gm)]
  return rows.flatMap(([, name, type = '', about = '']): readonly Key[] => {
    const part = /\[(Json\w+)\]/.exec(type)?.[1]
    if (name !== undefined) return [{ name, part, isOptional: about.startsWith('_optional_') }]
    if (part === undefined) return []
    met.add(part)
    return keysOf(part)
  })
}

/** What the reference does not say of a document, and what it says that is not there. */
function differences(value: object, heading: string): readonly string[] {
  met.add(heading.replaceAll('`', ''))
  const keys = keysOf(heading)
  const unknown = Object.keys(value).filter((key) => !keys.some(({ name }) => name === key))
  const missing = keys.filter(({ name, isOptional }) => !isOptional && !(name in value))
  const inner = keys.flatMap(({ name, part }) => {
    const held = (value as Record<string, unknown>)[name]
    if (part === undefined || held === undefined) return []
    return [held].flat().flatMap((each) => differences(each as object, part))
  })
  const named = (key: string) => `${heading}: ${key}`
  return [...unknown.map(named), ...missing.map(({ name }) => named(name)), ...inner]
}

describe('the reference of JSON documents has the very keys of', () => {
  const loud = `${bottleSource('loud')}console.log('words')\n`
  const project = makeSharedProject({
    'bottles/demo.bottle.ts': bottleSource('demo'),
    'bottles/loud.bottle.ts': loud.replace(
      '.net(',
      ".env({ A: 1 }).env({ A: 2, NO_PROXY: '*' }).net(",
    ),
    'bottles/unset.bottle.ts': bottleSource('unset').replace(
      '.net(',
      ".env({ A: 1 }).unset('A').net(",
    ),
    'bottles/gated.bottle.ts': bottleSource(
      'gated',
      ".net(gvproxy('/run/gated/gvproxy.sock', { address: '127.77.0.5' }))",
    ),
    'bottles/loud.bottle-test.ts': `import { expect, test } from 'bottleworks/test'
import loud from './loud.bottle.ts'

test('it is quiet', () => expect(loud).toHave('env.A', '1'))
`,
    'bottles/lib/preset.ts': `import type { BottleBuilder } from 'bottleworks'
export const preset = (builder: BottleBuilder) => builder.env({ LEVEL: '1' })
`,
    ...Object.fromEntries(
      ['one', 'two'].map((slug) => [
        `bottles/${slug}.bottle.ts`,
        bottleSource(slug)
          .replace('.net(', '.use(preset).net(')
          .replace('import', "import { preset } from './lib/preset.ts'\nimport"),
      ]),
    ),
    '.gitignore': 'dist/\n',
    'ceiling.json': '{}',
    'smolfiles/notes.txt': '',
    'old/Smolfile': 'image = "alpine"\nnet = true\n',
  })
  const all = [
    ['bottle diff', 'diff'],
    ['bottle synth', 'synth'],
    ['bottle check', 'check'],
    ['bottle check', 'check', '--shard', '1/1', '--shard-dir', `${project}/records`],
    ['bottle check', 'check', '--join', `${project}/records`],
    ['bottle list', 'list'],
    ['bottle vet', 'vet', `${project}/old/Smolfile`, `${project}/none`],
    ['bottle reach', 'reach', '--within', `${project}/ceiling.json`],
    ['bottle can', 'can', 'demo', 'tcp', 'example.com:443', '--expect', 'no'],
    ['bottle explain SLUG', 'explain', 'loud'],
    ['bottle explain SLUG', 'explain', 'unset'],
    ['bottle explain CODE', 'explain', 'BW012'],
    ['bottle explain CODE', 'explain', 'BW060'],
    ['bottle explain --codes', 'explain', '--codes'],
    ['bottle import', 'import', `${project}/old/Smolfile`, `${project}/old/none`],
    ['bottle new', 'new', 'other', '--from', 'demo'],
    ['bottle set`, `bottle unset', 'set', 'demo', 'env.DEBUG', '1'],
    ['bottle synth', 'synth'],
    ['bottle rename', 'rename', 'demo', 'renamed', '--yes'],
    ['bottle init', 'init'],
    ['bottle diff', 'diff', '--base', 'main'],
    ['bottle reach', 'reach', '--base', 'main'],
    ['bottle test', 'test'],
    ['bottle gateway --print env', 'gateway', 'gated', '--print', 'env'],
    ['bottle doctor', 'doctor'],
    ['bottle rm', 'rm', 'other'],
    ['bottle baseline', 'baseline'],
    ['exit 64`, `exit 70', 'set', 'demo'],
  ]
  const documents: (readonly [string, object])[] = []

  beforeAll(() => {
    initRepository(project)
    commit(project)
    for (const [heading = '', command = '', ...argv] of all) {
      if (argv.includes('--base')) {
        writeProject(project, { 'bottleworks.config.json': '{ "failOn": "any" }' })
      }
      const place = command === 'vet' ? [] : ['--project', project]
      const asked = argv.includes('--print') ? [] : ['--json']
      const { stdout } = bottle([command, ...argv, ...place, ...asked])
      documents.push([heading, JSON.parse(stdout)])
    }
  })

  it.each(all.map((argv, index) => [argv.slice(1).join(' ').replace(`${project}/`, ''), index]))(
    '%s',
    (_, index) => {
      const [heading = '', document = {}] = documents[Number(index)] ?? []
      expect(differences(document, `\`${heading}\``)).toEqual([])
    },
  )

  it('all of its sections', () => {
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) =>
      heading.replaceAll('`', ''),
    )
    expect([...met, 'bottle watch'].sort()).toEqual(headings.sort())
  })
})
