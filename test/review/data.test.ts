import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diff, ProjectError, reach } from '../../src/review.ts'
import { synth } from '../../src/synth.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { commit, initRepository } from './repository.ts'

const files = {
  'bottles/kept.bottle.ts': `import { machine } from 'bottleworks'
export default machine('kept').env({ A: 1 })
`,
  'bottles/web.bottle.ts': `import { machine, virtioNet } from 'bottleworks'
export default machine('web')
  .env({ A: 1 })
  .net(virtioNet({ allowHosts: ['a.example'] }))
`,
}

const token = `ghp_${'a1B2'.repeat(9)}`

/** A repository of which a bottle has changed since its commit. */
async function makeRepository(): Promise<string> {
  const project = makeProject(files)
  initRepository(project)
  await synth({ project, types: false })
  commit(project)
  const web = files['bottles/web.bottle.ts']
    .replace("'a.example'", "'a.example', 'b.example'")
    .replace('A: 1', 'A: 2')
  writeProject(project, { 'bottles/web.bottle.ts': web })
  await synth({ project, types: false })
  return project
}

function printed(project: string, ...argv: readonly string[]) {
  return JSON.parse(bottle([...argv, '--json', '--project', project]).stdout)
}

describe('a review as data', () => {
  it('is what the command prints', async () => {
    const project = await makeRepository()
    const { ok, base, findings, bottles, diagnostics } = await diff({ project, base: 'HEAD' })
    const told = printed(project, 'diff', '--base', 'HEAD')
    expect({ ok, ref: base?.ref, bottles, diagnostics }).toEqual({
      ok: true,
      ref: 'HEAD',
      bottles: told.bottles,
      diagnostics: [],
    })
    const { widens, narrows, inside, neutral } = told.summary
    expect(findings).toEqual({ widens, narrows, inside, neutral })
    expect(findings.widens).toBeGreaterThan(0)
    const [host] = bottles
      .flatMap((each) => each.findings)
      .filter((each) => each.class === 'widens')
    expect(host).toMatchObject({ slug: 'web', file: 'bottles/web.bottle.ts', line: 4 })
  })

  it('warns where nothing says what is behind a socket', async () => {
    const project = makeProject({
      'bottles/open.bottle.ts': bottleSource('open', ".net(gvproxy('/run/open.sock'))"),
      'bottles/own.bottle.ts': bottleSource(
        'own',
        ".net(gvproxy('/run/own.sock', { address: '127.77.0.9' }))",
      ),
    })
    const { bottles } = await diff({ project })
    expect(bottles.map(({ slug, caution }) => [slug, caution])).toEqual([
      ['open', expect.stringContaining('without a gvproxy.yaml')],
      ['own', undefined],
    ])
  })

  it('of what is unchanged is empty, and of what cannot be read is not ok', async () => {
    const project = await makeRepository()
    expect(await diff({ project })).toMatchObject({ ok: true, bottles: [], diagnostics: [] })
    const { ok, bottles, diagnostics } = await diff({ project, base: 'nowhere' })
    expect({ ok, bottles, number: diagnostics.length }).toEqual({
      ok: false,
      bottles: [],
      number: 1,
    })
    await expect(diff({ project: '/nonexistent' })).rejects.toThrow(ProjectError)
  })

  it('has no secret in it', async () => {
    const project = await makeRepository()
    writeProject(project, { 'smolfiles/web/Smolfile': `env = ["API_TOKEN=${token}"]\n` })
    const all = [await diff({ project, base: 'HEAD' }), await reach({ project, base: 'HEAD' })]
    expect(all[0]).toMatchObject({ bottles: [{ slug: 'web' }] })
    expect(JSON.stringify(all)).not.toContain(token)
  })
})

describe('what bottles can get at, as data', () => {
  it('is what the command prints', async () => {
    const project = await makeRepository()
    for (const base of [undefined, 'HEAD']) {
      const { bottles, ok } = await reach(base === undefined ? { project } : { project, base })
      const told = printed(project, 'reach', ...(base === undefined ? [] : ['--base', base]))
      expect({ ok, bottles }).toEqual({ ok: true, bottles: told.bottles })
    }
    const { bottles } = await reach({ project, slugs: ['kept'] })
    expect(bottles.map(({ slug }) => slug)).toEqual(['kept'])
  })

  it('is measured by a ceiling', async () => {
    const project = await makeRepository()
    const within = join(project, 'ceiling.json')
    writeProject(project, { 'ceiling.json': '{ "names": ["a.example"] }\n' })
    const { ok, bottles, diagnostics } = await reach({ project, within })
    expect({ ok, diagnostics }).toEqual({ ok: true, diagnostics: [] })
    const told = printed(project, 'reach', '--within', within)
    expect(bottles).toEqual(told.bottles)
    expect(bottles.some(({ above = [] }) => above.length > 0)).toBe(true)
  })
})
