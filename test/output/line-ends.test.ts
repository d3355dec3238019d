import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { planSynth, synth } from '../../src/synth.ts'
import { bottleSource, makeProject } from '../support/project.ts'
import { runHere } from '../support/terminal.ts'
import { readFiles } from '../support/tree.ts'

describe('a tree whose line ends a checkout has changed', () => {
  it('is told apart from one that was edited, and healed by synth', async () => {
    const project = makeProject({
      'bottles/demo.bottle.ts': bottleSource('demo'),
      'bottles/gone.bottle.ts': bottleSource('gone'),
    })
    const options = { project, types: false }
    await synth(options)
    const before = readFiles(join(project, 'smolfiles'))
    for (const [path, text] of Object.entries(before)) {
      writeFileSync(join(project, 'smolfiles', path), text.replaceAll('\n', '\r\n'))
    }
    const checked = await runHere(['check', '--project', project, '--no-types'])
    expect(checked).toMatchObject({ status: 2 })
    expect(checked.stdout).toContain('stale       smolfiles/demo/Smolfile')
    expect(checked.stderr).toContain(
      'line ends alone differ: put "smolfiles/** text eol=lf" into .gitattributes, run synth\n',
    )
    rmSync(join(project, 'bottles/gone.bottle.ts'))
    expect((await synth(options)).ok).toBe(true)
    const kept = Object.entries(before).filter(([path]) => path.startsWith('demo/'))
    expect(readFiles(join(project, 'smolfiles'))).toEqual(Object.fromEntries(kept))
  })

  it('is edited by hand all the same when anything else differs', async () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    await synth({ project, types: false })
    const path = join(project, 'smolfiles/demo/Smolfile')
    writeFileSync(path, `${readFileSync(path, 'utf8').replaceAll('\n', '\r\n')}# mine\r\n`)
    const { plan } = await planSynth({ project, types: false })
    expect(plan?.entries.map(({ action }) => action)).toEqual(['edited'])
  })
})
