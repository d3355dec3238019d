import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commit, initRepository } from '../review/repository.ts'
import { bottle, program } from '../support/command.ts'
import { bottleSource, makeSharedProject, writeProject } from '../support/project.ts'

const largest = 1024 * 1024

/** The lines of `line` that have `size` characters together, between `head` and `tail`. */
function filled(size: number, line: (index: number) => string, head = '', tail = ''): string {
  const lines: string[] = []
  let length = head.length + tail.length
  for (let index = 0; length < size - 80; index++) {
    const next = line(index)
    lines.push(next)
    length += next.length
  }
  return head + lines.join('') + tail
}

const net = 'net = true\nnet_backend = "virtio-net"\n'
const claude = 'name = "claude-bottle-a"\ncommand = ["a"]\n'
const device = '[[net]]\ntype = "virtio-net"\nattachment = "unixgram"\nsocket = "/run/a.sock"\n'
const credential = (name: string) =>
  `[[network.credentials]]\nname = "${name}"\nset_header = "x"\nallowed_hosts = [`

/** Smolfiles of a size, of each kind of content; `mark` makes two of a kind differ throughout. */
const kinds: Readonly<Record<string, (size: number, mark: string) => string>> = {
  variables: (size, mark) => filled(size, (n) => `"V${n}=${mark}",\n`, `${net}env = [`, ']\n'),
  'variables of claude-bottle': (size, mark) =>
    filled(size, (n) => `"V${n}=${mark}",\n`, `${claude}env = [`, `]\n${device}`),
  'one variable again and again': (size, mark) =>
    filled(size, () => `"V=${mark}",`, 'env = [', ']\n'),
  'variables without a value': (size, mark) =>
    filled(size, (n) => `"${mark}${n}",`, 'env = [', ']\n'),
  ports: (size, mark) => filled(size, (n) => `"${n}:8${mark.length}",`, `${net}ports = [`, ']\n'),
  'malformed ports': (size, mark) => filled(size, () => `"${mark}",`, `${net}ports = [`, ']\n'),
  volumes: (size, mark) => filled(size, (n) => `"./${mark}:/m${n}",`, 'volumes = [', ']\n'),
  hosts: (size, mark) =>
    filled(size, (n) => `"${mark}${n}.example",`, `${net}[network]\nallow_hosts = [`, ']\n'),
  ranges: (size, mark) =>
    filled(size, (n) => `"fd0${mark.length}::${n}",`, `${net}[network]\nallow_cidrs = [`, ']\n'),
  'hosts of credentials': (size, mark) =>
    filled(size / 2, (n) => `"${mark}${n}.example",`, `${net}${credential('a')}`, ']\n') +
    filled(size / 2, (n) => `"*.g${n}.example",`, credential('b'), ']\n'),
  'hosts of credentials, and of the policy': (size, mark) =>
    filled(size / 2, (n) => `"h${n}.example",`, `${net}[network]\nallow_hosts = [`, ']\n') +
    filled(size / 2, (n) => `"${mark}${n}.example",`, credential('b'), ']\n'),
  credentials: (size, mark) =>
    filled(size, (n) => `${credential(`${mark}${n}`)}"h${n}.example"]\n`, net),
  secrets: (size, mark) => filled(size, (n) => `S${n} = { from_env = "${mark}" }\n`, '[secrets]\n'),
  'secrets in dotted keys': (size, mark) =>
    filled(size, (n) => `secrets.S${n}.from_env = "${mark}"\n`),
  'malformed secrets': (size, mark) => filled(size, (n) => `S${n} = "${mark}"\n`, '[secrets]\n'),
  devices: (size, mark) =>
    filled(size, (n) => device.replace('/a.', `/${mark}${n}.`), `${claude}env = []\n`),
  arguments: (size, mark) => filled(size, (n) => `"--allow-${mark}${n}",\n`, 'cmd = [', ']\n'),
  'init lines': (size, mark) => filled(size, (n) => `"echo ${mark}${n}",\n`, 'init = [', ']\n'),
  'unknown keys': (size, mark) => filled(size, (n) => `memroy${mark}${n} = 1\n`),
  'unknown tables': (size, mark) => filled(size, (n) => `[dev.${mark}${n}]\n`),
  'deep dotted keys': (size, mark) => filled(size, (n) => `${mark}${n}${'.a'.repeat(25)} = 1\n`),
  numbers: (size, mark) => filled(size, () => `${mark.length},`, 'env = [', ']\n'),
  floats: (size, mark) => filled(size, () => `${mark.length}.5,`, 'env = [', ']\n'),
  comments: (size, mark) => filled(size, (n) => `# ${mark} ${n}\n`, 'cpus = 2\n'),
  'comments of nothing': (size) => filled(size, () => '#\n', 'cpus = 2\n'),
  'nested lists': (size) => `cmd = ${'['.repeat(size / 2)}${']'.repeat(size / 2)}\n`,
  'one long text': (size, mark) => `workdir = "/${mark.repeat(size / mark.length)}"\n`,
  'one long key': (size, mark) => `${mark.repeat(size / mark.length)} = 1\n`,
  'many lines of nothing': (size) => `cpus = 2\n${'\r\n'.repeat(size / 2)}`,
}

/** Writes the processor's time of a process to its fourth stream, in microseconds. */
const clock = `data:text/javascript,${encodeURIComponent(`import { writeSync } from 'node:fs'
process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  writeSync(3, String(user + system))
})`)}`

/** Runs `bottle`; gives its exit code and the processor's time that it took, in seconds. */
function timed(...argv: readonly string[]) {
  const { status, output } = spawnSync(process.execPath, ['--import', clock, program, ...argv], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, HOME: project },
  })
  return { status, seconds: Number(output[3]) / 1e6 }
}

const project = makeSharedProject()

function write(name: string, text: string): string {
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(largest)
  writeFileSync(join(project, name), text)
  return name
}

/** Far more than any takes on an idle machine, in seconds of its processor. */
const most = 60

describe('the time for a Smolfile', () => {
  it.each(Object.keys(kinds))('grows with its size alone: %s', { timeout: 240_000 }, (kind) => {
    const text = kinds[kind] as (size: number, mark: string) => string
    const [small, large] = [largest / 4 - 200, largest - 200].map((size) => {
      const before = write('before', text(size, 'x'))
      const after = write('after', text(size, 'yz'))
      const outputs = ['--json', '--html', 'page.html', '--sarif', 'log.sarif']
      const { status, seconds } = timed('diff', before, after, ...outputs)
      expect([0, 1]).toContain(status)
      return seconds
    })
    expect(large).toBeLessThan(most)
    expect(large).toBeLessThan(8 * Math.max(small ?? 0, 0.4))
    // It vets first.
    const { status, seconds } = timed('import', '--as', 'web', '--force', 'after')
    expect([0, 1]).toContain(status)
    expect(seconds).toBeLessThan(most)
  })

  it('is one line when it is larger than is read, on disk and in git', () => {
    writeProject(project, { 'smolfiles/web/Smolfile': 'cpus = 2\n', 'smolfiles/api/Smolfile': '' })
    writeProject(project, { 'smolfiles/web/Smolfile': '#'.repeat(20 * largest) })
    initRepository(project)
    commit(project)
    const base = bottle(['diff', '--base', 'main', '--json'], { cwd: project })
    expect(base.status).toBe(1)
    writeProject(project, { 'smolfiles/web/Smolfile': 'net = true\n' })
    // That the base cannot be read makes no bottle a new one.
    const { status, stderr } = bottle(['diff', '--base', 'main'], { cwd: project })
    expect(status).toBe(1)
    expect(stderr).toMatch(/BW140.*at most 1048576 are read/)
    for (const argv of [
      ['vet', 'huge'],
      ['import', 'huge'],
      ['diff', 'huge', 'before'],
    ]) {
      writeProject(project, { huge: '#'.repeat(20 * largest) })
      expect(timed(...argv).status).toBe(1)
    }
  })
})

describe('a source that is nested too deeply to be edited', () => {
  it.each([
    ['lists', `${'['.repeat(1_500)}${']'.repeat(1_500)}`],
    ['tables', `${'{ a: '.repeat(900)}1${' }'.repeat(900)}`],
    ['parentheses', `${'('.repeat(1_500)}1${')'.repeat(1_500)}`],
  ])('is told so by set, unset and new: %s', (_, deep) => {
    const source = `${bottleSource('deep', ".env({ A: '1' }).net(gvproxy('/run/deep.sock'))")}
export const deep: unknown = ${deep}
`
    writeProject(project, { 'bottles/deep.bottle.ts': source })
    const commands = [
      ['set', 'deep', 'env.A', '2'],
      ['unset', 'deep', 'env.A'],
      ['new', 'b', '--from', 'deep'],
    ]
    for (const argv of commands) {
      const { status, stderr, stdout } = bottle(argv, { cwd: project })
      expect(status, stderr).toBe(1)
      expect(stdout + stderr).toContain('BW104')
    }
  })
})
