import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renameBottle } from '../../src/codemod/rename-bottle.ts'
import { planSynth, synth } from '../../src/synth.ts'
import type { Files } from '../support/project.ts'
import { bottleSource, makeProject, quietDevice, writeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const files = {
  'bottles/team/old.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'

export const base = bottle('old').net(
  gvproxy('/run/claude-bottle/old/gvproxy.sock', { address: '127.77.0.5' }),
)

export default base.env({ STATE: '/var/lib/old' })
`,
  'bottles/other.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
import old from './team/old.bottle.ts'
export * from './team/old.bottle.ts'

export default bottle('other')
  .env({ SAME: old === undefined })
  ${quietDevice('/run/other.sock')}
`,
  'tools/report.mjs': "const old = await import('../bottles/team/old.bottle.ts')\n",
}

async function cleanProject(more: Files = {}) {
  const project = makeProject({ ...files, ...more })
  expect((await synth({ project })).applied).toBe(true)
  return project
}

const always = async () => true

describe('renaming a bottle', () => {
  it('changes its file, slug, strings, importers and output in one go', async () => {
    const project = await cleanProject()
    const result = await renameBottle({ from: 'old', to: 'new', project, confirm: always })
    expect(result.diagnostics).toEqual([])
    expect(result.written).toEqual([
      'bottles/team/new.bottle.ts',
      'bottles/other.bottle.ts',
      'tools/report.mjs',
    ])
    const text = (path: string) => readFileSync(join(project, path), 'utf8')
    expect(text('bottles/team/new.bottle.ts')).toBe(
      files['bottles/team/old.bottle.ts']
        .replace("'old'", "'new'")
        .replace('/run/claude-bottle/old/', '/run/claude-bottle/new/')
        .replace('/var/lib/old', '/var/lib/new'),
    )
    expect(text('bottles/other.bottle.ts')).toBe(
      files['bottles/other.bottle.ts'].replaceAll('old.bottle.ts', 'new.bottle.ts'),
    )
    expect(text('tools/report.mjs')).toBe(
      files['tools/report.mjs'].replace('old.bottle.ts', 'new.bottle.ts'),
    )
    const { plan } = await planSynth({ project })
    expect(plan?.entries.map(({ slug, action }) => `${slug} ${action}`)).toEqual([
      'new unchanged',
      'other unchanged',
    ])
  })

  it.each([
    ['marks and line ends', (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`],
    ['double quotes', (text: string) => text.replaceAll("'", '"')],
    ['templates', (text: string) => text.replaceAll("'old'", '`old`')],
    [
      'a namespace',
      (text: string) =>
        text
          .replace('{ bottle, gvproxy }', '* as bw')
          .replaceAll(/(?<![\w.])(?=bottle\(|gvproxy\()/g, 'bw.'),
    ],
  ])('changes the names alone in files with %s', async (_, write) => {
    const project = await cleanProject(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [path, write(text)])),
    )
    const { diagnostics } = await renameBottle({ from: 'old', to: 'new', project, confirm: always })
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    const text = (path: string) => readFileSync(join(project, path), 'utf8')
    const renamed = (path: keyof typeof files) =>
      write(files[path])
        .replace(/(?<=bottle\(.)old/, 'new')
        .replaceAll('/old/', '/new/')
        .replace('/lib/old', '/lib/new')
        .replaceAll('old.bottle', 'new.bottle')
    expect(text('bottles/team/new.bottle.ts')).toBe(renamed('bottles/team/old.bottle.ts'))
    expect(text('bottles/other.bottle.ts')).toBe(renamed('bottles/other.bottle.ts'))
    expect(text('tools/report.mjs')).toBe(renamed('tools/report.mjs'))
  })

  it('keeps the strings that are to be kept', async () => {
    const project = await cleanProject()
    const confirm = async ({ before }: { before: string }) => before.startsWith('/run')
    const { kept } = await renameBottle({ from: 'old', to: 'new', project, confirm })
    expect(kept.map(({ before }) => before)).toEqual(['/var/lib/old'])
    const source = readFileSync(join(project, 'bottles/team/new.bottle.ts'), 'utf8')
    expect(source).toContain("STATE: '/var/lib/old'")
  })

  it.each<[options: object, changed: Files, codes: readonly string[]]>([
    [{ to: 'other' }, {}, ['BW003']],
    [{ to: 'Bad' }, {}, ['BW001']],
    [{ from: 'odl' }, {}, ['BW121']],
    [{}, { 'smolfiles/other/Smolfile': 'edited by hand' }, ['BW136']],
    [
      {},
      { 'bottles/more.bottle.ts': files['bottles/other.bottle.ts'].replace("'other'", "'more'") },
      ['BW013', 'BW013'],
    ],
    [{}, { 'bottles/bad.bottle.ts': 'export default 1\n' }, ['BW114']],
  ])('%j is refused when something is unclean', async (options, changed, codes) => {
    const project = await cleanProject()
    writeProject(project, changed)
    const before = readFiles(project)
    const all = { from: 'old', to: 'new', project, confirm: always, ...options }
    const { ok, diagnostics } = await renameBottle(all)
    expect({ ok, codes: diagnostics.map(({ code }) => code) }).toEqual({ ok: false, codes })
    expect(readFiles(project)).toEqual(before)
  })

  it('refuses a socket that another bottle has, and changes nothing', async () => {
    const project = await cleanProject({
      'bottles/rival.bottle.ts': bottleSource(
        'rival',
        quietDevice('/run/claude-bottle/new/gvproxy.sock'),
      ),
    })
    const before = readFiles(project)
    const { diagnostics } = await renameBottle({ from: 'old', to: 'new', project, confirm: always })
    expect(diagnostics.map(({ code }) => code)).toEqual(['BW013', 'BW013'])
    expect(readFiles(project)).toEqual(before)
  })
})
