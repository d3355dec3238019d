import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { program } from '../support/command.ts'
import { giveToOtherUser, otherUser, otherUserCanRun } from '../support/other-user.ts'
import { bottleSource, makeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

/** Runs `bottle import` with `argv` in a folder. */
function importIn(folder: string, argv: readonly string[], input = '', user = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'import', ...argv], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
    ...user,
  })
  return { status, stdout, stderr }
}

const web = `name = "claude-bottle-web"
command = ["sleep", "infinity"]
env = ["A=1"]

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "/run/web.sock"
`

const webSource = `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ A: 1 })
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/web.sock", { address: "127.77.235.47"
  // }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/web.sock'))
`

describe('bottle import', () => {
  it('writes a bottle file for each Smolfile, and says what there is to know of each', () => {
    const folder = makeProject({
      'old/Smolfile': web,
      'jobs/batch.smolfile': 'cpus = 2 # enough\n',
      'jobs/Docker.Smolfile.toml': 'docker_socket = true\n',
    })
    const argv = ['old/Smolfile', 'jobs/batch.smolfile', 'jobs/Docker.Smolfile.toml']
    const { status, stdout, stderr } = importIn(folder, argv)
    expect(stderr).toBe(`imported 3 Smolfiles; run synth to write the output tree
2 bottles with objections, which are comments there
`)
    expect(stdout).toBe(
      `old/Smolfile               ->  bottles/web.bottle.ts     claude-bottle  same bytes     BW017
jobs/batch.smolfile        ->  bottles/batch.bottle.ts   smolvm         same document
jobs/Docker.Smolfile.toml  ->  bottles/docker.bottle.ts  smolvm         same document  BW061
`,
    )
    expect(status).toBe(0)
    const { 'web.bottle.ts': written, ...others } = readFiles(join(folder, 'bottles'))
    expect(written).toBe(webSource)
    expect(Object.keys(others)).toEqual(['batch.bottle.ts', 'docker.bottle.ts'])
    expect(readdirSync(folder).sort()).toEqual(['bottles', 'jobs', 'old'])
  })

  it('reads the standard input with --as, and prints one JSON document with --json', () => {
    const folder = makeProject({ 'there/.keep': '' })
    const argv = ['-', '--as', 'piped', '--project', 'there', '--into', 'bottles/team/', '--json']
    const { status, stdout, stderr } = importIn(folder, argv, '\ufeffdocker_socket = true\n')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      bottles: [
        {
          from: 'standard input',
          slug: 'piped',
          dialect: 'smolvm',
          path: 'bottles/team/piped.bottle.ts',
          identical: false,
          objections: [
            {
              code: 'BW061',
              severity: 'warning',
              message: expect.stringContaining('docker_socket offers'),
              path: 'docker_socket',
              hint: expect.stringMatching(/^leave it out: /),
              file: 'standard input',
              line: 1,
              column: 1,
            },
          ],
        },
      ],
      refused: [],
      diagnostics: [],
    })
    expect(Object.keys(readFiles(join(folder, 'there/bottles')))).toEqual(['team/piped.bottle.ts'])
  })

  const mixed = {
    'good.smolfile': 'cpus = 2\n',
    'broken.smolfile': 'cpus = 2\ncmd = ["a"\n',
    'unknown.smolfile': '# mine\ncpuz = 2\nmem = 64\n',
    'mistyped.smolfile': 'cpus = "two"\n',
    'ruled-out.smolfile': 'cpus = 2\nmemory = 8\n',
    '日本.smolfile': 'cpus = 2\n',
    'a/twin.smolfile': 'cpus = 1\n',
    'b/Twin.smolfile': 'cpus = 2\n',
  }
  const refused = [
    'a/twin.smolfile error BW003: the slug "twin" is also that of "b/Twin.smolfile"',
    'b/Twin.smolfile error BW003: the slug "twin" is also that of "a/twin.smolfile"',
    'broken.smolfile:2:11 error BW071: this is not valid TOML 1.0: Unterminated array',
    'mistyped.smolfile:1:1 error BW007: cpus is "two"; it must be number',
    'unknown.smolfile:2:1 error BW007: unknown setting "cpuz"',
    'unknown.smolfile:3:1 error BW007: unknown setting "mem"',
    '日本.smolfile error BW131: the slug "" is malformed',
  ]
  const summary = [
    'not imported: broken.smolfile: BW071 this is not valid TOML 1.0: Unterminated array',
    'not imported: unknown.smolfile: BW007 unknown setting "cpuz" and 1 more error',
    'not imported: mistyped.smolfile: BW007 cpus is "two"; it must be number',
    'not imported: 日本.smolfile: BW131 the slug "" is malformed',
    'not imported: a/twin.smolfile: BW003 the slug "twin" is also that of "b/Twin.smolfile"',
    'not imported: b/Twin.smolfile: BW003 the slug "twin" is also that of "a/twin.smolfile"',
  ]

  it('says of each Smolfile that cannot be imported why, and imports the others', () => {
    const folder = makeProject(mixed)
    const { status, stdout, stderr } = importIn(folder, ['none', ...Object.keys(mixed)])
    expect(stdout).toBe(`good.smolfile       ->  bottles/good.bottle.ts       smolvm  same document
ruled-out.smolfile  ->  bottles/ruled-out.bottle.ts  smolvm  same document  BW041
`)
    const told = stderr
      .split('\n')
      .filter((line) => /error BW|imported|nothing|objections/.test(line))
    expect(told).toEqual([
      'none error BW070: "none" cannot be read: it does not exist',
      ...refused,
      'not imported: none: BW070 "none" cannot be read: it does not exist',
      ...summary,
      'imported 2 of 9 Smolfiles; run synth to write the output tree',
      '1 bottle with objections, which are comments there; synth writes one of them when the errors are solved',
    ])
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect(status).toBe(1)
    const written = readFiles(join(folder, 'bottles'))
    expect(Object.keys(written)).toEqual(['good.bottle.ts', 'ruled-out.bottle.ts'])
    expect(written['ruled-out.bottle.ts']).toContain(
      '  // BW041: memory is 8; it must be at least 64 MiB\n  .memory(mib(8))\n',
    )
  })

  it('writes nothing at all with --all-or-none when one cannot be imported', () => {
    const folder = makeProject(mixed)
    const before = readFiles(folder)
    const { status, stdout, stderr } = importIn(folder, [...Object.keys(mixed), '--all-or-none'])
    expect(stdout).toBe('')
    const told = stderr
      .split('\n')
      .filter((line) => /error BW|imported|nothing|objections/.test(line))
    expect(told).toEqual([...refused, ...summary, 'nothing was written'])
    expect(status).toBe(1)
    expect(readFiles(folder)).toEqual(before)
    expect(readdirSync(folder)).not.toContain('bottles')
    const unread = importIn(folder, ['good.smolfile', 'none', '--all-or-none'])
    expect(unread.stderr).toBe(`none error BW070: "none" cannot be read: it does not exist
  hint: a Smolfile is a regular file of UTF-8 text, of at most 1 MiB
1 error
not imported: none: BW070 "none" cannot be read: it does not exist
nothing was written
`)
    expect(importIn(folder, ['good.smolfile', 'ruled-out.smolfile', '--all-or-none']).status).toBe(
      0,
    )
    expect(Object.keys(readFiles(join(folder, 'bottles')))).toHaveLength(2)
  })

  it('has each file with its objections in the JSON document', () => {
    const folder = makeProject(mixed)
    const argv = ['ruled-out.smolfile', 'unknown.smolfile', 'none', '--json']
    const { status, stdout, stderr } = importIn(folder, argv)
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    const unknown = (setting: string, line: number) =>
      expect.objectContaining({ code: 'BW007', message: `unknown setting "${setting}"`, line })
    const unread = expect.objectContaining({ code: 'BW070', file: 'none' })
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      bottles: [
        {
          from: 'ruled-out.smolfile',
          slug: 'ruled-out',
          dialect: 'smolvm',
          path: 'bottles/ruled-out.bottle.ts',
          identical: false,
          objections: [expect.objectContaining({ code: 'BW041', path: 'memory', line: 2 })],
        },
      ],
      refused: [
        { from: 'none', objections: [unread] },
        { from: 'unknown.smolfile', objections: [unknown('cpuz', 2), unknown('mem', 3)] },
      ],
      diagnostics: [unread, unknown('cpuz', 2), unknown('mem', 3)],
    })
  })

  it('writes what it can when a bottle file cannot be put in place', () => {
    const folder = makeProject({ 'a.smolfile': 'cpus = 1\n', 'b.smolfile': 'cpus = 2\n' })
    mkdirSync(join(folder, 'bottles/a.bottle.ts'), { recursive: true })
    const { status, stdout, stderr } = importIn(folder, ['a.smolfile', 'b.smolfile'])
    expect(status).toBe(1)
    expect(stdout).toContain('b.smolfile  ->  bottles/b.bottle.ts')
    expect(stderr).toContain('not imported: a.smolfile: BW')
    expect(readFileSync(join(folder, 'bottles/b.bottle.ts'), 'utf8')).toContain('.cpus(2)')
  })

  it('overwrites a bottle file with --force alone', () => {
    const mine = '// mine\n'
    const folder = makeProject({ Smolfile: web, 'bottles/web.bottle.ts': mine })
    const path = join(folder, 'bottles/web.bottle.ts')
    chmodSync(path, 0o640)
    const refused = importIn(folder, ['Smolfile'])
    expect(refused.status).toBe(1)
    expect(
      refused.stderr,
    ).toBe(`Smolfile error BW132: the file "bottles/web.bottle.ts" already exists
  hint: pass --force to overwrite it, or another slug with --as
1 error
not imported: Smolfile: BW132 the file "bottles/web.bottle.ts" already exists
nothing was written
`)
    expect(readFileSync(path, 'utf8')).toBe(mine)
    expect(importIn(folder, ['Smolfile', '--force']).status).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe(webSource)
    expect(readdirSync(join(folder, 'bottles'))).toEqual(['web.bottle.ts'])
  })

  it('refuses a slug and a socket that the project has, at the Smolfile', () => {
    const folder = makeProject({
      Smolfile: web,
      'bottles/team/web.bottle.ts': bottleSource('web'),
      'bottles/broken.bottle.ts': 'no TypeScript at all',
    })
    const taken = importIn(folder, ['Smolfile'])
    expect(taken.stderr).toContain(
      'Smolfile error BW003: the slug "web" is also that of "bottles/team/web.bottle.ts"',
    )
    const shared = importIn(folder, ['Smolfile', '--as', 'other', '--json'])
    expect(JSON.parse(shared.stdout)).toMatchObject({
      ok: false,
      bottles: [],
      diagnostics: [{ code: 'BW013', slug: 'other', file: 'Smolfile' }],
    })
    expect([taken.status, shared.status]).toEqual([1, 1])
    expect(readdirSync(join(folder, 'bottles'))).toEqual(['broken.bottle.ts', 'team'])
  })

  it('takes the dialect that --dialect says', () => {
    const folder = makeProject({ Smolfile: 'cpus = 2\n' })
    const { status, stderr } = importIn(folder, ['Smolfile', '--dialect', 'claude-bottle'])
    expect(status).toBe(1)
    expect(stderr).toContain('Smolfile:1:1 error BW007: unknown setting "cpus"')
  })

  it.each([
    [['Smolfile', 'other', '--as', 'x'], '--as sets the slug of one Smolfile'],
    [['-'], 'the standard input has no file name; pass the slug with --as'],
    [['Smolfile', '--dialect', 'smolvn'], 'did you mean "smolvm"?'],
    [['Smolfile', '--forse'], '--force'],
    [[], "missing required argument 'file'"],
    [['Smolfile', '--into', '../elsewhere'], 'not from "../elsewhere"'],
    [['Smolfile', '--project', 'nowhere'], 'there is no folder'],
  ])('calls %j wrong usage', (argv, message) => {
    const folder = makeProject({ Smolfile: 'cpus = 2\n' })
    const { status, stdout, stderr } = importIn(folder, argv)
    expect({ status, stdout }, stderr).toEqual({ status: 64, stdout: '' })
    expect(stderr).toContain(message)
    expect(readdirSync(folder)).toEqual(['Smolfile'])
  })

  it.skipIf(!otherUserCanRun)('says of every file that it cannot read why', () => {
    const folder = makeProject({ closed: 'cpus = 2\n', good: 'cpus = 2\n' })
    mkdirSync(join(folder, 'folder'))
    writeFileSync(join(folder, 'bytes'), Buffer.from([0x61, 0xff]))
    chmodSync(join(folder, 'closed'), 0)
    giveToOtherUser(folder, join(folder, 'closed'))
    const { status, stderr } = importIn(
      folder,
      ['good', 'closed', 'folder', 'bytes', 'none'],
      '',
      otherUser,
    )
    expect(stderr.split('\n').filter((line) => /error BW|imported \d/.test(line))).toEqual([
      'closed error BW070: "closed" cannot be read: permission denied',
      'folder error BW070: "folder" cannot be read: it is a folder without a Smolfile',
      'bytes error BW070: "bytes" cannot be read: it is not valid UTF-8',
      'none error BW070: "none" cannot be read: it does not exist',
      'imported 1 of 5 Smolfiles; run synth to write the output tree',
    ])
    expect(status).toBe(1)
    expect(readdirSync(join(folder, 'bottles'))).toEqual(['good.bottle.ts'])
  })
})
