import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { runHere } from '../support/terminal.ts'
import { readFiles } from '../support/tree.ts'

describe('synth --dry-run', () => {
  it('says what would be written, and writes nothing', async () => {
    const project = makeProject({
      'bottles/kept.bottle.ts': bottleSource('kept'),
      'bottles/changed.bottle.ts': bottleSource('changed'),
      'bottles/gone.bottle.ts': bottleSource('gone'),
    })
    const synth = (...argv: readonly string[]) =>
      runHere(['synth', '--project', project, '--no-types', ...argv])
    const first = await synth('--dry-run')
    expect(first.status).toBe(0)
    expect(first.stdout).toMatch(
      /^(create smolfiles\/\w+\/Smolfile\n){3}dry run of 3 bottles in [\d.]+ s: 3 to create; nothing was written\n$/,
    )
    expect(existsSync(join(project, 'smolfiles'))).toBe(false)

    await synth()
    rmSync(join(project, 'bottles/gone.bottle.ts'))
    const source = bottleSource('changed', ".net(gvproxy('/run/other.sock'))")
    writeProject(project, { 'bottles/changed.bottle.ts': source })
    const before = readFiles(project)
    expect((await synth('--dry-run')).stdout).toMatch(
      /^update smolfiles\/changed\/Smolfile\nremove smolfiles\/gone\/Smolfile\ndry run of 2 bottles in [\d.]+ s: 1 to update, 1 to remove, 1 unchanged; nothing was written\n$/,
    )
    expect(JSON.parse((await synth('--dry-run', '--json')).stdout)).toMatchObject({
      ok: true,
      written: false,
      bottles: [{ state: 'updated' }, { state: 'removed' }, { state: 'unchanged' }],
    })
    expect(readFiles(project)).toEqual(before)
  })

  it('ends as synth would, with what stands against it', async () => {
    const project = makeProject({
      'bottles/demo.bottle.ts': bottleSource('demo'),
      'smolfiles/demo/Smolfile': 'mine = true\n',
    })
    const argv = ['synth', '--project', project, '--no-types', '--dry-run']
    const { status, stdout, stderr } = await runHere(argv)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('BW200')
    expect((await runHere([...argv, '--force'])).stdout).toMatch(/^update .*\ndry run of 1 bottle/)
  })
})
