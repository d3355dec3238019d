import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newBottle } from '../../src/codemod/new-bottle.ts'
import { synth } from '../../src/synth.ts'
import { bottleSource, makeProject, quietDevice } from '../support/project.ts'

const claude = `import { bottle, gvproxy, viaGateway } from 'bottleworks'
import { quiet } from '../presets/quiet.ts'

// The team's own claude, at /run/claude-bottle/claude/.
export default bottle('claude')
  .use(viaGateway())
  .use(quiet)
  .command('claude', '--name', 'the claude of all')
  .env({ HOME: '/work/.claude', STATE: \`/var/lib/claude/state\`, WHO: 'claude', MORE: 'claude-2' })
  .net(gvproxy('/run/claude-bottle/claude/gvproxy.sock'))
`

const quiet = `import type { BottleBuilder } from 'bottleworks'

export const quiet = (builder: BottleBuilder) => builder.env({ LOG_LEVEL: 'error' })
`

const files = { 'bottles/team/claude.bottle.ts': claude, 'bottles/presets/quiet.ts': quiet }

describe('a new bottle', () => {
  it.each(['claude-bottle', 'smolvm'] as const)('of %s passes synth at once', async (dialect) => {
    const project = makeProject()
    const { ok, written } = await newBottle({ slug: 'web-2', dialect, project })
    expect({ ok, written }).toEqual({ ok: true, written: 'bottles/web-2.bottle.ts' })
    const { applied, diagnostics } = await synth({ project, strict: true })
    expect({ applied, diagnostics }).toEqual({ applied: true, diagnostics: [] })
  })

  it('from another has its own slug wherever that was the other’s, beside it', async () => {
    const project = makeProject(files)
    const { ok, written, changed } = await newBottle({ slug: 'web', from: 'claude', project })
    expect({ ok, written }).toEqual({ ok: true, written: 'bottles/team/web.bottle.ts' })
    const source = readFileSync(join(project, 'bottles/team/web.bottle.ts'), 'utf8')
    expect(source).toBe(
      claude
        .replace("bottle('claude')", "bottle('web')")
        .replace('/var/lib/claude/state', '/var/lib/web/state')
        .replace(
          "'/run/claude-bottle/claude/gvproxy.sock'",
          "'/run/claude-bottle/web/gvproxy.sock'",
        ),
    )
    expect(changed.map(({ line, before }) => [line, before])).toEqual([
      [10, '/run/claude-bottle/claude/gvproxy.sock'],
      [9, '/var/lib/claude/state'],
    ])
    expect((await synth({ project })).applied).toBe(true)
  })

  it('from another keeps its mark, its line ends and its quotes', async () => {
    const source = (slug: string) =>
      `\ufeffimport * as bw from "bottleworks"\r\n\r\nexport { own as default }\r\nconst own = bw.bottle("${slug}").net(bw.gvproxy("/run/${slug}.sock"))\r\n`
    const project = makeProject({ 'bottles/one.bottle.ts': source('one') })
    const { ok } = await newBottle({ slug: 'two', from: 'one', project })
    expect(ok).toBe(true)
    expect(readFileSync(join(project, 'bottles/two.bottle.ts'), 'utf8')).toBe(source('two'))
  })

  it.each([
    [{ slug: 'claude' }, 'BW003'],
    [{ slug: '../x' }, 'BW001'],
    [{ slug: 'x'.repeat(50) }, 'BW001'],
    [{ slug: 'x', from: 'cluade' }, 'BW121'],
    [{ slug: 'y', from: 'computed' }, 'BW134'],
    [{ slug: 'y', from: 'shared' }, 'BW013'],
    [{ slug: 'y', from: 'deep' }, 'BW104'],
  ])('%j is refused with %s, and nothing is written', async (options, code) => {
    const project = makeProject({
      ...files,
      'bottles/computed.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
const slug = 'computed'
export default bottle(slug).net(gvproxy('/run/computed.sock'))
`,
      'bottles/deep.bottle.ts': `export default ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      'bottles/shared.bottle.ts': bottleSource('shared', quietDevice('/run/one.sock')),
    })
    const { ok, written, diagnostics } = await newBottle({ ...options, project })
    expect({ ok, written, codes: diagnostics.map((each) => each.code) }).toEqual({
      ok: false,
      written: undefined,
      codes: [code],
    })
  })
})
