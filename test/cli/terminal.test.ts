import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bottle, program, run } from '../support/command.ts'
import { bottleSource, makeProject, makeSharedProject, quietDevice } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const ESC = '\u001b'
const warned = `import { bottle, gvproxy } from 'bottleworks'
export default bottle('warned').env({ NO_PROXY: '*' })${quietDevice('/run/warned.sock')}
`

/** Runs a line of bash, in which `bottle` is the program, in `project`. */
function shell(project: string, line: string, env: NodeJS.ProcessEnv = {}) {
  const text = `bottle() { '${process.execPath}' '${program}' "$@"; }; ${line}`
  return run('bash', ['--norc', '-c', text], { cwd: project, env })
}

/** What `bottle` with `argv` writes to a terminal. */
function onTerminal(project: string, argv: string, env: NodeJS.ProcessEnv = {}) {
  const command = `'${process.execPath}' '${program}' ${argv}`
  const options = { cwd: project, env: { TERM: 'xterm-256color', ...env } }
  return run('script', ['-qec', command, '/dev/null'], options)
}

const hasScript = run('script', ['--version']).status === 0

describe.skipIf(!hasScript)('colour', () => {
  const project = makeSharedProject({ 'bottles/warned.bottle.ts': warned })

  it('is used on a terminal', () => {
    const { status, stdout } = onTerminal(project, 'check')
    expect(status).toBe(2)
    expect(stdout.replaceAll('\r', '')).toBe(
      `${ESC}[1mbottles/warned.bottle.ts:2:33${ESC}[22m ${ESC}[33mwarning BW032${ESC}[39m: NO_PROXY is "*": "*" goes around the gateway for every host
${ESC}[2m     2 │${ESC}[22m export default bottle('warned').env({ NO_PROXY: '*' })${quietDevice('/run/warned.sock')}
${ESC}[2m       │${ESC}[22m                                 ${ESC}[31m^${ESC}[39m
  ${ESC}[36mhint:${ESC}[39m list the hosts by name
1 warning
${ESC}[33mmissing    ${ESC}[39m smolfiles/warned/Smolfile
the output tree is out of date: run synth, and commit it
`,
    )
  })

  it('is used on the stream that is a terminal, when the other is none', () => {
    const { stdout } = onTerminal(project, 'check >/dev/null')
    expect(stdout).toContain(`${ESC}[33mwarning BW032`)
  })

  it.each([
    ['NO_COLOR is set', { NO_COLOR: '1' }],
    ['the terminal has none', { TERM: 'dumb' }],
  ])('is not used on a terminal when %s', (_title, env) => {
    expect(onTerminal(project, 'check', env).stdout).not.toContain(ESC)
  })

  it('is not used where nobody looks, whatever FORCE_COLOR says', () => {
    const { stdout, stderr } = bottle(['check', '--project', project], {
      env: { FORCE_COLOR: '1', TERM: 'xterm-256color' },
    })
    expect(stdout + stderr).not.toContain(ESC)
  })
})

describe('a reader that leaves', () => {
  const project = makeSharedProject({ 'bottles/warned.bottle.ts': warned })

  it('ends no command with an error', () => {
    const line = 'bottle synth | true; echo "$PIPESTATUS"; bottle list | head -1'
    const { status, stdout, stderr } = shell(project, line)
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '0\nBOTTLE  DIALECT        STATE    SOURCE\n',
    })
    expect(stderr).not.toMatch(/EPIPE|Error|node:/)
    expect(Object.keys(readFiles(join(project, 'smolfiles')))).toContain('warned/Smolfile')
  })

  it('ends no command with an error on stderr either', () => {
    const { stdout } = shell(project, 'bottle list 2> >(true); echo "$?"')
    expect(stdout).toMatch(/current {2}bottles\/warned\.bottle\.ts\n0\n$/)
  })
})

describe('a result that cannot be written', () => {
  it('ends with exit code 1, and says so', () => {
    const project = makeProject({ 'bottles/demo.bottle.ts': bottleSource('demo') })
    expect(shell(project, 'bottle list >/dev/full')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: stdout: ENOSPC: no space left on device, write\n',
    })
  })
})

describe('annotations', () => {
  const hostile = '::warning::x,y:z%'
  const project = makeSharedProject({
    'sub/bottles/warned.bottle.ts': warned,
    [`sub/bottles/${hostile}.bottle.ts`]: `console.log('##[set-output name=a]b')
console.log('::set-output name=a::b')
throw new Error('100%\\n::error::mine ##[error]mine')
`,
  })
  let lines: readonly string[] = []

  beforeAll(() => {
    const { stdout, stderr } = bottle(['list', '--project', 'sub'], {
      cwd: project,
      env: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project },
    })
    lines = `${stdout}${stderr}`.split('\n')
  })

  it('are printed under GitHub Actions, with what has a meaning there escaped', () => {
    const found = lines.filter((line) => line.startsWith('::'))
    expect(found).toEqual([
      '::error file=sub/bottles/%3A%3Awarning%3A%3Ax%2Cy%3Az%25.bottle.ts,line=3,col=11,title=BW110::the bottle file threw Error: "100%25\\n::error::mine ##[error]mine"',
      '::warning file=sub/bottles/warned.bottle.ts,line=2,col=33,title=BW032::NO_PROXY is "*": "*" goes around the gateway for every host%0Ahint: list the hosts by name',
    ])
  })

  it('are all that is read as a command there, whatever a bottle prints or is called', () => {
    const other = lines.filter((line) => !/^::(?:error|warning) file=/.test(line))
    expect(other.join('\n')).toContain('set-output')
    expect(other.filter((line) => /^\s*::|##\[/.test(line))).toEqual([])
  })

  it('are not printed elsewhere', () => {
    const { stderr } = bottle(['list', '--project', 'sub'], { cwd: project })
    expect(stderr).not.toMatch(/^::(?:error|warning) /m)
  })
})
