import { describe, expect, it } from 'vitest'
import { bottleSource, makeProject, writeProject } from '../support/project.ts'
import { runHere } from '../support/terminal.ts'

describe('--quiet', () => {
  it('leaves errors and warnings alone, and the exit code', async () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    const run = (...argv: readonly string[]) => runHere([...argv, '--project', project])
    const silent = { status: 0, stdout: '', stderr: '' }
    expect(await run('synth', '--quiet')).toEqual(silent)
    expect(await run('check', '-q')).toEqual(silent)
    expect(await run('list', '-q')).toEqual(silent)
    expect(await run('set', 'demo', 'env.A', 'b', '-q')).toEqual(silent)
    expect(await run('diff', '-q', '--fail-on', 'any')).toEqual({ ...silent, status: 2 })
    expect(await run('check', '-q')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'the output tree is out of date: run synth, and commit it\n',
    })
    expect(await run('new', 'other', '-q')).toEqual(silent)
    writeProject(project, {
      'bottles/demo.bottle.ts': bottleSource(
        'demo',
        ".env({ NO_PROXY: '*' }).net(gvproxy('/run/demo.sock'))",
      ),
    })
    const { status, stdout, stderr } = await run('synth', '-q')
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    expect(stderr).toContain('warning BW032')
  })

  it('takes nothing from a document', async () => {
    const { status, stdout } = await runHere(['vet', '/none', '-q', '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false })
  })
})
