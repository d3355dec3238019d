import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bottleSource, makeSharedProject, writeProject } from '../support/project.ts'
import { runHere } from '../support/terminal.ts'
import { readFiles } from '../support/tree.ts'

describe('slugs and patterns as arguments', () => {
  const slugs = ['demo', 'team-a', 'team-b', 'team-gone']
  const project = makeSharedProject(
    Object.fromEntries(slugs.map((slug) => [`bottles/${slug}.bottle.ts`, bottleSource(slug)])),
  )

  function run(...argv: readonly string[]) {
    return runHere([...argv, '--project', project, '--no-types'])
  }

  beforeAll(async () => {
    expect((await run('synth')).status).toBe(0)
    rmSync(join(project, 'bottles/team-gone.bottle.ts'))
    writeProject(project, {
      'bottles/team-b.bottle.ts': bottleSource('team-b', ".net(gvproxy('/run/changed.sock'))"),
      'bottles/demo.bottle.ts': bottleSource('demo', ".net(gvproxy('/run/other.sock'))"),
    })
  })

  it('choose what check looks at, with what is left of a bottle that is gone', async () => {
    expect(await run('check', 'team-a')).toMatchObject({
      status: 0,
      stdout: 'the output tree is up to date: 1 bottle\n',
    })
    expect(await run('check', 'team-?', 'demo')).toMatchObject({
      status: 2,
      stdout: 'stale       smolfiles/demo/Smolfile\nstale       smolfiles/team-b/Smolfile\n',
    })
    expect(await run('check', 'team-*')).toMatchObject({
      status: 2,
      stdout: 'stale       smolfiles/team-b/Smolfile\norphaned    smolfiles/team-gone/Smolfile\n',
    })
    expect((await run('check', 'team-a', '--only', 'demo')).stdout).toBe(
      'stale       smolfiles/demo/Smolfile\n',
    )
  })

  it('choose what list shows, and --state as well', async () => {
    expect((await run('list', 'team-*', '--state', 'stale')).stdout).toBe(
      `BOTTLE  DIALECT        STATE  SOURCE
team-b  claude-bottle  stale  bottles/team-b.bottle.ts
`,
    )
    const { stdout } = await run('list', '*', '--state', 'stale', 'orphaned', '--json')
    const { ok, bottles } = JSON.parse(stdout)
    const states = bottles.map(({ slug, state }: Record<string, string>) => [slug, state])
    expect({ ok, states }).toEqual({
      ok: true,
      states: [
        ['demo', 'stale'],
        ['team-b', 'stale'],
        ['team-gone', 'orphaned'],
      ],
    })
    const wrong = await run('list', '--state', 'stael')
    expect(wrong.status).toBe(64)
    expect(wrong.stderr).toContain('--state is "stael"; there are current, missing, stale,')
    expect(wrong.stderr).toContain('; did you mean "stale"?')
  })

  it('choose what diff compares', async () => {
    const changed = async (...argv: readonly string[]) => {
      const { stdout } = await runHere(['diff', '--json', '--project', project, ...argv])
      return JSON.parse(stdout).bottles?.map(({ slug }: { slug: string }) => slug)
    }
    const tree = join(project, 'smolfiles')
    expect(await changed('--only', 'team-*')).toEqual(['team-b', 'team-gone'])
    expect(await changed('--only', 'demo')).toEqual(['demo'])
    expect(await changed(tree, tree, '--only', 'demo')).toEqual([])
    const none = await runHere(['diff', tree, tree, '--only', 'dmeo', 'x-*'])
    expect(none.status).toBe(1)
    expect(none.stderr).toContain('no bottle has the slug "dmeo"\n  hint: did you mean "demo"?')
    expect(none.stderr).toContain('no bottle has a slug like "x-*"')
  })

  it('are an error when no bottle has them', async () => {
    for (const command of ['synth', 'check', 'list', 'reach']) {
      const argv = command === 'reach' ? ['--project', project] : ['--project', project]
      const { status, stderr } = await runHere([command, 'dmeo', 'none-*', ...argv])
      expect(status).toBe(1)
      expect(stderr).toContain('BW121: no bottle has the slug "dmeo"')
      expect(stderr).toContain('BW121: no bottle has a slug like "none-*"')
    }
  })

  it('are no patterns where one bottle is meant', async () => {
    for (const argv of [
      ['explain', 'dem*'],
      ['can', 'dem*', 'tcp', 'a.org:1'],
      ['unset', 'dem*', 'env.A'],
      ['set', 'dem*', 'env.A', 'b'],
    ]) {
      const { status, stderr } = await runHere([...argv, '--project', project])
      expect({ status, stderr }).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('BW121: no bottle has the slug "dem*"'),
      })
    }
  })

  it('choose what synth writes, and what it leaves', async () => {
    const before = readFiles(join(project, 'smolfiles'))
    expect((await run('synth', 'team-*')).stdout).toMatch(
      /^update smolfiles\/team-b\/Smolfile\nremove smolfiles\/team-gone\/Smolfile\nsynth/,
    )
    const after = readFiles(join(project, 'smolfiles'))
    expect(after['demo/Smolfile']).toBe(before['demo/Smolfile'])
    expect(Object.keys(after).filter((path) => path.startsWith('team-gone'))).toEqual([])
    expect((await run('synth', 'demo')).status).toBe(0)
    expect((await run('check')).status).toBe(0)
  })
})
