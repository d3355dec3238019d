import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { program, run } from '../support/command.ts'
import { bottleSource, makeSharedProject } from '../support/project.ts'
import { runHere } from '../support/terminal.ts'

const has = (shell: string) => run(shell, ['--version']).status === 0

describe('completion', () => {
  const project = makeSharedProject({
    'bottles/demo.bottle.ts': bottleSource('demo'),
    'bottles/team/worker.bottle.ts':
      "import { machine } from 'bottleworks'\nexport default machine('worker')\n",
    'bottles/$(touch evil).bottle.ts': '',
    'notes.txt': '',
  })

  beforeAll(() => {
    symlinkSync(program, join(project, 'bottle'))
  })

  async function complete(...words: readonly string[]) {
    const { stdout } = await runHere(['completion', 'bash', '--', ...words])
    return stdout.split('\n').flatMap((line) => line.split('  ', 1)[0] || [])
  }
  const of = ['--project', project]

  it.each([
    [['un'], ['unset']],
    [['-'], ['--version', '--help']],
    [
      ['check', ...of, ''],
      ['demo', 'worker'],
    ],
    [['check', ...of, 'demo', 'w'], ['worker']],
    [['synth', '--only', 'demo', ...of, '--only', 'w'], ['worker']],
    [['synth', '--dr'], ['--dry-run']],
    [['list', '--state', 'stale', 'or'], ['orphaned']],
    [
      ['diff', '--fail-on', ''],
      ['widens', 'inside', 'any'],
    ],
    [['diff', ...of, ''], []],
    [['explain', 'BW01'], Array.from({ length: 10 }, (_, index) => `BW01${index}`)],
    [['set', ...of, 'demo', 'com'], ['command']],
    [
      ['set', ...of, 'worker', 'network.allow_h'],
      ['network.allow_hosts', 'network.allow_host_patterns'],
    ],
    [['set', ...of, 'nobody', ''], []],
    [['can', ...of, 'd'], ['demo']],
    [['new', ...of, ''], []],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['nonsense', ''], []],
  ])('of %j gives %j', async (words, expected) => {
    expect(await complete(...words)).toEqual(expected)
  })

  it('is wrong for another shell', async () => {
    expect(await runHere(['completion', 'csh'])).toMatchObject({
      status: 64,
      stderr: 'error: unknown shell "csh"\n(there are bash, zsh, fish)\n',
    })
  })

  function inShell(shell: string, argv: readonly string[]): readonly string[] {
    const PATH = `${project}:${process.env.PATH}`
    const env = { PATH, HOME: project, TERM: 'dumb' }
    const { stdout, stderr } = run(shell, argv, { cwd: project, env })
    expect(stderr).toBe('')
    return stdout.trim().split('\n')
  }

  it('works in bash', () => {
    const line = `eval "$(bottle completion bash)"
COMP_WORDS=(bottle check ''); COMP_CWORD=2; _bottle bottle
printf '%s\\n' "\${COMPREPLY[@]}"`
    expect(inShell('bash', ['--norc', '-c', line])).toEqual(['demo', 'worker'])
  })

  it.skipIf(!has('fish'))('works in fish', () => {
    const line = "bottle completion fish | source; complete -C 'bottle check w'"
    expect(inShell('fish', ['--no-config', '-c', line])).toEqual([
      'worker\tbottles/team/worker.bottle.ts',
    ])
  })

  it.skipIf(!has('zsh'))('works in zsh', () => {
    const line = `autoload -Uz compinit; compinit -u -D; eval "$(bottle completion zsh)"
_describe() { print -l -- "\${found[@]}" }
_files() { print files }
words=(bottle check w); CURRENT=3; _bottle
words=(bottle diff ''); CURRENT=3; _bottle`
    expect(inShell('zsh', ['-f', '-c', line])).toEqual([
      'worker:bottles/team/worker.bottle.ts',
      'files',
    ])
  })
})
