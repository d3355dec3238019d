import { beforeAll, describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { bottleSource, makeSharedProject, quietDevice, writeProject } from '../support/project.ts'

const loud = `import { bottle, gvproxy } from 'bottleworks'
console.log('##[group]', '\\u001b[31m"red"\\u0007')
console.error('two\\nlines')
export default bottle('loud').env({ NO_PROXY: '*' }).net(gvproxy('/run/loud.sock'))
  .acknowledge('BW017', 'a test')
`
const printed = [{ slug: 'loud', lines: ['##[group] \u001b[31m"red"\u0007', 'two\nlines'] }]
const warning = {
  code: 'BW032',
  severity: 'warning',
  message: 'NO_PROXY is "*": "*" goes around the gateway for every host',
  slug: 'loud',
  path: 'env.NO_PROXY',
  file: 'bottles/loud.bottle.ts',
  line: 4,
  column: 31,
  hint: 'list the hosts by name',
}
const error = {
  code: 'BW011',
  severity: 'error',
  message: 'the socket path "bad.sock" is not absolute; it must be absolute and normalized',
  slug: 'bad',
  path: 'net[0].socket',
  file: 'bottles/bad.bottle.ts',
  line: 4,
  column: 4,
  hint: 'put the socket at /run/claude-bottle/bad/gvproxy.sock',
}

describe('--json prints one document to stdout and nothing else', () => {
  const project = makeSharedProject({
    'bottles/demo.bottle.ts': bottleSource('demo'),
    'bottles/loud.bottle.ts': loud,
  })

  function json(command: string, env = {}) {
    const { status, stdout, stderr } = bottle([command, '--project', project, '--json'], { env })
    expect(stderr).toBe('')
    return { status, stdout, document: JSON.parse(stdout) }
  }

  it('for synth, list and check, with warnings and what bottles print', () => {
    expect(json('synth')).toMatchObject({
      status: 0,
      document: {
        ok: true,
        written: true,
        bottles: [
          { slug: 'demo', path: 'smolfiles/demo/Smolfile', state: 'created' },
          { slug: 'loud', path: 'smolfiles/loud/Smolfile', state: 'created' },
        ],
        diagnostics: [warning],
        printed,
      },
    })
    const row = { dialect: 'claude-bottle', state: 'current' }
    expect(json('list')).toMatchObject({
      status: 0,
      document: {
        bottles: [
          { slug: 'demo', source: 'bottles/demo.bottle.ts', ...row },
          { slug: 'loud', source: 'bottles/loud.bottle.ts', ...row },
        ],
        diagnostics: [warning],
        printed,
      },
    })
    const check = json('check', { GITHUB_ACTIONS: 'true' })
    expect(check).toMatchObject({
      status: 0,
      document: { ok: true, diagnostics: [warning], printed },
    })
    expect(check.stdout).not.toContain('##[')
  })

  describe('with errors', () => {
    beforeAll(() => {
      writeProject(project, {
        'bottles/bad.bottle.ts': bottleSource('bad', quietDevice('bad.sock')),
      })
    })

    it('for synth', () => {
      expect(json('synth')).toMatchObject({
        status: 1,
        document: { ok: false, written: false, bottles: [], diagnostics: [error, warning] },
      })
    })

    it('for check', () => {
      expect(json('check')).toMatchObject({
        status: 1,
        document: { ok: false, bottles: [], diagnostics: [error, warning], printed },
      })
    })

    it('for list', () => {
      expect(json('list')).toMatchObject({
        status: 1,
        document: {
          bottles: [{ slug: 'bad', state: 'error' }, { slug: 'demo' }, { slug: 'loud' }],
          diagnostics: [error, warning],
        },
      })
    })
  })
})
