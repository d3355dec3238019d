import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { program, run } from '../support/command.ts'
import { otherUser, otherUserCanRun } from '../support/other-user.ts'
import { bottleSource, makeProject } from '../support/project.ts'

const files = {
  'bottles/a.bottle.ts': bottleSource('a'),
  // The sandbox evaluates it, since it has a loop; it is parsed in a process of its own.
  'bottles/b.bottle.ts': `// ${'x'.repeat(5000)}\n${bottleSource('b')}while (false) {\n}\n`,
}

/** Runs the command in a shell that has set limits. */
function limited(limits: string, argv: string, env: NodeJS.ProcessEnv = {}, user = {}) {
  const command = `${limits}; exec "$@"`
  const words = argv.split(' ')
  const project = makeProject(files)
  chmodSync(project, 0o755)
  const options = { cwd: project, env, ...user }
  return run('bash', ['-c', command, 'bash', process.execPath, program, ...words], options)
}

const upToDate = 'synthesized 2 bottles'

describe.runIf(process.platform === 'linux')('where addresses are limited', () => {
  it.each([2_000_000, 4_000_000, 8_000_000, 16_000_000, 32_000_000])(
    'ulimit -v %i, the engine starts without the region that guards its memory',
    (kibibytes) => {
      const { status, stdout, stderr } = limited(`ulimit -v ${kibibytes}`, 'synth --no-types')
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout).toContain(upToDate)
    },
  )

  it('the exit code and the output are those of the command', () => {
    const { status, stdout, stderr } = limited('ulimit -v 8000000', 'check --no-types --json')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ ok: false })
    expect(status).toBe(2)
    expect(limited('ulimit -v 8000000', 'nonsense')).toMatchObject({ status: 64 })
  })
})

describe('what the machine does not give is named, and is no bug', () => {
  it.each([
    ['WebAssembly', { NODE_OPTIONS: '--jitless' }, 'start Node.js without --jitless'],
    [
      'threads',
      { NODE_OPTIONS: '--experimental-permission --allow-fs-read=* --allow-fs-write=*' },
      'restricted',
    ],
  ])('%s', (_, env, told) => {
    const { status, stdout, stderr } = limited(':', 'synth --no-types', env)
    expect(stderr).toContain('error BW117: the sandbox cannot start: ')
    expect(stderr).toContain(told)
    expect(stderr).not.toContain('BW900')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  })

  it.runIf(process.platform === 'linux' && otherUserCanRun && 'uid' in otherUser)(
    'processes',
    () => {
      const stranger = { uid: 54321, gid: 54321 }
      const { stderr } = limited('ulimit -u 12', 'check --no-types', {}, stranger)
      expect(stderr).toContain('error BW117: the sandbox cannot start: ')
      expect(stderr).toContain('ulimit -u')
    },
  )
})
