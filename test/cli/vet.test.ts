import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderCompanion } from '../../src/dialects/claude-bottle/companion.ts'
import { program, run } from '../support/command.ts'
import { makeProject } from '../support/project.ts'

const main = new URL('../../dist/cli/main.js', import.meta.url).pathname

/** The built command line, in a folder with these files. */
function vet(folder: string, args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'vet', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' },
  })
  return { status, stdout, stderr }
}

describe('bottle vet', () => {
  it('says that good Smolfiles of either dialect are good', () => {
    const folder = makeProject({
      a: 'cpus = 2\n',
      b: 'name = "claude-bottle-b"\ncommand = ["true"]\nenv = []\n\n[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "/run/b.sock"\n',
    })
    const { status, stdout, stderr } = vet(folder, ['a', 'b'])
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'good a (smolvm)\ngood b (claude-bottle)\n',
    })
    expect(stderr).toMatch(/^b:8:1 warning BW017: .*\n(?: .*\n)+1 warning\n$/)
  })

  it('shows what is wrong with file, line and column, and exits with 1', () => {
    const folder = makeProject({ a: '# mine\ncpus = 0\n[dev]\nports = ["1", "0"]\n', b: '' })
    const { status, stdout, stderr } = vet(folder, ['a', 'b'])
    expect(status).toBe(1)
    expect(stdout).toBe('bad  a (smolvm)\ngood b (smolvm)\n')
    expect(stderr).toBe(`a:2:1 error BW041: cpus is 0; it must be at least 1
     2 │ cpus = 0
       │ ^
a:4:15 error BW044: the port "0" is out of range; a port is 1 to 65535
     4 │ ports = ["1", "0"]
       │               ^
  hint: such as "8080", "8080:80", "53/udp" or "9000-9010:8000-8010"
2 errors
1 of 2 Smolfiles has errors
`)
  })

  it('reads the standard input, and prints one JSON document with --json', () => {
    const { status, stdout, stderr } = vet(makeProject(), ['-', '--json'], 'cpus = 0')
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      files: [{ file: 'standard input', dialect: 'smolvm', ok: false }],
      diagnostics: [
        {
          code: 'BW041',
          severity: 'error',
          message: 'cpus is 0; it must be at least 1',
          path: 'cpus',
          file: 'standard input',
          line: 1,
          column: 1,
        },
      ],
    })
  })

  it('lets warnings pass, and fail with --strict', () => {
    const folder = makeProject({ a: 'docker_socket = true' })
    expect(vet(folder, ['a']).status).toBe(0)
    expect(vet(folder, ['a', '--strict']).status).toBe(1)
  })

  it('takes the dialect that --dialect says, and suggests the right word', () => {
    const folder = makeProject({ a: 'cpus = 2' })
    expect(vet(folder, ['a', '--dialect', 'claude-bottle'])).toMatchObject({ status: 1 })
    const wrong = vet(folder, ['a', '--dialect', 'smolvn'])
    expect(wrong.status).toBe(64)
    expect(wrong.stderr).toContain('unknown dialect "smolvn"; did you mean "smolvm"?')
    expect(vet(folder, []).status).toBe(64)
  })

  it('says of every file that cannot be read why, without a stack', () => {
    const folder = makeProject({ large: '#'.repeat(1024 * 1024 + 1), 'a\u001b[31m\nb': 'cpus = 0' })
    mkdirSync(join(folder, 'folder'))
    writeFileSync(join(folder, 'bytes'), Buffer.from([0x61, 0xff, 0x62]))
    symlinkSync('loop', join(folder, 'loop'))
    spawnSync('mkfifo', [join(folder, 'pipe')])
    const names = ['none', 'folder', 'bytes', 'large', 'loop', 'pipe', 'a\u001b[31m\nb']
    const { status, stderr } = vet(folder, names)
    expect(status).toBe(1)
    expect(stderr.split('\n').filter((line) => / error /.test(line))).toEqual([
      'a\\u001b[31m\\nb:1:1 error BW041: cpus is 0; it must be at least 1',
      'bytes error BW070: "bytes" cannot be read: it is not valid UTF-8',
      'folder error BW070: "folder" cannot be read: it is a folder without a Smolfile',
      'large error BW070: "large" cannot be read: it has 1048577 bytes; at most 1048576 are read',
      'loop error BW070: "loop" cannot be read: it is a symbolic link loop',
      'none error BW070: "none" cannot be read: it does not exist',
      'pipe error BW070: "pipe" cannot be read: it is not a regular file',
    ])
    expect(stderr).not.toMatch(/\u001b|^ {4}at /m)
  })

  it('checks the Smolfiles of a folder, and says when there are none', () => {
    const folder = makeProject({
      'tree/a/Smolfile': 'cpus = 2\n',
      'tree/a/manifest.json': '{}',
      'tree/b.smolfile': 'cpus = 2\n',
      'tree/b/Smolfile.toml': 'cpus = 0\n',
      'tree/.git/Smolfile': 'cpus = 0\n',
      'tree/node_modules/x/Smolfile': 'cpus = 0\n',
      'none/notes.txt': '',
    })
    symlinkSync('../../none', join(folder, 'tree/a/loop'))
    expect(vet(folder, ['tree', 'tree/a/Smolfile'])).toMatchObject({
      status: 1,
      stdout: `good tree/a/Smolfile (smolvm)
bad  tree/b/Smolfile.toml (smolvm)
good tree/b.smolfile (smolvm)
`,
    })
    expect(vet(folder, ['none']).stderr).toContain(
      '"none" cannot be read: it is a folder without a Smolfile',
    )
  })

  it('reads the pipe of a shell and a device, and waits for no pipe in a folder', () => {
    const folder = makeProject({ a: 'cpus = 2\n' })
    const bash = (line: string) =>
      run('bash', ['-c', line, 'bash', process.execPath, program], { cwd: folder })
    expect(bash('"$@" vet <(cat a) /dev/stdin < a')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /^good \/dev\/fd\/\d+ \(smolvm\)\ngood \/dev\/stdin \(smolvm\)\n$/,
      ),
    })
    expect(bash('"$@" vet /dev/null --dialect smolvm').status).toBe(0)
    expect(bash('"$@" vet /dev/zero').stderr).toContain('it has more than 1048576 bytes')
    expect(bash('mkfifo pipe && "$@" vet pipe').stderr).toContain('it is not a regular file')
  })
})

describe('bottle vet of a companion', () => {
  const socket = '/run/b.sock'
  const companion = renderCompanion({ socket, address: '127.77.0.5' })
  const device = `\n[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "${socket}"\n`
  const smolfile = `name = "claude-bottle-b"\ncommand = ["true"]\nenv = []\n${device}`
  const both = { Smolfile: smolfile, 'gvproxy.yaml': companion }
  const open = companion.replace('127.77.0.5', '127.0.0.1')

  it('is good beside its Smolfile, alone, and named in place of it', () => {
    const folder = makeProject({ ...both, 'alone/gvproxy.yaml': companion })
    const { status, stdout, stderr } = vet(folder, [
      'Smolfile',
      'gvproxy.yaml',
      'alone/gvproxy.yaml',
    ])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toBe(`good Smolfile (claude-bottle)
good gvproxy.yaml (claude-bottle)
good alone/gvproxy.yaml (claude-bottle)
`)
  })

  it.each([
    ['Smolfile', both.Smolfile],
    ['gvproxy.yaml', both.Smolfile],
    ['gvproxy.yaml', undefined],
  ])('shows what it opens at its line, by the file %s', (file, text) => {
    const folder = makeProject({ 'gvproxy.yaml': open, ...(text && { Smolfile: text }) })
    const { status, stderr } = vet(folder, [file])
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^gvproxy\.yaml:\d+:?\d* error BW020: stack\.nat\.192\.168\.127\.253: the address is "127\.0\.0\.1"; it must be one IPv4 address .*\n +\d+ │ .*127\.0\.0\.1/m,
    )
  })

  it('of another socket than the Smolfile has is refused with the Smolfile beside it', () => {
    const folder = makeProject({ ...both, Smolfile: smolfile.replaceAll(socket, '/run/c.sock') })
    for (const file of ['Smolfile', 'gvproxy.yaml']) {
      const { status, stderr } = vet(folder, [file])
      expect(status).toBe(1)
      expect(stderr).toContain('it must be "unixgram:///run/c.sock"')
    }
  })

  it('is refused beside a Smolfile of a dialect that has none', () => {
    const folder = makeProject({ ...both, Smolfile: 'cpus = 2\n' })
    expect(vet(folder, ['Smolfile']).stderr).toContain('error BW020: a Smolfile of smolvm has no')
  })

  it('is not looked for beside a Smolfile of another name', () => {
    const folder = makeProject({ 'my.toml': smolfile, 'gvproxy.yaml': open })
    const { status, stderr } = vet(folder, ['my.toml'])
    expect(status).toBe(0)
    expect(stderr).toContain('warning BW017')
  })
})
