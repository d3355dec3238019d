import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/context.ts'
import { makeSharedProject, writeProject } from '../support/project.ts'

const project = makeSharedProject()
const context = openContext(project)

/** What a policy of the package says of one bottle, as `path: message`. */
async function told(policy: string, source: string): Promise<readonly string[]> {
  rmSync(join(project, 'policies'), { recursive: true, force: true })
  const [name = ''] = policy.split('(')
  writeProject(project, {
    'policies/ready.policy.ts': `import { ${name} } from 'bottleworks/policies'\nexport default ${policy}\n`,
    'bottles/web.bottle.ts': `import { bottle, gvproxy, machine, mib, tsi, virtioNet } from 'bottleworks'\nexport default ${source}\n`,
  })
  const { diagnostics } = await context().plan({ types: false })
  const rules = diagnostics.filter(({ code }) => code.includes('/'))
  const broken = diagnostics.filter(
    ({ severity, code }) => severity === 'error' && !code.includes('/'),
  )
  expect(broken).toEqual([])
  return rules.map(({ code, path, message }) => `${code} ${path}: ${message}`)
}

const gvproxied = "bottle('web').net(gvproxy('/run/web.sock'))"

describe('a policy of the package', () => {
  it.each<[policy: string, bottle: string, expected: readonly string[]]>([
    ['noRootUser()', "machine('web').user('0')", ['no-root-user user: web is root inside']],
    ['noRootUser()', "machine('web').user('root')", ['no-root-user user: web is root inside']],
    ['noRootUser()', "machine('web').user('app')", ['no-root-user user: web may be root inside']],
    ['noRootUser()', "machine('web')", ['no-root-user slug: web may be root inside']],
    ['noRootUser()', "machine('web').user('1000:1000')", []],
    ['noRootUser()', gvproxied, []],
    ...['/home/me', '/home', '/root/src', '/Users/me/src', '/home/ci/../me', '/var/root'].map(
      (path): [string, string, readonly string[]] => [
        'noWritableHomes()',
        `machine('web').volumes('${path}:/work')`,
        [`no-writable-homes volumes[0]: web can write to ${path}`],
      ],
    ),
    ['noWritableHomes()', "machine('web').volumes('/home/me:/work:ro', '/srv/data:/data')", []],
    [
      "noWritableHomes({ except: ['/home/ci/cache'] })",
      "machine('web').volumes('/home/ci/cache/npm:/a', '/home/ci/cachet:/b', '/home/ci/cache/../x:/c')",
      [
        'no-writable-homes volumes[1]: web can write to /home/ci/cachet',
        'no-writable-homes volumes[2]: web can write to /home/ci/cache/../x',
      ],
    ],
    [
      'pinnedImages()',
      "machine('web').image('alpine:3.20')",
      ['pinned-images image: web has the image alpine:3.20, which has no digest'],
    ],
    ['pinnedImages()', `machine('web').image('alpine@sha256:${'a'.repeat(64)}')`, []],
    ['pinnedImages()', "machine('web').image('./image.tar')", []],
    [
      "listedHosts(['example.org'])",
      "machine('web').net(virtioNet({ allowHosts: ['example.org', 'a.example.org', 'badexample.org'] }))",
      ['listed-hosts network.allow_hosts[2]: web reaches badexample.org, which is not listed'],
    ],
    [
      "listedHosts([], { addresses: ['192.0.2.0/24'] })",
      "machine('web').net(virtioNet({ allowCidrs: ['192.0.2.0/24', '198.51.100.0/24'] }))",
      [expect.stringMatching(/^listed-hosts net.*: web reaches addresses .*198\.51\.100\.0/)],
    ],
    [
      "listedHosts(['example.org'])",
      gvproxied,
      [expect.stringMatching(/^listed-hosts net\[0\].*: web reaches addresses/)],
    ],
    ['listedHosts([])', "machine('web')", []],
    [
      'listedNames()',
      "machine('web').net(virtioNet({ allowCidrs: ['192.0.2.0/24'] }))",
      [expect.stringMatching(/^listed-names net.*: web can ask for any name/)],
    ],
    ['listedNames()', "machine('web').net(virtioNet({ allowHosts: ['a.test'] }))", []],
    [
      'gatewayCompanions()',
      gvproxied,
      ['gateway-companions net[0]: web has a device without a companion'],
    ],
    [
      'gatewayCompanions()',
      "bottle('web').net(gvproxy('/run/web.sock', { address: '127.77.0.2' }))",
      [],
    ],
    ['gatewayCompanions()', "machine('web')", []],
    [
      'machineLimits({ cpus: 4, memory: 1024 })',
      "machine('web').cpus(5).memory(mib(1025))",
      [
        'machine-limits cpus: web has 5 processors; at most 4 are allowed',
        'machine-limits memory: web has 1025 MiB of memory; at most 1024 are allowed',
      ],
    ],
    [
      'machineLimits({ cpus: 2, memory: 1024 })',
      "machine('web')",
      [
        'machine-limits cpus: web has 4 processors; at most 2 are allowed',
        'machine-limits memory: web has 8192 MiB of memory; at most 1024 are allowed',
      ],
    ],
    ['machineLimits({ memory: 1024 })', "machine('web').memory(mib(1024))", []],
    [
      "noRootUser({ name: 'acme/no-root', severity: 'warning' })",
      "machine('web').user('0')",
      [expect.stringMatching(/^acme\/no-root user/)],
    ],
  ])('%s of %s', async (policy, source, expected) => {
    const found = (await told(policy, source)).map((each) => each.replace(/^bottleworks\//, ''))
    expect(found.sort()).toEqual(expected)
  })
})
