import { existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commit, git, initRepository } from '../review/repository.ts'
import type { Finished } from '../support/command.ts'
import { bottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { bottleSource, makeProject, quietDevice, writeProject } from '../support/project.ts'

const demo = { 'bottles/demo.bottle.ts': bottleSource('demo') }
/** A bottle with a warning. */
const warned = {
  'bottles/demo.bottle.ts': bottleSource(
    'demo',
    `.env({ API_TOKEN: 'x' })${quietDevice('/r.sock')}`,
  ),
}
const config = 'bottleworks.config.json'

function run(project: string, ...argv: readonly string[]): Finished {
  return bottle([...argv, '--project', project])
}

/** The codes and places of what is said, of a command with `--json`. */
function told({ stdout }: Finished): readonly string[] {
  const { diagnostics } = JSON.parse(stdout)
  return diagnostics.map((each: Record<string, unknown>) =>
    [each.code, each.file, each.line, each.column].filter((part) => part !== undefined).join(':'),
  )
}

describe('a configuration', () => {
  it.each([
    [config, (keys: object) => ({ [config]: JSON.stringify(keys) })],
    ['package.json', (keys: object) => ({ 'package.json': JSON.stringify({ bottleworks: keys }) })],
  ])('in %s says where things are and what fails, and flags win', (_name, files) => {
    const keys = { out: 'build/tree', bottles: 'agents', strict: true }
    const project = makeProject({
      'agents/demo.bottle.ts': warned['bottles/demo.bottle.ts'],
      ...files(keys),
    })
    expect(run(project, 'synth').status).toBe(1)
    expect(run(project, 'synth', '--no-strict').status).toBe(0)
    expect(existsSync(join(project, 'build/tree/demo/Smolfile'))).toBe(true)
    expect(existsSync(join(project, 'smolfiles'))).toBe(false)
    expect(run(project, 'check', '--no-strict').status).toBe(0)
    expect(run(project, 'check').status).toBe(1)
    expect(run(project, 'synth', '--no-strict', '--out', 'other').status).toBe(0)
    expect(existsSync(join(project, 'other/demo/Smolfile'))).toBe(true)
    expect(run(project, 'new', 'more').status).toBe(0)
    expect(existsSync(join(project, 'agents/more.bottle.ts'))).toBe(true)
  })

  it('lets diff fail as it says, and the flag wins', () => {
    const open = bottleSource('demo', ".env({ NO_PROXY: '*' }).net(gvproxy('/r.sock'))")
    const project = makeProject({
      'bottles/demo.bottle.ts': open,
      [config]: '{ "failOn": "any" }',
    })
    expect(run(project, 'diff').status).toBe(2)
    writeProject(project, { [config]: '{}' })
    expect(run(project, 'diff').status).toBe(0)
    expect(run(project, 'diff', '--fail-on', 'widens').status).toBe(2)
  })

  it.each([
    ['{ "out": "../x" }', 'BW150:bottleworks.config.json:1:3'],
    ['{\n  "out": "/x"\n}', 'BW150:bottleworks.config.json:2:3'],
    ['{ "out": "a/../b" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "./a" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "a/" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "a//b" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "a\\\\b" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "a\\nb" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "." }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": ".git/x" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": ".GitHub" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "a/.git/hooks" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "bottles": ".github/workflows" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "bottles" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "bottles/out" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "bottles": "smolfiles/x" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "\u2028/../../escaped" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "\u2029/../bottles" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "bottles": "\u2028/../../other" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": ".g\u200cit/hooks" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "git~1/hooks" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": ".git " }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": ".git." }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "BOTTLES" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "\\ud800" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": "node_modules/x" }', 'BW150:bottleworks.config.json:1:3'],
    [`{ "out": "${'x'.repeat(300)}" }`, 'BW150:bottleworks.config.json:1:3'],
    ['{ "out": 1 }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "strict": "yes" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "failOn": "narrows" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "failOnParts": [] }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "failOnParts": "secrets" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "failOnParts": ["secrts"] }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "requires": "nonsense" }', 'BW150:bottleworks.config.json:1:3'],
    ['{ "requires": ">=999" }', 'BW151:bottleworks.config.json:1:3'],
    ['{ "strcit": true }', 'BW150:bottleworks.config.json:1:3'],
    ['[]', 'BW150:bottleworks.config.json:1:1'],
    ['null', 'BW150:bottleworks.config.json:1:1'],
    ['{', 'BW150:bottleworks.config.json:1:2'],
    ['', 'BW150:bottleworks.config.json:1:1'],
    [`{ "out": ${'['.repeat(50_000)}${']'.repeat(50_000)} }`, 'BW150:bottleworks.config.json'],
    ['{ "__proto__": { "strict": true } }', 'BW150:bottleworks.config.json:1:3'],
  ])('%.60s is refused at its place, and nothing is written', (text, place) => {
    const project = makeProject({ ...demo, [config]: text })
    for (const command of ['synth', 'check', 'diff', 'list', 'init']) {
      const finished = run(project, command, '--json')
      expect(finished.status, command).toBe(1)
      expect(told(finished).map((each) => each.slice(0, place.length))).toEqual([place])
    }
    expect(run(project, 'new', 'more', '--json').status).toBe(1)
    expect(existsSync(join(project, 'smolfiles'))).toBe(false)
    expect(existsSync(join(project, 'bottles/more.bottle.ts'))).toBe(false)
  })

  it('names what is wrong and what is allowed', () => {
    const project = makeProject({ ...demo, [config]: '{ "strcit": true, "out": "../x" }' })
    const { stderr } = run(project, 'check')
    expect(stderr).toContain('there is no key "strcit"')
    expect(stderr).toContain('did you mean strict?')
    expect(stderr).toContain('out is "../x"; it must be a normalized path inside the project')
    writeProject(project, { [config]: '{ "requires": ">=999" }' })
    expect(run(project, 'check').stderr).toMatch(/requires bottleworks ">=999"; this is \d+\./)
  })

  it('does not lead to bottle files behind a link', () => {
    const elsewhere = makeProject({
      'secret.bottle.ts': "const a: 'x' = 'hunter2'\nexport default a\n",
    })
    const project = makeProject({ [config]: '{ "bottles": "link/inner" }' })
    symlinkSync(elsewhere, join(project, 'link'))
    for (const keys of ['{ "bottles": "link/inner" }', '{ "bottles": "link" }']) {
      writeProject(project, { [config]: keys })
      for (const argv of [['check'], ['list'], ['new', 'more'], ['rename', 'a', 'b'], ['init']]) {
        const finished = run(project, ...argv)
        expect(finished.status, argv.join(' ')).toBe(1)
        expect(finished.stderr).toContain('"link" is a symbolic link, which is not followed')
        expect(finished.stdout + finished.stderr).not.toMatch(/hunter2|secret/)
      }
    }
  })

  it('stands in one place, and is no link to a file elsewhere', () => {
    const both = { [config]: '{}', 'package.json': '{ "bottleworks": {} }' }
    const project = makeProject({ ...demo, ...both })
    expect(told(run(project, 'check', '--json'))).toEqual([`BW152:${config}`])
    const linked = makeProject(demo)
    const secret = makeProject({ secret: 'hunter2\n' })
    symlinkSync(join(secret, 'secret'), join(linked, config))
    const { status, stderr } = run(linked, 'check')
    expect(status).toBe(1)
    expect(stderr).not.toContain('hunter2')
  })
})

/** A repository whose main branch has a bottle and `files`, synthesized. */
function makeBase(files: Files): string {
  const project = makeProject({ ...warned, ...files })
  initRepository(project)
  expect(run(project, 'synth', '--no-strict').status).toBe(0)
  commit(project)
  return project
}

function synthesize(project: string, files: Files): void {
  writeProject(project, files)
  expect(run(project, 'synth', '--no-strict').status).toBe(0)
  commit(project)
}

describe('a key that stands twice in a configuration is an error at its place', () => {
  it.each([
    [
      'of the configuration',
      { [config]: '{ "strict": true,\n  "strict": false }' },
      `${config}:2:3`,
    ],
    [
      'written otherwise',
      { [config]: '{ "strict": true, "\\u0073trict": true }' },
      `${config}:1:19`,
    ],
    ['of what editors read', { [config]: '{ "$schema": "a", "$schema": "a" }' }, `${config}:1:19`],
    ['that no object has', { [config]: '{ "__proto__": 1, "__proto__": 1 }' }, `${config}:1:19`],
    [
      'in package.json',
      { 'package.json': '{ "bottleworks": {\n "out": "a", "strict": true, "out": "b" } }' },
      'package.json:2:30',
    ],
    [
      'that is the one in package.json',
      { 'package.json': '{ "bottleworks": { "strict": true },\n"bottleworks": {} }' },
      'package.json:2:1',
    ],
  ] as const)('%s', (_what, files, place) => {
    const project = makeProject({ ...demo, ...files })
    const finished = run(project, 'check', '--json')
    expect(told(finished)).toContain(`BW150:${place}`)
    expect(finished.status).toBe(1)
  })

  it('but not where it is none of the configuration', () => {
    const files = {
      'package.json': `{ "a": 1, "a": { "bottleworks": 1, "bottleworks": 1 },
  "x": "\\"strict\\": 1, \\\\", "bottleworks": { "strict": false, "out": "a : b" } }`,
    }
    const project = makeProject({ ...demo, ...files })
    expect(run(project, 'synth').status).toBe(0)
    const deep = `{ "bottleworks": {}, "x": ${'['.repeat(9000)}${']'.repeat(9000)}`
    writeProject(project, { 'package.json': `${deep}, "bottleworks": {} }` })
    expect(run(project, 'check').stderr).toContain('stands twice')
  })
})

describe('a branch that changes its configuration', () => {
  it('does not pass the gate of its base by turning strict off', () => {
    const project = makeBase({ [config]: '{ "strict": true }' })
    expect(run(project, 'check', '--base', 'main').status).toBe(1)
    synthesize(project, { [config]: '{ "strict": false }' })
    expect(run(project, 'check').status).toBe(0)
    expect(run(project, 'check', '--base', 'main~1').status).toBe(1)
    rmSync(join(project, config))
    expect(run(project, 'check', '--base', 'main~1').status).toBe(1)
    expect(run(project, 'check', '--base', 'main~1', '--no-strict').status).toBe(0)
  })

  it('does not pass by a weaker failOn, and both are findings that widen', () => {
    const project = makeBase({ [config]: '{ "strict": true, "failOn": "any" }' })
    synthesize(project, { [config]: '{}' })
    const finished = run(project, 'diff', '--base', 'main~1', '--json')
    expect(finished.status).toBe(2)
    const { summary, configuration } = JSON.parse(finished.stdout)
    expect(summary).toMatchObject({ widens: 2 })
    expect(configuration).toMatchObject({
      file: config,
      findings: [
        { path: 'strict', class: 'widens', before: true, after: false },
        { path: 'failOn', class: 'widens', before: 'any' },
      ],
    })
    for (const flags of [['--markdown'], []]) {
      expect(run(project, 'diff', '--base', 'main~1', ...flags).stdout).toContain(
        'warnings do not fail like errors any more',
      )
    }
    const [html, sarif] = [join(project, 'r.html'), join(project, 'r.sarif')]
    run(project, 'diff', '--base', 'main~1', '--html', html, '--sarif', sarif)
    for (const report of [html, sarif]) expect(readFileSync(report, 'utf8')).toContain('failOn')
    expect(run(project, 'diff', '--base', 'main~1', '--fail-on', 'widens').status).toBe(2)
  })

  it('does not pass by fewer parts to fail on, nor by any where the base names none', () => {
    const open = bottleSource('demo', ".env({ NO_PROXY: '*' }).net(gvproxy('/r.sock'))")
    const passes = '{ "failOn": "widens", "failOnParts": ["image"] }'
    for (const base of ['{ "failOn": "widens" }', passes.replace('image', 'variables')]) {
      const project = makeBase({ [config]: base })
      synthesize(project, { [config]: passes, 'bottles/demo.bottle.ts': open })
      const finished = run(project, 'diff', '--base', 'main~1', '--json')
      expect(finished.status).toBe(2)
      const { findings } = JSON.parse(finished.stdout).configuration
      expect(findings).toMatchObject([{ path: 'failOnParts', class: 'widens', after: ['image'] }])
      // In the next change, the parts are what the base says.
      commit(project)
      expect(run(project, 'diff', '--base', 'main', '--fail-on', 'any').status).toBe(0)
    }
  })

  it('passes when the base is limited to other parts', () => {
    const limited = '{ "failOn": "widens", "failOnParts": ["image"] }'
    const project = makeBase({ [config]: limited })
    const open = bottleSource('demo', ".env({ NO_PROXY: '*' }).net(gvproxy('/r.sock'))")
    synthesize(project, { 'bottles/demo.bottle.ts': open })
    const argv = ['diff', '--base', 'main~1']
    expect(run(project, ...argv).status).toBe(0)
    expect(run(project, ...argv, '--fail-on-part', 'variables').status).toBe(2)
  })

  it('is stricter when it says so itself', () => {
    const project = makeBase({})
    synthesize(project, { [config]: '{ "strict": true, "failOn": "any" }' })
    expect(run(project, 'check', '--base', 'main~1').status).toBe(1)
    const finished = run(project, 'diff', '--base', 'main~1', '--json')
    expect(finished.status).toBe(2)
    expect(JSON.parse(finished.stdout).summary).toMatchObject({ widens: 0, narrows: 2 })
  })

  it('is compared with the tree where the base has it, and leaves none behind', () => {
    const project = makeBase({ [config]: '{ "failOn": "widens" }' })
    const moved = {
      [config]: '{ "out": "generated" }',
      'bottles/demo.bottle.ts': bottleSource(
        'demo',
        ".env({ NO_PROXY: '*' }).net(gvproxy('/r.sock'))",
      ),
    }
    synthesize(project, moved)
    expect(told(run(project, 'diff', '--base', 'main~1', '--json'))).toEqual(['BW153:smolfiles'])
    expect(told(run(project, 'check', '--base', 'main~1', '--json'))).toContain('BW153:smolfiles')
    rmSync(join(project, 'smolfiles'), { recursive: true })
    const finished = run(project, 'diff', '--base', 'main~1', '--json')
    expect(finished.status).toBe(2)
    const { bottles, configuration } = JSON.parse(finished.stdout)
    expect(bottles[0].findings.map(({ path }: { path: string }) => path)).toContain('env.NO_PROXY')
    expect(configuration.findings.map(({ path }: { path: string }) => path)).toEqual([
      'out',
      'failOn',
    ])
  })

  it('leaves a tree behind whether or not its manifests are still there', () => {
    const project = makeBase({})
    synthesize(project, { [config]: '{ "out": "generated" }' })
    rmSync(join(project, 'smolfiles/demo/manifest.json'))
    expect(told(run(project, 'diff', '--base', 'main~1', '--json'))).toEqual(['BW153:smolfiles'])
  })

  it('cannot put another folder, repository or name in the place of its base', () => {
    const outer = makeProject()
    const inner = join(outer, 'sub')
    writeProject(inner, { ...warned, [config]: '{ "strict": true, "failOn": "widens" }' })
    initRepository(outer)
    expect(run(inner, 'synth', '--no-strict').status).toBe(0)
    commit(outer)
    git(outer, 'branch', 'base')
    const widened = bottleSource('demo', ".env({ NO_PROXY: '*' }).net(gvproxy('/r.sock'))")
    writeProject(inner, { 'bottles/demo.bottle.ts': widened })
    rmSync(join(inner, config))
    expect(run(inner, 'synth').status).toBe(0)
    commit(outer)
    const gates = (...argv: readonly string[]) =>
      ['diff', 'check'].map((command) => run(inner, command, '--base', 'base', ...argv).status)
    expect(gates()).toEqual([2, 1])

    git(outer, 'replace', 'base', 'main')
    expect(gates()).toEqual([2, 1])
    const env = { GIT_DIR: join(outer, '.git') }
    expect(bottle(['diff', '--base', 'base', '--project', inner], { env }).status).toBe(2)
    git(outer, 'tag', 'base', 'main')
    expect(run(inner, 'diff', '--base', 'base').stderr).toContain('the name is ambiguous')
    git(outer, 'tag', '-d', 'base')

    git(outer, 'init', '--quiet', '--bare', join(outer, 'bare'))
    git(outer, 'push', '--quiet', join(outer, 'bare'), 'main:base')
    for (const name of ['HEAD', 'config', 'objects', 'refs']) {
      renameSync(join(outer, 'bare', name), join(inner, name))
    }
    expect(gates()).toEqual([2, 1])
    for (const name of ['HEAD', 'config', 'objects', 'refs']) {
      rmSync(join(inner, name), { recursive: true })
    }

    renameSync(inner, join(outer, 'moved'))
    symlinkSync('moved', inner)
    expect(gates()).toEqual([1, 1])
    expect(run(join(outer, 'moved'), 'diff', '--base', 'base').status).toBe(2)
  })

  it('does not escape the gate by deleting bottles/ under --project', () => {
    const outer = makeProject({ 'bottles/other.bottle.ts': bottleSource('other') })
    const inner = makeProject({ ...warned, [config]: '{ "strict": true }' }, outer)
    initRepository(outer)
    expect(run(inner, 'synth', '--no-strict').status).toBe(0)
    commit(outer)
    expect(run(inner, 'check', '--base', 'main').status).toBe(1)
    renameSync(join(inner, 'bottles'), join(outer, 'gone'))
    const finished = run(inner, 'check', '--base', 'main', '--json')
    expect(finished.status).toBe(1)
    expect(told(finished)).toEqual(['BW120'])
  })

  it('is not judged when the configuration of the base cannot be read', () => {
    const project = makeBase({})
    writeProject(project, { [config]: '{ "strict": 1 }' })
    commit(project)
    synthesize(project, { [config]: '{}' })
    const place = `BW150:main~1:${config}:1:3`
    expect(told(run(project, 'diff', '--base', 'main~1', '--json'))).toEqual([place])
    expect(told(run(project, 'check', '--base', 'main~1', '--json'))).toContain(place)
    const { diagnostics } = JSON.parse(run(project, 'diff', '--base', 'main~1', '--json').stdout)
    expect(diagnostics).toMatchObject([
      {
        message:
          'the configuration of the base cannot be used: strict is 1; it must be true or false',
        hint: expect.stringContaining('repair it there'),
      },
    ])
    const sarif = join(project, 'r.sarif')
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project }
    for (const argv of [['diff', '--sarif', sarif], ['check']]) {
      const all = [...argv, '--base', 'main~1', '--project', project]
      const annotations = bottle(all, { env }).stderr.match(/^::error.*BW150.*$/gm)
      expect(annotations).toEqual([expect.stringMatching(/^::error title=BW150::main~1:/)])
    }
    // A result must have a file: it is the project's own, at no line.
    const places = readFileSync(sarif, 'utf8').match(/"artifactLocation": \{[^}]*\}\s*[,}]/g)
    expect(places).toEqual([expect.stringMatching(`"uri": "${config}"[^}]*}\\s*}$`)])
    expect(told(run(project, 'check', '--base', 'nowhere', '--json'))).toEqual([
      'BW140',
      'BW033:bottles/demo.bottle.ts:4:4',
    ])
  })
})
