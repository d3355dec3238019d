import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JsonCheck } from '../../src/cli/json-documents.ts'
import { bottle } from '../support/command.ts'
import { machineSource } from '../support/machine-source.ts'
import { giveToOtherUser, isRoot } from '../support/other-user.ts'
import { bottleSource, makeProject } from '../support/project.ts'

/** What each program of a host says; the first line alone is read. */
type Programs = Readonly<Record<string, string>>

const good: Programs = {
  gvproxy: 'echo gvproxy version v0.8.9',
  bwrap: '',
  socat: '',
  smolvm: 'echo smolvm 1.32.2',
}

interface Host {
  readonly project: string
  readonly socketFolder: string
  doctor(...argv: readonly string[]): ReturnType<typeof bottle>
  /** What a check says, and the exit code of all. */
  check(name: string, slug?: string): JsonCheck | undefined
}

/** A project that is synthesized, on a host with these programs and nothing else in its PATH. */
function makeHost(programs: Programs = good, name = 'gvproxy.sock'): Host {
  const home = makeProject({})
  const bin = join(home, 'bin')
  mkdirSync(bin)
  for (const [program, script] of Object.entries(programs)) {
    writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, program), 0o755)
  }
  const socketFolder = join(home, 'run/demo')
  mkdirSync(socketFolder, { recursive: true })
  chmodSync(socketFolder, 0o700)
  const device = `gvproxy('${socketFolder}/${name}', { address: '127.77.0.5' })`
  const project = makeProject({
    'bottles/demo.bottle.ts': bottleSource('demo', `.net(${device})`),
    'bottles/machine.bottle.ts': machineSource('machine'),
  })
  bottle(['synth', '--project', project, '--no-types'])
  const options = { env: { PATH: bin, HOME: home } }
  const doctor = (...argv: readonly string[]) =>
    bottle(['doctor', ...argv, '--project', project], options)
  const check = (wanted: string, slug?: string) => {
    const { checks } = JSON.parse(doctor('--json').stdout) as { checks: readonly JsonCheck[] }
    return checks.find((each) => each.name === wanted && each.slug === slug)
  }
  return { project, socketFolder, doctor, check }
}

const without = (name: string): Programs => {
  const { [name]: _, ...others } = good
  return others
}

describe.skipIf(process.platform !== 'linux')('bottle doctor', () => {
  it('finds nothing wrong with a host that has everything', () => {
    const { doctor } = makeHost()
    const { stdout, stderr } = doctor()
    const lines = stdout.split('\n').filter((line) => !/kvm/.test(line) && !line.startsWith(' '))
    expect(stderr).toBe('')
    expect(lines.map((line) => line.replace(/^(\w+ +[^"\d]*).*/, '$1').trim())).toEqual([
      'ok       gvproxy:',
      'ok       bubblewrap:',
      'ok       namespaces: bubblewrap can make them',
      'ok       socat:',
      'ok       smolvm:',
      'ok       demo: companion:',
      'ok       demo: socket folder:',
      'ok       demo: socket path:',
      'ok       demo: address:',
      '',
    ])
  })

  it.each([
    ['gvproxy', without('gvproxy'), 'failed', 'in no folder of the PATH', 'go install'],
    ['gvproxy', { ...good, gvproxy: 'exit 3' }, 'failed', 'says no version', 'go install'],
    ['gvproxy', { ...good, gvproxy: 'echo gvproxy version v0.7.0' }, 'warning', '0.7.0', '0.8.9'],
    ['bubblewrap', without('bwrap'), 'failed', 'in no folder of the PATH', 'install the package'],
    ['namespaces', without('bwrap'), 'skipped', 'no bubblewrap to ask', undefined],
    [
      'namespaces',
      { ...good, bwrap: 'echo "bwrap: No permissions to create new namespace" >&2; exit 1' },
      'failed',
      'No permissions to create new namespace',
      'kernel.unprivileged_userns_clone',
    ],
    ['socat', without('socat'), 'failed', 'in no folder of the PATH', 'install the package socat'],
    ['smolvm', without('smolvm'), 'failed', 'in no folder of the PATH', 'install smolvm'],
    ['smolvm', { ...good, smolvm: 'echo smolvm 1.4.0' }, 'warning', '1.4.0', '1.32.2 or newer'],
    ['smolvm', { ...good, smolvm: 'echo smolvm 1.40.0' }, 'ok', '1.40.0', undefined],
  ] as const)(
    'says of %s, with these programs, what to do: %j',
    (name, programs, state, found, advice) => {
      const { check, doctor } = makeHost(programs)
      const seen = check(name)
      expect(seen).toMatchObject({ state, found: expect.stringContaining(found) })
      if (advice === undefined) expect(seen).not.toHaveProperty('advice')
      else expect(seen?.advice).toContain(advice)
      if (state === 'failed') expect(doctor().status).toBe(2)
    },
  )

  it('says whether the companion is what the source says', () => {
    const { project, check, doctor } = makeHost()
    expect(check('companion', 'demo')).toMatchObject({ state: 'ok' })
    writeFileSync(join(project, 'smolfiles/demo/gvproxy.yaml'), 'stack: {}\n')
    expect(check('companion', 'demo')).toMatchObject({
      state: 'failed',
      advice: 'run bottle synth --only demo',
    })
    expect(doctor().status).toBe(2)
  })

  it("says whether the socket's folder is there, and this user's alone", () => {
    const { socketFolder, check } = makeHost()
    const state = () => check('socket folder', 'demo')
    expect(state()).toMatchObject({ state: 'ok', found: `"${socketFolder}", mode 700` })
    chmodSync(socketFolder, 0o755)
    expect(state()).toMatchObject({ state: 'warning', advice: `chmod 700 ${socketFolder}` })
    chmodSync(socketFolder, 0o770)
    expect(state()).toMatchObject({ state: 'failed', advice: `chmod 700 ${socketFolder}` })
    chmodSync(socketFolder, 0o700)
    writeFileSync(join(socketFolder, 'notes.txt'), '')
    expect(state()).toMatchObject({ state: 'failed', found: expect.stringContaining('notes.txt') })
  })

  it('says that the folder is not there', () => {
    const { project, check } = makeHost()
    const source = bottleSource('other', ".net(gvproxy('/run/nowhere/other/gvproxy.sock'))")
    writeFileSync(join(project, 'bottles/other.bottle.ts'), source)
    expect(check('socket folder', 'other')).toMatchObject({
      state: 'failed',
      found: '"/run/nowhere/other" is not there',
      advice: 'mkdir -p -m 700 /run/nowhere/other',
    })
    expect(check('companion', 'other')).toMatchObject({ state: 'warning' })
  })

  it.runIf(isRoot)('says that the folder is of another user', () => {
    const { socketFolder, check } = makeHost()
    giveToOtherUser(socketFolder)
    expect(check('socket folder', 'demo')).toMatchObject({
      state: 'failed',
      found: expect.stringContaining('belongs to the user 65534'),
    })
  })

  it('warns of a path that older versions of libkrun do not take', () => {
    const short = makeHost()
    expect(short.check('socket path', 'demo')).toMatchObject({ state: 'ok' })
    const room = 98 - short.socketFolder.length - '/'.length
    const long = makeHost(good, 'x'.repeat(room))
    expect(long.check('socket path', 'demo')).toMatchObject({
      state: 'warning',
      found: '98 bytes; libkrun up to 1.18.1 takes 97 here',
    })
  })

  it('looks at one bottle, at what it needs of the host alone', () => {
    const { doctor } = makeHost({})
    const { stdout, status } = doctor('machine')
    expect(status).toBe(2)
    expect(stdout).toContain('skipped  gvproxy: no bottle has a gateway')
    expect(stdout).toContain('failed   smolvm: it is in no folder of the PATH')
    expect(stdout).not.toContain('demo')
  })

  it('exits with 1 when there is no such bottle, or one has errors', () => {
    const { doctor, project } = makeHost()
    expect(doctor('nope')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no bottle has the slug "nope"'),
    })
    writeFileSync(join(project, 'bottles/bad.bottle.ts'), bottleSource('bad', ''))
    expect(doctor()).toMatchObject({ status: 1, stderr: expect.stringContaining('BW010') })
  })
})
