import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { removeBottle } from '../../src/codemod/remove-bottle.ts'
import { synth } from '../../src/synth.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { runHere } from '../support/terminal.ts'
import { readFiles } from '../support/tree.ts'

async function synthesized(files: Readonly<Record<string, string>>): Promise<string> {
  const project = makeProject(files)
  expect((await synth({ project, types: false })).ok).toBe(true)
  return project
}

describe('bottle rm', () => {
  it('removes a bottle with its Smolfile, and nothing else', async () => {
    const project = await synthesized({
      'bottles/team/demo.bottle.ts': bottleSource('demo'),
      'bottles/other.bottle.ts': bottleSource('other'),
    })
    writeProject(project, {
      'bottles/other.bottle.ts': bottleSource('other', ".net(gvproxy('/run/stale.sock'))"),
    })
    const before = readFiles(project)
    expect(await runHere(['rm', 'demo', '--project', project])).toEqual({
      status: 0,
      stdout: 'remove bottles/team/demo.bottle.ts\nremove smolfiles/demo/Smolfile\n',
      stderr: '',
    })
    const kept = Object.entries(before).filter(([path]) => !path.includes('demo'))
    expect(readFiles(project)).toEqual(Object.fromEntries(kept))
    expect(existsSync(join(project, 'smolfiles/demo'))).toBe(false)
  })

  it('removes the last bottle, and one that is bad or was never written', async () => {
    const project = makeProject({ 'bottles/bad.bottle.ts': 'export default 1\n' })
    const { ok, removed } = await removeBottle({ project, slug: 'bad' })
    expect({ ok, removed }).toEqual({ ok: true, removed: ['bottles/bad.bottle.ts'] })
  })

  it('refuses what another bottle is made of, by value or by type', async () => {
    for (const line of [
      "import demo from './demo.bottle.ts'\nvoid demo\n",
      "import type { T } from './demo.bottle.ts'\nexport type U = T\n",
    ]) {
      const project = makeProject({
        'bottles/demo.bottle.ts': `${bottleSource('demo')}export type T = 1\n`,
        'bottles/user.bottle.ts': `${line}${bottleSource('user')}`,
      })
      const { ok, diagnostics } = await removeBottle({ project, slug: 'demo' })
      expect(ok).toBe(false)
      expect(diagnostics).toMatchObject([{ origin: { file: 'bottles/user.bottle.ts' } }])
      expect(existsSync(join(project, 'bottles/demo.bottle.ts'))).toBe(true)
    }
  })

  it('refuses a Smolfile that was edited by hand, but for --force', async () => {
    const project = await synthesized({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    writeProject(project, { 'smolfiles/demo/Smolfile': 'mine = true\n' })
    const before = readFiles(project)
    const { ok, diagnostics } = await removeBottle({ project, slug: 'demo' })
    expect({ ok, diagnostics }).toMatchObject({ ok: false, diagnostics: [{ code: 'BW200' }] })
    expect(readFiles(project)).toEqual(before)
    expect((await removeBottle({ project, slug: 'demo', force: true })).ok).toBe(true)
    expect(readFiles(project)).toEqual({})
  })

  it('names the nearest slug, and removes nothing by a pattern', async () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    for (const slug of ['dmeo', 'dem*']) {
      const { status, stderr } = await runHere(['rm', slug, '--project', project])
      expect(status).toBe(1)
      expect(stderr).toContain(`BW121: no bottle has the slug "${slug}"`)
    }
    expect(existsSync(join(project, 'bottles/demo.bottle.ts'))).toBe(true)
  })
})
