import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { makeProject, writeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const file = 'bottles/team.bottles.ts'

/** A fleet file, whose third line is the list. */
function fleetSource(list: string): string {
  return `import { bottle, fleet, gvproxy } from 'bottleworks'
const one = (slug: string) => bottle(slug).net(gvproxy(\`/run/x/\${slug}/gvproxy.sock\`)).acknowledge('BW017', 'a test')
export default fleet(${list})
`
}

function ofSlugs(...slugs: readonly string[]): string {
  return fleetSource(`${JSON.stringify(slugs)}.map(one)`)
}

const alone = `import { bottle, gvproxy } from 'bottleworks'
export default bottle('web').net(gvproxy('/run/x/web/gvproxy.sock')).acknowledge('BW017', 'a test')
`

function makeFleet(source: string, more: Readonly<Record<string, string>> = {}) {
  const project = makeProject({ 'bottles/web.bottle.ts': alone, [file]: source, ...more })
  const run = (...argv: readonly string[]) => bottle([...argv, '--project', project, '--no-types'])
  const json = (...argv: readonly string[]) => {
    const { status, stdout } = run(...argv, '--json')
    return { status, ...JSON.parse(stdout) }
  }
  const slugs = () => [
    ...new Set(
      Object.keys(readFiles(join(project, 'smolfiles'))).map((path) => path.split('/')[0]),
    ),
  ]
  const write = (text: string, path = file) => writeProject(project, { [path]: text })
  return { project, run, json, slugs, write }
}

function codes({ diagnostics }: { readonly diagnostics: readonly Told[] }) {
  return diagnostics.map(({ code, slug, file, line }) => `${code} ${slug} ${file}:${line}`).sort()
}

interface Told {
  readonly code: string
  readonly slug?: string
  readonly file?: string
  readonly line?: number
  readonly message: string
  readonly hint?: string
}

describe('a fleet file', () => {
  it('gives each of its bottles a folder, whose manifest names the file', () => {
    const { project, run, slugs } = makeFleet(ofSlugs('team-a', 'team-b'))
    expect(run('synth').status).toBe(0)
    expect(slugs()).toEqual(['team-a', 'team-b', 'web'])
    const files = readFiles(join(project, 'smolfiles'))
    expect(JSON.parse(String(files['team-a/manifest.json']))).toMatchObject({ source: file })
    expect(run('check')).toMatchObject({
      status: 0,
      stdout: 'the output tree is up to date: 3 bottles\n',
    })
    expect(run('list').stdout).toBe(`BOTTLE  DIALECT        STATE    SOURCE
team-a  claude-bottle  current  ${file}
team-b  claude-bottle  current  ${file}
web     claude-bottle  current  bottles/web.bottle.ts
`)
  })

  it('lies in a folder of bottles too, and mixes dialects', () => {
    const { run, slugs } = makeFleet(ofSlugs('team-a'), {
      'bottles/deep/er/x.bottles.ts': `import { fleet, machine } from 'bottleworks'
import team from '../../team.bottles.ts'
export default fleet([machine('m-1').image('x'), machine('m-2').image(team.get('team-a') && 'y')])
`,
    })
    expect(run('synth').status).toBe(0)
    expect(slugs()).toEqual(['m-1', 'm-2', 'team-a', 'web'])
  })

  it('is written the same by the sandbox', () => {
    const { project, run } = makeFleet(ofSlugs('team-a', 'team-b'))
    run('synth')
    const before = readFiles(join(project, 'smolfiles'))
    const env = { BOTTLEWORKS_EVALUATE: 'sandbox' }
    expect(bottle(['check', '--project', project], { env }).status).toBe(0)
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
  })

  it('leaves what it no longer has as orphans, and its whole output when it is removed', () => {
    const { project, run, write, slugs } = makeFleet(ofSlugs('team-a', 'team-b'))
    run('synth')
    write(ofSlugs('team-a'))
    expect(run('check')).toMatchObject({
      status: 2,
      stdout: 'orphaned    smolfiles/team-b/Smolfile\n',
    })
    expect(run('synth').status).toBe(0)
    expect(slugs()).toEqual(['team-a', 'web'])
    rmSync(join(project, file))
    expect(run('synth').status).toBe(0)
    expect(slugs()).toEqual(['web'])
  })

  it('writes only the bottles that a change changes', () => {
    const { json, write } = makeFleet(ofSlugs('team-a', 'team-b'))
    json('synth')
    write(fleetSource("[one('team-a'), one('team-b').env({ A: 1 })]"))
    const { bottles } = json('synth')
    expect(bottles.map(({ slug, state }: Told & { state: string }) => `${slug} ${state}`)).toEqual([
      'team-a unchanged',
      'team-b updated',
      'web unchanged',
    ])
  })
})

describe('slugs and patterns', () => {
  it('name bottles of fleets', () => {
    const { run, slugs } = makeFleet(ofSlugs('team-a', 'team-b'))
    expect(run('synth', 'team-b').status).toBe(0)
    expect(slugs()).toEqual(['team-b'])
    expect(run('synth', '--only', 'team-*').status).toBe(0)
    expect(slugs()).toEqual(['team-a', 'team-b'])
    expect(run('check', 'team-*').stdout).toBe('the output tree is up to date: 2 bottles\n')
    expect(run('check', 'team-c').stderr).toContain('did you mean "team-')
  })

  it('remove with a pattern what the fleet no longer has, and nothing else', () => {
    const { run, slugs, write } = makeFleet(ofSlugs('team-a', 'team-b', 'x'))
    run('synth')
    write(ofSlugs('team-a'))
    expect(run('synth', 'team-*').status).toBe(0)
    expect(slugs()).toEqual(['team-a', 'web', 'x'])
  })

  it('ask no fleet that is broken, unless it may have what is asked for', () => {
    const { run } = makeFleet(ofSlugs('team-a'), {
      'bottles/bad.bottles.ts': 'throw new Error("x")\n',
    })
    expect(run('synth', 'web').status).toBe(0)
    expect(run('synth', 'team-a').status).toBe(0)
    expect(run('synth', 'team-?').stderr).toContain('bottles/bad.bottles.ts:1:11 error BW110')
    expect(run('synth', 'other').stderr).toContain('BW110')
  })

  it('are told by the fleet of the bottles that are asked for alone', () => {
    const { json } = makeFleet(fleetSource("[one('good'), one('bad').env({ 'A B': 1 })]"))
    expect(codes(json('synth', 'good'))).toEqual([])
    expect(codes(json('synth', 'bad'))).toEqual([`BW006 bad ${file}:3`])
  })
})

describe('what is wrong with one bottle of a fleet', () => {
  it('is its own with --keep-going, and everybody’s without', () => {
    const { run, slugs } = makeFleet(fleetSource("[one('good'), one('bad').env({ 'A B': 1 })]"))
    const failed = run('synth')
    expect(failed.status).toBe(1)
    expect(failed.stderr).toContain('BW006: "bad": ')
    expect(slugs()).toEqual([])
    expect(run('synth', '--keep-going').status).toBe(1)
    expect(slugs()).toEqual(['good', 'web'])
  })

  it.each([
    ['a throw', `${ofSlugs('team-a')}throw new Error('no')\n`, 'BW110'],
    ['no bottle', fleetSource('[]'), 'BW114'],
    ['what is no bottle', fleetSource("[one('team-a'), {}]"), 'element 1 is none'],
    ['a list in the list', fleetSource("[[one('team-a')]]"), 'spread a list, or use flatMap'],
    [
      'too many bottles',
      fleetSource("Array.from({ length: 501 }, (_, i) => one('x-' + i))"),
      'BW113',
    ],
  ])('is the file’s when it is %s, and keeps what it has written', (_, source, told) => {
    const { run, slugs, write } = makeFleet(ofSlugs('team-a', 'team-b'))
    run('synth')
    write(source)
    const failed = run('synth', '--keep-going')
    expect(failed.status).toBe(1)
    expect(failed.stderr).toContain(told)
    expect(slugs()).toEqual(['team-a', 'team-b', 'web'])
  })

  it('is its slug, if that is none', () => {
    const { json, slugs } = makeFleet(ofSlugs('../x', 'Team', 'y'))
    expect(codes(json('synth', '--keep-going'))).toEqual([
      `BW001 ../x ${file}:2`,
      `BW001 Team ${file}:2`,
      `BW011 ../x ${file}:2`,
    ])
    expect(slugs()).toEqual(['web', 'y'])
  })

  it('is the type of the file’s source, for all', () => {
    const { project, slugs } = makeFleet(fleetSource("[one('team-a'), one(1)]"))
    const { status, stderr } = bottle(['synth', '--project', project, '--keep-going'])
    expect(status).toBe(1)
    expect(stderr).toContain(`${file}:3:`)
    expect(slugs()).toEqual(['web'])
  })
})

describe('two bottles of one slug', () => {
  it.each([
    ['a fleet', 'bottles/a.bottle.ts'],
    ['a fleet behind it', 'bottles/zz/a.bottle.ts'],
  ])('are both refused, of a file and %s', (_, path) => {
    const other = alone.replaceAll('web', 'a')
    const { project, json, run, slugs } = makeFleet(ofSlugs('b'), { [path]: other })
    run('synth')
    const before = readFiles(join(project, 'smolfiles'))
    writeProject(project, { [file]: ofSlugs('a', 'b') })
    const told = json('synth', '--keep-going')
    expect(codes(told)).toEqual([`BW003 a ${path}:undefined`, `BW003 a ${file}:2`].sort())
    const messages = told.diagnostics.map(({ message, hint }: Told) => `${message} ${hint}`)
    expect(messages.filter((text: string) => text.includes(file))).not.toEqual([])
    expect(messages.filter((text: string) => text.includes(path))).not.toEqual([])
    expect(slugs()).toEqual(['a', 'b', 'web'])
    expect(readFiles(join(project, 'smolfiles'))).toEqual(before)
    expect(run('synth', 'a').status).toBe(1)
    expect(run('synth', 'b').stderr).toContain('BW003')
  })

  it('are both refused of two fleets, and of one', () => {
    const { json, slugs } = makeFleet(ofSlugs('a', 'b'), {
      'bottles/x.bottles.ts': ofSlugs('a', 'c', 'c', 'd'),
    })
    expect(codes(json('synth', '--keep-going'))).toEqual([
      `BW003 a ${file}:2`,
      'BW003 a bottles/x.bottles.ts:2',
      'BW003 c bottles/x.bottles.ts:2',
      'BW003 c bottles/x.bottles.ts:2',
    ])
    expect(slugs()).toEqual(['b', 'd', 'web'])
  })

  it('are found when one of them is known from before', () => {
    const { json, write } = makeFleet(ofSlugs('a', 'b'))
    expect(json('synth').status).toBe(0)
    write(alone.replaceAll('web', 'a'), 'bottles/a.bottle.ts')
    expect(codes(json('synth'))).toEqual([
      'BW003 a bottles/a.bottle.ts:undefined',
      `BW003 a ${file}:2`,
    ])
  })
})

describe('what is of the wrong kind', () => {
  it.each([
    ['bottles/x.bottle.ts', "[bottle('x')]", 'is a list, and not one bottle', 'x.bottles.ts'],
    [
      'bottles/x.bottle.ts',
      "fleet([bottle('x')])",
      'is a fleet, and not one bottle',
      'x.bottles.ts',
    ],
    ['bottles/x.bottles.ts', "bottle('x')", 'is one bottle, and no fleet', 'fleet([…])'],
    ['bottles/x.bottles.ts', "[bottle('x')]", 'is not a fleet', 'fleet([…])'],
  ])('gives in %s for %s a hint', (path, exported, message, hint) => {
    const source = `import { bottle, fleet } from 'bottleworks'\nexport default ${exported}\n`
    const { json } = makeFleet(ofSlugs('a'), { [path]: source })
    const { diagnostics } = json('check')
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]).toMatchObject({ code: 'BW114', file: path })
    expect(diagnostics[0].message).toContain(message)
    expect(diagnostics[0].hint).toContain(hint)
  })

  it('warns of a fleet file with another ending', () => {
    const { json } = makeFleet(ofSlugs('a'), { 'bottles/x.bottles.mts': '' })
    const [told] = json('check').diagnostics
    expect(told).toMatchObject({ code: 'BW108', hint: 'rename it to x.bottles.ts' })
  })
})

describe('what is made by a fleet', () => {
  const source = fleetSource("['team-a', 'team-b'].map((slug) => one(slug).env({ A: 1 }))")

  it('is explained with the places that made it', () => {
    const { project } = makeFleet(source)
    const { status, stdout } = bottle(['explain', 'team-b', '--project', project])
    expect(status).toBe(0)
    expect(stdout).toContain(`"A=1"`)
    expect(stdout).toContain(`${file}:3:67`)
    expect(stdout).toContain(`${file}:2:31`)
  })

  it('is reached, asked and diffed by its slug', () => {
    const { project, run } = makeFleet(source)
    run('synth')
    const ask = (...argv: readonly string[]) => bottle([...argv, '--project', project])
    expect(ask('reach', 'team-b').stdout).toContain(`team-b  claude-bottle · ${file}`)
    expect(ask('can', 'team-b', 'tcp', 'example.com:443').stdout).toContain('team-b')
    writeProject(project, { [file]: source.replace('A: 1', 'A: 2') })
    const { stdout } = ask('diff', '--only', 'team-b')
    expect(stdout).toContain(file)
    expect(stdout).not.toContain('team-a')
  })

  it('has a gateway of its own, whose address is of its slug', () => {
    const { project } = makeFleet(ofSlugs('team-a', 'team-b').replace(/\.acknowledge.*/, ''), {
      'bottleworks.config.json': '{ "gatewayAddresses": "127.77.0.0/16" }',
    })
    const ask = (...argv: readonly string[]) => bottle([...argv, '--project', project])
    expect(ask('synth', '--keep-going').status).toBe(0)
    const files = readFiles(join(project, 'smolfiles'))
    const addresses = ['team-a', 'team-b'].map(
      (slug) => /127\.77\.\d+\.\d+/.exec(files[`${slug}/gvproxy.yaml`] ?? '')?.[0],
    )
    expect(new Set(addresses).size).toBe(2)
    expect(ask('gateway', 'team-b').stdout).toContain('/smolfiles/team-b/gvproxy.yaml')
    // The address is that of a file of its own with the same slug.
    rmSync(join(project, file))
    const single = alone.replaceAll('web', 'team-b').replace(/\.acknowledge.*/, '')
    writeProject(project, { 'bottles/team-b.bottle.ts': single })
    ask('synth')
    expect(readFiles(join(project, 'smolfiles'))['team-b/gvproxy.yaml']).toContain(addresses[1])
  })

  it.each([
    [['set', 'team-a', 'env.A', '2'], `${file}:3:67`, 'by hand'],
    [['unset', 'team-a', 'env.A'], `${file}:3:67`, 'by hand'],
    [['rename', 'team-a', 'x'], `${file}:2:31`, 'change its slug there'],
    [['rm', 'team-a'], `${file}:2:31`, 'take it out of the fleet there'],
    [['new', 'x', '--from', 'team-a'], `${file}:2:31`, 'call the function'],
  ])('is not edited by %s, which says where it is made', (argv, place, hint) => {
    const { project, run } = makeFleet(source)
    run('synth')
    const before = readFiles(project)
    const { status, stderr } = bottle([...argv, '--project', project])
    expect(status).toBe(1)
    expect(stderr).toContain(`${place} error BW134`)
    expect(stderr).toContain(hint)
    expect(readFiles(project)).toEqual(before)
  })

  describe('written out in the list', () => {
    const own = `import { bottle, fleet, gvproxy } from 'bottleworks'

const at = (slug: string, address: string) => gvproxy('/run/' + slug + '/g.sock', { address })
const shared = bottle('b').command('b').env({ A: 1 }).net(at('b', '127.77.0.2'))

export default fleet([
  // The first.
  bottle('a').command('a').env({ A: 1 }).net(at('a', '127.77.0.1')),
  shared,
  ...['c'].map((slug) => bottle(slug).command('c').net(at(slug, '127.77.0.3'))),
])
`

    it.each([
      [['set', 'a', 'env.A', '2'], "('a').env({ A: 1 })", "('a').env({ A: 2 })"],
      [['set', 'a', 'env.B', 'x'], "('a').env({ A: 1 })", "('a').env({ A: 1, B: 'x' })"],
      [['unset', 'a', 'env.A'], "('a').env({ A: 1 })", "('a')"],
      [['set', 'b', 'command', 'z'], "command('b')", "command('z')"],
    ])('is edited by %s, and nothing else is', (argv, old, now) => {
      const { project, run } = makeFleet(own)
      expect(run('synth').status).toBe(0)
      const before = readFiles(join(project, 'smolfiles'))
      const { status, stdout } = bottle([...argv, '--project', project])
      expect({ status, stdout }).toEqual({ status: 0, stdout: `edited ${file}\n` })
      expect(readFiles(project)[file]).toBe(own.replace(old, now))
      expect(run('synth').status).toBe(0)
      const after = readFiles(join(project, 'smolfiles'))
      const changed = Object.keys(after).filter((path) => after[path] !== before[path])
      expect(new Set(changed.map((path) => path.split('/')[0]))).toEqual(new Set([argv[1]]))
    })

    it('is not edited when it is computed', () => {
      const { project } = makeFleet(own)
      const { status, stderr } = bottle(['set', 'c', 'command', 'z', '--project', project])
      expect(status).toBe(1)
      expect(stderr).toContain(`${file}:10:39 error BW134`)
      expect(readFiles(project)[file]).toBe(own)
    })
  })

  it('is tested by its slug, and with all others', () => {
    const { project } = makeFleet(source, {
      'bottles/team.bottle-test.ts': `import { expect, test } from 'bottleworks/test'
import team from './team.bottles.ts'
test('one', () => expect(team.get('team-b')).toHave('env.A', '1'))
test('all', () => team.bottles.forEach((each) => expect(each).not.toReach({ read: '/etc' })))
test('none', () => expect(team.get('team-x')).toHave('env.A'))
`,
    })
    const { stdout, stderr } = bottle(['test', '--project', project])
    expect(stdout + stderr).toContain('the fleet has no bottle')
    expect(stdout + stderr).toContain('there are team-a, team-b')
  })

  it('is no slug for a new bottle', () => {
    const { project } = makeFleet(source)
    const { status, stderr } = bottle(['new', 'team-a', '--project', project])
    expect(status).toBe(1)
    expect(stderr).toContain(`the slug "team-a" is that of "${file}"`)
  })

  it('is completed as far as it has been written', () => {
    const { project, run } = makeFleet(source)
    run('synth')
    const { stdout } = bottle([
      'completion',
      'bash',
      '--',
      'explain',
      '--project',
      project,
      'team-',
    ])
    expect(stdout).toContain('team-a')
    expect(stdout).toContain('team-b')
  })
})
