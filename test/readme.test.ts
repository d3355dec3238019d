import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { diagnosticCodes } from '../src/diagnostic/catalogue.ts'
import { loadBottles, synth } from '../src/synth.ts'
import { makeProject } from './support/project.ts'

const root = new URL('..', import.meta.url).pathname
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

it('leaves the codes to their reference, which is there', () => {
  const [, link = ''] = /\]\((docs\/reference\/codes\.md)\)/.exec(readme) ?? []
  const reference = readFileSync(join(root, link), 'utf8')
  for (const code of diagnosticCodes) expect(reference).toContain(`<a id="${code}"></a>`)
  expect(readme).not.toMatch(/^\| BW\d{3}/m)
})

it('has a line for every dependency, and for no other package', () => {
  const table = readme.slice(readme.indexOf('## Dependencies'), readme.indexOf('## Development'))
  const listed = [...table.matchAll(/^\| ([^ |]+)[^|]*\| (runtime|development) +\|/gm)]
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

it('gives commands whose scripts are there', () => {
  for (const [, script] of readme.matchAll(/npm run ([a-z:]+)/g)) {
    expect(Object.keys(manifest.scripts)).toContain(script)
  }
})

it('is told by the source that nothing is wrong with the examples of this repository', async () => {
  expect(await loadBottles({ project: root })).toMatchObject({ diagnostics: [], printed: [] })
})
