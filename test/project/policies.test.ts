import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LookOptions } from '../../src/project/look.ts'
import { openContext } from '../support/context.ts'
import type { Files } from '../support/project.ts'
import { makeSharedProject, writeProject } from '../support/project.ts'

const project = makeSharedProject()
const context = openContext(project)

function machineSource(slug: string, hosts: readonly string[], more = ''): string {
  return `import { machine, virtioNet } from 'bottleworks'

export default machine('${slug}')
  .image('alpine@sha256:${'0'.repeat(64)}')
  .user('1000')
  .net(virtioNet({ allowHosts: ${JSON.stringify(hosts)} }))
  ${more}
`
}

function policySource(name: string, body: string, options = "severity: 'error'"): string {
  return `import { policy } from 'bottleworks/policy'

export default policy('${name}', { ${options} }, ({ bottle, report }) => {
  ${body}
})
`
}

const egress = policySource(
  'acme/egress',
  `for (const host of bottle.reach.hosts)
    if (host.name !== 'api.example.org')
      report(host, \`\${bottle.slug} reaches \${host.name}\`, { hint: 'ask #egress' })`,
  "severity: 'error', acknowledgeable: true",
)

async function plan(files: Files, options: LookOptions = {}) {
  for (const folder of ['bottles', 'policies']) {
    rmSync(join(project, folder), { recursive: true, force: true })
  }
  writeProject(project, files)
  return context().plan({ types: false, ...options })
}

/** What a look tells, as `code at file:line`. */
async function told(files: Files, options: LookOptions = {}): Promise<readonly string[]> {
  const { diagnostics } = await plan(files, options)
  return diagnostics.map(
    ({ code, message, origin }) => `${code} ${origin?.file}:${origin?.line} ${message}`,
  )
}

const web = { 'bottles/web.bottle.ts': machineSource('web', ['api.example.org', 'evil.test']) }
const api = { 'bottles/api.bottle.ts': machineSource('api', ['api.example.org']) }
const ruled = { ...web, ...api, 'policies/egress.policy.ts': egress }

describe('a policy', () => {
  it('reports at the setting, under its name, and the bottle is not written', async () => {
    const { diagnostics, bottles, ok } = await plan(ruled, { keepGoing: true })
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'acme/egress',
        severity: 'error',
        message: 'web reaches evil.test',
        hint: 'ask #egress',
        slug: 'web',
        path: 'network.allow_hosts[1]',
        origin: expect.objectContaining({ file: 'bottles/web.bottle.ts', line: 6 }),
      }),
    ])
    expect(ok).toBe(false)
    expect(bottles.map(({ slug }) => slug)).toEqual(['api'])
  })

  it('judges the bottles that are looked at', async () => {
    expect(await told(ruled, { only: ['api'] })).toEqual([])
    expect(await told(ruled, { only: ['web'] })).toHaveLength(1)
  })

  it('keeps nothing from one bottle to the next', async () => {
    const counting = `import { policy } from 'bottleworks/policy'
let count = 0
const seen: string[] = []
export default policy('acme/count', { severity: 'error' }, ({ bottle, report }) => {
  seen.push(bottle.slug)
  report('image', \`\${++count} \${seen.join()}\`)
})
`
    const files = { ...web, ...api, 'policies/count.policy.ts': counting }
    expect(await told(files)).toEqual([
      'acme/count bottles/api.bottle.ts:4 1 api',
      'acme/count bottles/web.bottle.ts:4 1 web',
    ])
  })

  it('is told of nothing that another does, and can change nothing that another sees', async () => {
    const shared = 'export const seen: string[] = []\n'
    const tamper = `import { policy } from 'bottleworks/policy'
import { seen } from './shared.ts'
const tried = (act: () => void) => { try { act() } catch {} }
tried(() => { Array.prototype.includes = () => true })
tried(() => { Object.prototype.toString = () => 'changed' })
tried(() => { (globalThis as { mark?: number }).mark = 1 })
tried(() => { Object.getPrototypeOf(function* () {}).mark = 1 })
tried(() => { (policy as { mark?: number }).mark = 1 })
tried(() => { (Error as { stackTraceLimit?: number }).stackTraceLimit = 0 })
export default policy('acme/a', { severity: 'error' }, ({ bottle, report }) => {
  seen.push('a')
  tried(() => { (bottle as { slug: string }).slug = 'other' })
  tried(() => { (bottle.reach.hosts as unknown[]).length = 0 })
  tried(() => { (report as { mark?: number }).mark = 1 })
})
`
    const watch = `import { policy } from 'bottleworks/policy'
import { seen } from './shared.ts'
export default policy('acme/b', { severity: 'error' }, ({ bottle, report }) => {
  const found = [
    seen.length,
    [1].includes(2),
    String({}),
    'mark' in globalThis,
    'mark' in Object.getPrototypeOf(function* () {}),
    'mark' in policy,
    'mark' in report,
    bottle.slug,
    bottle.reach.hosts.length,
    (new Error().stack ?? '').length > 0,
  ]
  report('image', JSON.stringify(found))
})
`
    const files = {
      ...api,
      'policies/shared.ts': shared,
      'policies/a.policy.ts': tamper,
      'policies/b.policy.ts': watch,
    }
    const alone = { ...api, 'policies/shared.ts': shared, 'policies/b.policy.ts': watch }
    const expected = [
      'acme/b bottles/api.bottle.ts:4 [0,false,"[object Object]",false,false,false,false,"api",1,true]',
    ]
    expect(await told(alone)).toEqual(expected)
    expect(await told(files)).toEqual(expected)
  })

  it('is given no secret', async () => {
    const secret = 'hunter2hunter2'
    const calls = `.env({ API_KEY: '${secret}' }).cmd('run', '--token', '${secret}')`
    const files = { 'bottles/api.bottle.ts': machineSource('api', ['api.example.org'], calls) }
    const tell = policySource(
      'acme/tell',
      "report('env.API_KEY', [...JSON.stringify(bottle.document)].reverse().join(''))",
    )
    const all = await told({ ...files, 'policies/tell.policy.ts': tell })
    const [text = ''] = all.filter((each) => each.startsWith('acme/tell'))
    const document = [...text].reverse().join('')
    expect(document).toContain('API_KEY=')
    expect(document).toContain('--token')
    expect(document).not.toContain(secret)
  })

  it.each([
    ['loops', 'for (;;) {}', 'BW111 policies/bad.policy.ts:undefined the policy ran for too long'],
    [
      'throws',
      "throw new Error('no')",
      'BW110 policies/bad.policy.ts:4 the policy threw Error: "no"',
    ],
    [
      'floods',
      "for (;;) report('image', 'x')",
      'the policy threw Error: "a policy reports at most 1000',
    ],
    ['takes the memory', "let t = 'x'; for (;;) t += t", 'the policy'],
    ['overflows', 'const f = () => { f() }; f()', 'the policy threw RangeError'],
    ['asks for the time', 'Date.now()', 'BW102 policies/bad.policy.ts:4 the current time'],
    ['is stopped by the clock', "new Array(1e9) + ''", 'the policy'],
  ])('that %s is named, and nothing is written', async (_what, body, expected) => {
    const files = { ...ruled, 'policies/bad.policy.ts': policySource('acme/bad', body) }
    const { diagnostics, bottles, ok } = await plan(files, { keepGoing: true })
    const all = diagnostics.map(
      ({ code, origin, message }) => `${code} ${origin?.file}:${origin?.line} ${message}`,
    )
    expect(all.filter((each) => each.includes('bad.policy.ts'))).toEqual([
      expect.stringContaining(expected),
    ])
    expect(all).toContainEqual(expect.stringContaining('web reaches evil.test'))
    expect(ok).toBe(false)
    expect(bottles).toEqual([])
  })

  it.each([
    ["export default policy('Egress', {}, () => {})", 'BW160', 'name is invalid: "Egress"'],
    [
      "export default policy('a/b', { severity: 'fatal' }, () => {})",
      'BW160',
      'severity is invalid',
    ],
    ["export default policy('a/b', {}, 1)", 'BW110', 'the policy threw TypeError'],
    ["import { bottle } from 'bottleworks'\nexport default bottle('a')", 'BW160', 'not a policy'],
    ['export const a = policy', 'BW114', 'there is no default export; a policy file exports'],
    ['export default 1', 'BW114', 'the default export is not a policy'],
    ["import fs from 'node:fs'\nexport default fs", 'BW101', 'is refused'],
    ["import x from '../../x.ts'\nexport default x", 'BW101', 'outside the project'],
    ['export default await policy', 'BW102', 'not available'],
  ])('that is none is refused: %s', async (source, code, message) => {
    const text = `import { policy } from 'bottleworks/policy'\n${source}\n`
    const all = await told({ ...api, 'policies/bad.policy.ts': text })
    expect(all).toEqual([expect.stringContaining(message)])
    expect(all[0]).toMatch(new RegExp(`^${code} policies/bad`))
  })

  it('with a type error has nothing written', async () => {
    const wrong = policySource('acme/wrong', 'report(bottle.reach.hosts, 1)')
    const files = { ...api, 'policies/wrong.policy.ts': wrong }
    const { diagnostics, bottles, ok } = await plan(files, { types: true, keepGoing: true })
    expect(diagnostics.map(({ code, origin }) => `${code} ${origin?.file}`)).toContain(
      'BW105 policies/wrong.policy.ts',
    )
    expect(ok).toBe(false)
    expect(bottles).toEqual([])
  })

  it('has a name of its own', async () => {
    const files = { ...ruled, 'policies/sub/other.policy.ts': egress }
    const all = await told(files)
    expect(all.filter((each) => each.startsWith('BW161'))).toEqual([
      expect.stringContaining('the policy "acme/egress" is also in policies/sub/other.policy.ts'),
      expect.stringContaining('the policy "acme/egress" is also in policies/egress.policy.ts'),
    ])
  })

  it('tells the first hundred of many problems, and how many more there are', async () => {
    const body = "for (let n = 0; n < 150; n++) report('image', String(n))"
    const all = await told({ ...api, 'policies/many.policy.ts': policySource('acme/many', body) })
    expect(all).toHaveLength(101)
    expect(all).toContainEqual(expect.stringContaining('there are 50 more problems'))
  })

  it('says what it says in one line, escaped and bounded', async () => {
    const body = "report('x'.repeat(9999), '\\u001b[2J\\n\\ud800' + 'y'.repeat(9999))"
    const { diagnostics } = await plan({
      ...api,
      'policies/p.policy.ts': policySource('acme/p', body),
    })
    const [{ message = '', path = '' } = {}] = diagnostics
    expect(message).toMatch(/^\\u001b\[2J\\n.{1,20}y+…$/u)
    expect(message.length).toBeLessThan(600)
    expect(path.length).toBeLessThan(300)
  })

  it('shares operations with nobody: each has its own when all together have not enough', async () => {
    const body = "let n = 0; while (n < 2_000_000) n++; report('image', bottle.slug)"
    const names = Array.from({ length: 12 }, (_, index) => `acme/long-${index}`)
    const policies = names.map((name, index) => [
      `policies/p${index}.policy.ts`,
      policySource(name, body),
    ])
    const all = await told({ ...api, ...Object.fromEntries(policies) })
    expect(all.map((each) => each.split(' ')[0]).sort()).toEqual(names.sort())
  })
})

describe('a bottle that cannot be loaded', () => {
  const stateful = `import { policy } from 'bottleworks/policy'
let count = 0
export default policy('acme/stateful', { severity: 'warning' }, () => { count++ })
`
  const broken = machineSource('broken', [], '.env({ A })')
  const files = {
    ...api,
    'bottles/broken.bottle.ts': `import { A } from './shared.ts'\n${broken}`,
    'bottles/shared.ts': "import { B } from './cycle.ts'\nexport const A = await B\n",
    'bottles/cycle.ts': "import { A } from './shared.ts'\nexport const B = A\n",
    'policies/stateful.policy.ts': stateful,
  }

  it('is told once, and the others are judged', async () => {
    const looked = await plan(files, { keepGoing: true })
    const { diagnostics, bottles } = looked
    expect(diagnostics.map(({ code, origin }) => `${code} ${origin?.file}`)).toEqual([
      'BW103 bottles/cycle.ts',
      'BW102 bottles/shared.ts',
    ])
    expect(bottles.map(({ slug }) => slug)).toEqual(['api'])
  })

  it('is told with a policy that imports the same, which cannot judge', async () => {
    const importing = `import { A } from '../bottles/shared.ts'\n${egress}`
    const { diagnostics, bottles } = await plan(
      { ...files, 'policies/importing.policy.ts': importing },
      { keepGoing: true },
    )
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['BW102', 'BW103']))
    expect(bottles).toEqual([])
  })
})

describe('an acknowledgement of a policy', () => {
  const accepted = (at: string, code = 'acme/egress') =>
    machineSource('web', ['evil.test', 'worse.test'], `.acknowledge('${code}', 'SEC-12'${at})`)

  it('accepts what is reported of its setting, in its bottle alone', async () => {
    const other = machineSource('other', ['evil.test'])
    const files = {
      'bottles/web.bottle.ts': accepted(", { at: 'network.allow_hosts[0]' }"),
      'bottles/other.bottle.ts': other,
      'policies/egress.policy.ts': egress,
    }
    const { diagnostics } = await plan(files)
    expect(diagnostics.map(({ slug, path }) => [slug, path])).toEqual([
      ['other', 'network.allow_hosts[0]'],
      ['web', 'network.allow_hosts[1]'],
    ])
  })

  it('accepts an address by the entry that opens it, and no other entry', async () => {
    const source = (at: string, lists: string) => ({
      'bottles/web.bottle.ts': `import { machine, virtioNet } from 'bottleworks'

export default machine('web')
  .image('alpine@sha256:${'0'.repeat(64)}')
  .net(virtioNet(${lists}))
  ${at === '' ? '' : `.acknowledge('acme/addresses', 'SEC-1', { at: '${at}' })`}
`,
      'policies/addresses.policy.ts': policySource(
        'acme/addresses',
        'for (const part of bottle.reach.addresses) report(part, part.what)',
        "severity: 'error', acknowledgeable: true",
      ),
    })
    const lists = `{ allowCidrs: ['192.0.2.0/25', '192.0.2.128/25'], allowPrivate: ['10.0.0.0/24'], allowUdp: ['198.51.100.7:53'] }`
    const at = async (place: string, given = lists) =>
      (await plan(source(place, given))).diagnostics
        .filter(({ code }) => code.startsWith('acme/'))
        .map(({ path, message }) => `${path} ${message}`)
        .sort()
    const all = [
      'network.allow_cidrs[0] 192.0.2.0/25',
      'network.allow_cidrs[1] 192.0.2.128/25',
      'network.allow_private[0] 10.0.0.0/24',
      'network.allow_private[0] ::ffff:a00:0/120',
      'network.allow_udp[0] udp 198.51.100.7:53',
      'network.allow_udp[0] udp [::ffff:c633:6407]:53',
    ]
    expect(await at('')).toEqual(all)
    expect(await at('network.allow_cidrs[1]')).toEqual(all.filter((each) => !each.includes('.128')))
    expect(await at('network.allow_private[0]')).toEqual(
      all.filter((each) => !each.includes('private')),
    )
    expect(await at('network.allow_udp[0]')).toEqual(all.slice(0, -2))
    expect(await at('network')).toEqual([])
    const open = await at('', "{ open: 'a test' }")
    expect(open.length).toBeGreaterThan(0)
    expect(open.every((each) => each.startsWith('net '))).toBe(true)
  })

  it('accepts what is part of its setting, and stays in the manifest', async () => {
    for (const at of [", { at: 'network.allow_hosts' }", '']) {
      const files = {
        'bottles/web.bottle.ts': accepted(at),
        'policies/egress.policy.ts': egress,
      }
      const { diagnostics, bottles } = await plan(files)
      expect(diagnostics).toEqual([])
      const where = at === '' ? {} : { at: 'network.allow_hosts' }
      expect(bottles[0]?.acknowledged).toEqual([
        { code: 'acme/egress', reason: 'SEC-12', ...where },
      ])
    }
  })

  it('is void where nothing is reported', async () => {
    const files = {
      'bottles/web.bottle.ts': accepted(", { at: 'network.allow_host' }"),
      'policies/egress.policy.ts': egress,
    }
    const { diagnostics, bottles } = await plan(files, { keepGoing: true })
    expect(diagnostics.map(({ code }) => code).sort()).toEqual([
      'BW035',
      'acme/egress',
      'acme/egress',
    ])
    expect(bottles).toEqual([])
  })

  it('accepts no policy that there is not', async () => {
    const files = { 'bottles/web.bottle.ts': accepted('', 'acme/other') }
    expect(await told(files)).toEqual([
      expect.stringContaining('BW034 bottles/web.bottle.ts:7 "acme/other" cannot be acknowledged'),
    ])
  })

  it('accepts no error that cannot be accepted', async () => {
    const strict = egress.replace(', acknowledgeable: true', '')
    const files = { 'bottles/web.bottle.ts': accepted(''), 'policies/egress.policy.ts': strict }
    const all = await told(files)
    expect(all).toContainEqual(expect.stringContaining('"acme/egress" cannot be acknowledged'))
    expect(all.filter((each) => each.startsWith('acme/egress'))).toHaveLength(2)
  })
})

describe('a policy of all bottles', () => {
  const fleet = `import { fleetPolicy } from 'bottleworks/policy'

export default fleetPolicy('acme/one-host', { severity: 'error' }, ({ bottles, report }) => {
  const seen = new Set<string>()
  for (const { slug, reach } of bottles)
    for (const host of reach.hosts) {
      if (seen.has(host.name)) report(host, \`\${slug} shares \${host.name}\`)
      seen.add(host.name)
    }
  const [first] = bottles
  if (first !== undefined && bottles.length > 2) report(first, 'many')
})
`
  const files = { ...web, ...api, 'policies/fleet.policy.ts': fleet }

  it('reports of the bottle that the part of reach is of', async () => {
    expect(await told(files)).toEqual([
      'acme/one-host bottles/web.bottle.ts:6 web shares api.example.org',
    ])
  })

  it('reports of a bottle as a whole', async () => {
    const third = { 'bottles/third.bottle.ts': machineSource('third', ['third.test']) }
    expect(await told({ ...files, ...third })).toContainEqual(
      'acme/one-host bottles/api.bottle.ts:3 many',
    )
  })

  it('is skipped, and said to be, where not all bottles are looked at', async () => {
    const { diagnostics, skipped } = await plan(files, { only: ['web'] })
    expect(diagnostics).toEqual([])
    expect(skipped).toEqual(['acme/one-host'])
  })
})
