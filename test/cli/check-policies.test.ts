import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { commit, initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import { makeProject, makeSharedProject, writeProject } from '../support/project.ts'

const egress = `import { policy } from 'bottleworks/policy'
import { allowed } from './lists/allowed.ts'

export default policy('acme/egress', { severity: 'error', acknowledgeable: true }, ({ bottle, report }) => {
  for (const host of bottle.reach.hosts)
    if (!allowed.includes(host.name)) report(host, \`\${bottle.slug} reaches \${host.name}\`)
})
`
const list = `import hosts from './hosts.json' with { type: 'json' }
export const allowed: readonly string[] = hosts
`

function machineSource(hosts: readonly string[], more = ''): string {
  return `import { machine, virtioNet } from 'bottleworks'

export default machine('web')
  .image('alpine@sha256:${'0'.repeat(64)}')
  .user('1000')
  .net(virtioNet({ allowHosts: ${JSON.stringify(hosts)} }))
  ${more}
`
}

const accepted = ".acknowledge('acme/egress', 'SEC-1', { at: 'network.allow_hosts[1]' })"
const base = makeSharedProject({
  'policies/egress.policy.ts': egress,
  'policies/lists/allowed.ts': list,
  'policies/lists/hosts.json': '["api.test"]',
  'bottles/web.bottle.ts': machineSource(['api.test', 'old.test'], accepted),
})

beforeAll(() => {
  initRepository(base)
  expect(bottle(['synth', '--no-types', '--project', base]).stderr).toBe('')
  commit(base)
})

/** A branch of the base, which `change` changes. */
function branch(change: (folder: string) => void): string {
  const folder = join(makeProject(), 'head')
  cpSync(base, folder, { recursive: true })
  change(folder)
  return folder
}

const evil = machineSource(['api.test', 'old.test', 'evil.test'], accepted)
const addsHost = (folder: string) => writeProject(folder, { 'bottles/web.bottle.ts': evil })

/** Writes what the branch's own policies let it, as whoever wrote the branch did, and checks it. */
function check(folder: string, ...more: readonly string[]) {
  bottle(['synth', '--no-types', '--project', folder])
  const policies = ['--policies', join(base, 'policies'), '--base', 'main']
  return bottle(['check', '--no-types', '--project', folder, ...policies, ...more])
}

describe('check --policies', () => {
  it('passes a branch that changes nothing, and counts what the base accepts', () => {
    expect(check(branch(() => {}))).toMatchObject({ status: 0, stderr: '' })
  })

  it.each<[string, (folder: string) => void]>([
    ['deletes the policy', (folder) => rmSync(join(folder, 'policies'), { recursive: true })],
    [
      'renames its file',
      (folder) =>
        renameSync(join(folder, 'policies/egress.policy.ts'), join(folder, 'policies/egress.ts')),
    ],
    [
      'gives it another name',
      (folder) =>
        writeProject(folder, {
          'policies/egress.policy.ts': egress.replace('acme/egress', 'acme/other'),
        }),
    ],
    [
      'puts another of its name in its place',
      (folder) =>
        writeProject(folder, {
          'policies/egress.policy.ts': `import { policy } from 'bottleworks/policy'
export default policy('acme/egress', { severity: 'warning' }, () => {})
`,
        }),
    ],
    [
      'makes a warning of it',
      (folder) =>
        writeProject(folder, {
          'policies/egress.policy.ts': egress.replace("'error'", "'warning'"),
        }),
    ],
    [
      'adds to its list of hosts',
      (folder) =>
        writeProject(folder, {
          'policies/lists/hosts.json': '["api.test","old.test","evil.test"]',
        }),
    ],
    [
      'changes what it imports',
      (folder) =>
        writeProject(folder, {
          'policies/lists/allowed.ts': 'export const allowed = { includes: () => true }\n',
        }),
    ],
    [
      'accepts it',
      (folder) =>
        writeProject(folder, {
          'bottles/web.bottle.ts': `${evil}  .acknowledge('acme/egress', 'SEC-2', { at: 'network.allow_hosts[2]' })\n`,
        }),
    ],
    [
      'accepts it everywhere',
      (folder) =>
        writeProject(folder, {
          'bottles/web.bottle.ts': `${evil}  .acknowledge('acme/egress', 'SEC-1')\n`,
        }),
    ],
    [
      'puts it where another was accepted',
      (folder) =>
        writeProject(folder, {
          'bottles/web.bottle.ts': machineSource(['api.test', 'evil.test'], accepted),
        }),
    ],
    [
      'puts it before the one that was accepted',
      (folder) =>
        writeProject(folder, {
          'bottles/web.bottle.ts': machineSource(['api.test', 'evil.test', 'old.test'], accepted),
        }),
    ],
    [
      'writes a manifest that has accepted it',
      (folder) => {
        const path = join(folder, 'smolfiles/web/manifest.json')
        writeFileSync(
          path,
          '{"manifest":2,"files":{},"acknowledged":[{"code":"acme/egress","reason":"x"}],"source":"","dialect":""}',
        )
        writeProject(folder, {
          'bottles/web.bottle.ts': `${evil}  .acknowledge('acme/egress', 'x')\n`,
        })
      },
    ],
  ])('fails a branch that adds a host and %s', (_what, change) => {
    const { status, stdout, stderr } = check(
      branch((folder) => {
        addsHost(folder)
        change(folder)
      }),
    )
    expect(stderr + stdout).toContain('acme/egress: web reaches evil.test')
    expect(status).toBe(1)
  })

  it('counts what the base accepts of a variable, as long as it is the same', () => {
    const ruled = (value: string) => ({
      'policies/term.policy.ts': `import { policy } from 'bottleworks/policy'
export default policy('acme/term', { severity: 'error', acknowledgeable: true }, ({ report }) => {
  report('env.TERM', 'it has a terminal')
})
`,
      'bottles/web.bottle.ts': machineSource(
        ['api.test'],
        `.env({ OTHER: '${value}', TERM: '${value}' }).acknowledge('acme/term', 'OPS-1', { at: 'env.TERM' })`,
      ).replace(value, 'other'),
    })
    const before = makeProject({ ...ruled('dumb'), 'policies/lists/hosts.json': '[]' })
    initRepository(before)
    expect(bottle(['synth', '--no-types', '--project', before]).stderr).toBe('')
    commit(before)
    const checked = (value: string) => {
      const head = join(makeProject(), 'head')
      cpSync(before, head, { recursive: true })
      writeProject(head, ruled(value))
      bottle(['synth', '--no-types', '--project', head])
      const policies = ['--policies', join(before, 'policies'), '--base', 'main']
      return bottle(['check', '--no-types', '--project', head, ...policies])
    }
    expect(checked('dumb')).toMatchObject({ status: 0, stderr: '' })
    const other = checked('xterm')
    expect(other.stderr).toContain('BW163')
    expect(other.status).toBe(1)
  })

  it('fails a branch whose policies are a link to elsewhere', () => {
    const folder = branch((head) => {
      addsHost(head)
      rmSync(join(head, 'policies'), { recursive: true })
      mkdirSync(join(head, 'loose'))
      symlinkSync('loose', join(head, 'policies'))
    })
    expect(check(folder).status).toBe(1)
  })

  it('lets count what is newly accepted, when it is told to', () => {
    const folder = branch((head) =>
      writeProject(head, {
        'bottles/web.bottle.ts': `${evil}  .acknowledge('acme/egress', 'SEC-2', { at: 'network.allow_hosts[2]' })\n`,
      }),
    )
    const { status, stderr } = check(folder)
    expect(status).toBe(1)
    expect(stderr).toContain('BW163')
    expect(stderr).toContain('is not in the manifest of the base')
    expect(check(folder, '--accept-new')).toMatchObject({ status: 0, stderr: '' })
  })

  it('counts nothing that is accepted, without a base', () => {
    const policies = ['--policies', join(base, 'policies')]
    const found = bottle(['check', '--no-types', '--project', branch(() => {}), ...policies])
    expect(found.status).toBe(1)
    expect(found.stderr).toContain('web reaches old.test')
  })

  it('says that a policy of the project is not used, when it is another', () => {
    const folder = branch((head) =>
      writeProject(head, { 'policies/lists/hosts.json': '["api.test","more.test"]' }),
    )
    const { status, stderr } = check(folder)
    expect(stderr).toContain('policies/egress.policy.ts warning BW162: the policy "acme/egress"')
    expect(status).toBe(0)
  })

  it('goes on counting the own policies of the project', () => {
    const own = egress.replace('acme/egress', 'acme/own').replace('./lists/allowed.ts', './none.ts')
    const folder = branch((head) =>
      writeProject(head, {
        'policies/own.policy.ts': own,
        'policies/none.ts': 'export const allowed: readonly string[] = ["old.test"]\n',
      }),
    )
    const { status, stderr } = check(folder)
    expect(stderr).toContain('acme/own: web reaches api.test')
    expect(status).toBe(1)
  })

  it('reads nothing outside of the folder', () => {
    const policies = makeProject({
      'in/p.policy.ts': "import x from '../secret.json' with { type: 'json' }\nexport default x\n",
      'secret.json': '"secret"',
    })
    const argv = ['--policies', join(policies, 'in')]
    const found = bottle(['check', '--no-types', '--project', branch(() => {}), ...argv])
    expect(found.status).toBe(1)
    expect(found.stderr).toContain('it is outside the project')
    expect(found.stderr).not.toContain('"secret"')
  })

  it.each([
    [['--accept-new'], 64, '--accept-new is about --policies'],
    [['--policies', '/nowhere/at/all'], 1, 'cannot be read'],
  ])('refuses %j', (argv, status, message) => {
    const found = bottle(['check', '--no-types', '--project', branch(() => {}), ...argv])
    expect(found.status).toBe(status)
    expect(found.stderr).toContain(message)
  })

  it('refuses a folder without a policy', () => {
    const argv = ['--policies', join(base, 'bottles')]
    const found = bottle(['check', '--no-types', '--project', branch(() => {}), ...argv])
    expect(found.status).toBe(1)
    expect(found.stderr).toContain('has no policy')
  })
})
