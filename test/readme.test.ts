import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { commandsOf } from '../scripts/command-reference.ts'
import { diagnosticCodes } from '../src/diagnostic/catalogue.ts'
import { plain } from '../src/diagnostic/format.ts'
import { diffSource } from '../src/review/diff-trees.ts'
import { reviewForTerminal } from '../src/review/output/terminal.ts'
import { loadBottles, synth } from '../src/synth.ts'
import { makeProject, writeProject } from './support/project.ts'

const root = new URL('..', import.meta.url).pathname
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const page = (path: string) => readFileSync(join(root, 'docs', path), 'utf8')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

it('leaves the codes to their reference, which is there', () => {
  const [, link = ''] = /\]\((docs\/reference\/codes\.md)\)/.exec(readme) ?? []
  const reference = readFileSync(join(root, link), 'utf8')
  for (const code of diagnosticCodes) expect(reference).toContain(`<a id="${code}"></a>`)
  expect(readme).not.toMatch(/^\| BW\d{3}/m)
})

it('has a line for every dependency, and for no other package', () => {
  expect(readme).toContain('](docs/dependencies.md)')
  const listed = [
    ...page('dependencies.md').matchAll(/^\| ([^ |]+)[^|]*\| (runtime|development) +\|/gm),
  ]
  const named = listed.map(([, name, kind]) => `${name} ${kind}`)
  const typesOfNode = '@types/node'
  expect(named.sort()).toEqual(
    [
      ...Object.keys(manifest.dependencies).map((name) => `${name} runtime`),
      ...Object.keys(manifest.devDependencies)
        .filter((name) => name !== typesOfNode)
        .map((name) => `${name} development`),
    ].sort(),
  )
})

it('shows a bottle and the very Smolfile that it gives', async () => {
  const [, source = ''] = /```ts\n\/\/ bottles\/demo.bottle.ts\n(.*?)```/s.exec(readme) ?? []
  const [, toml] = /```toml\n# smolfiles\/demo\/Smolfile\n(.*?)```/s.exec(readme) ?? []
  const project = makeProject({ 'bottles/demo.bottle.ts': source })
  const { ok } = await synth({ project })
  expect(ok).toBe(true)
  expect(readFileSync(join(project, 'smolfiles/demo/Smolfile'), 'utf8')).toBe(toml)
})

it('shows what diff says of the change that it names', async () => {
  const [, source = ''] = /```ts\n\/\/ bottles\/demo.bottle.ts\n(.*?)```/s.exec(readme) ?? []
  const [, before = '', after = ''] = /changes `(.*?)` to `(.*?)`/s.exec(readme) ?? []
  const [, shown] = /```text\n(demo {2}changed.*?)```/s.exec(readme) ?? []
  expect(source).toContain(before)
  const project = makeProject({ 'bottles/demo.bottle.ts': source })
  await synth({ project })
  writeProject(project, { 'bottles/demo.bottle.ts': source.replace(before, after) })
  const { review = { bottles: [] } } = await diffSource({ project })
  expect(reviewForTerminal(review, { paint: plain }).trimEnd()).toBe(shown?.trimEnd())
})

it('has a line for every command', () => {
  const commands = commandsOf().map((each) => each.name())
  const table = readme.slice(readme.indexOf('## Commands'), readme.indexOf('## Security model'))
  const named = [...table.matchAll(/`bottle ([a-z]+)[^`]*`(?=.*\|.*\|$)/gm)].map(([, name]) => name)
  expect(named.filter((name) => name !== undefined).sort()).toEqual([...commands].sort())
})

it('keeps the commands that install, synthesize and test', () => {
  expect(readme).toContain('```sh\nnpm ci && npm run synth\n```')
  expect(readme).toContain('```sh\nnpm ci && npm test\n```')
})

it('leads to a machine of this repository, with the very Smolfile that it gives', () => {
  expect(readme).toContain('](docs/machines.md)')
  for (const path of ['bottles/reports.bottle.ts', 'smolfiles/reports/Smolfile']) {
    const shown = page('machines.md').split(path.endsWith('ts') ? `// ${path}\n` : `# ${path}\n`)[1]
    expect(shown?.split('```')[0]).toBe(readFileSync(join(root, path), 'utf8'))
  }
})

it('gives commands whose scripts are there', () => {
  for (const [, script] of readme.matchAll(/npm run ([a-z:]+)/g)) {
    expect(Object.keys(manifest.scripts)).toContain(script)
  }
})

it('is told by the source that nothing is wrong with the examples of this repository', async () => {
  expect(await loadBottles({ project: root })).toMatchObject({ diagnostics: [], printed: [] })
})
