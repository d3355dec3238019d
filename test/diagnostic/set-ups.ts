import { execFileSync } from 'node:child_process'
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { renameBottle } from '../../src/codemod/rename-bottle.ts'
import type { ProjectContext } from '../../src/project/context.ts'
import { commit, git, initRepository, stageEntries } from '../review/repository.ts'
import { startBottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { bottleSource, writeProject } from '../support/project.ts'

/** What set-ups are made with. */
export interface Place {
  /** A context of a project without files, for what evaluation alone shows. */
  readonly context: ProjectContext
  /** A folder for projects, which is removed in the end. */
  readonly folder: string
}

/**
 * Builds the situation that an entry of the catalogue calls bad, or the one that it calls good, and
 * gives the codes that come of it.
 */
export type SetUp = (kind: 'bad' | 'good', place: Place) => Promise<readonly string[]>

const net = ".net(gvproxy('/run/web.sock', { address: '127.77.0.5' }))"
const web = bottleSource('web', net)
const withLog = bottleSource('web', `.env({ LOG: 'info' })${net}`)
const preset = `import type { BottleBuilder } from 'bottleworks'

export const quiet = (builder: BottleBuilder) => builder.env({ LOG: 'error' })
`
const presetAlone = usingPreset('.use(quiet)')
const presetAndOwn = usingPreset(".use(quiet).env({ LOG: 'info' })")

/** The device of a second bottle. */
function api(socket = '/run/api.sock', address = '127.77.0.6'): string {
  return `.net(gvproxy('${socket}', { address: '${address}' }))`
}

function usingPreset(calls: string): string {
  const importing = "import { quiet } from './quiet.ts'\n"
  return importing + bottleSource('web', `${calls}${net}`)
}

export const setUps: Readonly<Record<string, SetUp>> = {
  BW002: (kind, place) =>
    load(place, { 'bottles/web.bottle.ts': bottleSource(kind === 'bad' ? 'api' : 'web', net) }),

  BW003: (kind, place) => {
    const slug = kind === 'bad' ? 'web' : 'web-staging'
    const other = bottleSource(slug, api('/run/staging.sock'))
    return load(place, {
      'bottles/web.bottle.ts': web,
      [`bottles/staging/${slug}.bottle.ts`]: other,
    })
  },

  BW013: (kind, place) =>
    load(place, {
      'bottles/web.bottle.ts': web,
      'bottles/api.bottle.ts': bottleSource(
        'api',
        api(kind === 'bad' ? '/run/web.sock' : undefined),
      ),
    }),

  BW015: (kind, place) => {
    const address = kind === 'bad' ? '127.77.0.5' : undefined
    return load(place, {
      'bottles/web.bottle.ts': web,
      'bottles/api.bottle.ts': bottleSource('api', api(undefined, address)),
    })
  },

  BW020: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    await run(project, 'synth')
    const file = 'smolfiles/web/gvproxy.yaml'
    const text = readFileSync(join(project, file), 'utf8')
    const address = kind === 'bad' ? '127.0.0.1' : '127.77.0.5'
    writeProject(project, { [file]: text.replace('127.77.0.5', address) })
    return run(project, 'vet', file)
  },

  BW070: async (kind, place) => {
    const project = makeProject(place, { Smolfile: 'cpus = 2\n' })
    return run(project, 'vet', kind === 'bad' ? 'Smolfil' : 'Smolfile')
  },

  BW073: async (kind, place) => {
    const before = kind === 'bad' ? 'cpus = 4.0\n' : 'cpus = 4\n'
    return run(makeProject(place, { before, after: 'cpus = 2\n' }), 'diff', 'before', 'after')
  },

  BW100: (kind, place) => {
    const source = `import ca from './ca.pem' with { type: 'text' }
${bottleSource('web', `.env({ CA: ca })${net}`)}`
    const certificate = kind === 'bad' ? {} : { 'bottles/ca.pem': 'certificate\n' }
    return load(place, { 'bottles/web.bottle.ts': source, ...certificate })
  },

  BW103: (kind, place) => {
    const back = "import { base } from './base.ts'\nexport const sizes = [base]\n"
    return load(place, {
      'bottles/web.bottle.ts': `import './base.ts'\n${web}`,
      'bottles/base.ts': "export { sizes } from './sizes.ts'\nexport const base = 1\n",
      'bottles/sizes.ts': kind === 'bad' ? back : 'export const sizes = [1]\n',
    })
  },

  BW105: (kind, place) => {
    const value = kind === 'bad' ? "'4'" : '4'
    const source = `${web}export const jobs: number = ${value}\n`
    return run(makeProject(place, { 'bottles/web.bottle.ts': source }), 'check')
  },

  BW106: (kind, place) => {
    const parts = Array.from({ length: 5 }, (_, index) => `part${index}.ts`)
    const name = kind === 'bad' ? 'x'.repeat(900_000) : 'toString()'
    const part = `export type N = 1\nexport const f = () => ({}).${name}\n`
    const imports = parts.map((name) => `import type {} from './${name}'\n`)
    const project = makeProject(place, {
      'bottles/web.bottle.ts': imports.join('') + web,
      ...Object.fromEntries(parts.map((name) => [`bottles/${name}`, part])),
    })
    return run(project, 'check')
  },

  BW108: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    expectClean(await run(project, 'synth'))
    if (kind === 'bad') writeProject(project, { 'bottles/old.bottle.js': '' })
    return run(project, 'check')
  },

  BW116: (kind, place) => {
    // One file under many names: the sources are 1.2 GiB, and the disk holds 1 MiB of it.
    const count = kind === 'bad' ? 600 : 1
    const imports = Array.from({ length: count }, (_, index) => `import './${index}.txt'\n`)
    const project = makeProject(place, {
      'bottles/web.bottle.ts': imports.join('') + web,
      'bottles/0.txt': 'x'.repeat(kind === 'bad' ? 2 ** 20 : 1),
    })
    for (let index = 1; index < count; index++) {
      linkSync(join(project, 'bottles/0.txt'), join(project, `bottles/${index}.txt`))
    }
    return run(project, 'check', '--no-types')
  },

  BW117: (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    const env = kind === 'bad' ? { NODE_OPTIONS: '--jitless', BOTTLEWORKS_EVALUATE: 'sandbox' } : {}
    return runWith({ cwd: project, env }, 'check', '--no-types')
  },

  BW120: (kind, place) =>
    run(makeProject(place, kind === 'bad' ? {} : { 'bottles/web.bottle.ts': web }), 'synth'),

  BW121: (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    return run(project, 'synth', '--only', kind === 'bad' ? 'wbe' : 'web')
  },

  BW122: (kind, place) => {
    const test = `import { test } from 'bottleworks/test'\ntest('web', () => {})\n`
    const tests = kind === 'bad' ? {} : { 'bottles/web.bottle-test.ts': test }
    return run(makeProject(place, { 'bottles/web.bottle.ts': web, ...tests }), 'test')
  },

  BW130: (kind, place) => {
    const count = kind === 'bad' ? 6000 : 60
    const variables = Array.from({ length: count }, (_, index) => `"V${index}=1"`)
    const project = makeProject(place, { 'web.smolfile': `env = [${variables.join(', ')}]\n` })
    return run(project, 'import', 'web.smolfile')
  },

  BW131: (kind, place) => {
    const project = makeProject(place, { '---.smolfile': 'cpus = 2\n' })
    return run(project, 'import', ...(kind === 'bad' ? [] : ['--as', 'web']), './---.smolfile')
  },

  BW132: (kind, place) => {
    const files = { 'web.smolfile': 'cpus = 2\n', 'bottles/web.bottle.ts': web }
    const options = kind === 'bad' ? [] : ['--force']
    return run(makeProject(place, files), 'import', ...options, 'web.smolfile')
  },

  BW133: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    expectClean(await run(project, 'synth'))
    const confirm = async () => {
      if (kind === 'bad') writeProject(project, { 'bottles/web.bottle.ts': `${web}// saved\n` })
      return true
    }
    const { diagnostics } = await renameBottle({ from: 'web', to: 'site', project, confirm })
    return diagnostics.map(({ code }) => code)
  },

  BW134: (kind, place) => {
    const source = kind === 'bad' ? presetAlone : withLog
    const files = { 'bottles/web.bottle.ts': source, 'bottles/quiet.ts': preset }
    return run(makeProject(place, files), 'set', 'web', 'env.LOG', 'debug')
  },

  BW135: (kind, place) => {
    const source = kind === 'bad' ? presetAndOwn : withLog
    const files = { 'bottles/web.bottle.ts': source, 'bottles/quiet.ts': preset }
    return run(makeProject(place, files), 'unset', 'web', 'env.LOG')
  },

  BW136: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    if (kind === 'good') expectClean(await run(project, 'synth'))
    return run(project, 'rename', '--yes', 'web', 'site')
  },

  BW137: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    expectClean(await run(project, 'synth'))
    if (kind === 'bad') writeProject(project, { 'smolfiles/evil/Smolfile': 'cpus = 1\n' })
    return run(project, 'check')
  },

  BW138: async (kind, place) => {
    const attribute = kind === 'bad' ? 'linguist-generated' : 'text eol=lf'
    const project = makeProject(place, {
      'bottles/web.bottle.ts': web,
      '.gitattributes': `smolfiles/** ${attribute}\n`,
    })
    expectClean(await run(project, 'synth'))
    initRepository(project)
    return run(project, 'check')
  },

  BW139: async (kind, place) => {
    const site = bottleSource('site')
    const user = kind === 'bad' ? `import web from './web.bottle.ts'\nvoid web\n${site}` : site
    const project = makeProject(place, {
      'bottles/web.bottle.ts': web,
      'bottles/site.bottle.ts': user,
    })
    return run(project, 'rm', 'web')
  },

  BW140: (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    const git = (...argv: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@a.example', ...argv], {
        cwd: project,
        stdio: 'ignore',
      })
    git('init')
    git('add', '.')
    git('commit', '--message', 'Add a bottle')
    return run(project, 'diff', '--base', kind === 'bad' ? 'release-9' : 'HEAD')
  },

  BW141: (kind, place) => {
    const outer = makeProject(place, {})
    const project = join(outer, 'inner')
    writeProject(project, { 'bottles/web.bottle.ts': web })
    for (const folder of [outer, project]) initRepository(folder)
    commit(project)
    const named = kind === 'bad' ? [] : ['--repository', project]
    return run(project, 'diff', '--base', 'HEAD', ...named)
  },

  BW142: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    expectClean(await run(project, 'synth'))
    initRepository(project)
    commit(project)
    const path = 'bottles/web.bottle.ts'
    if (kind === 'bad') {
      const [, , id = ''] = git(project, 'ls-tree', 'HEAD', path).split(/\s+/)
      stageEntries(project, `0 ${'0'.repeat(40)}\t${path}\n100644 ${id} 2\t${path}\n`)
    }
    return run(project, 'check', '--staged')
  },

  BW150: (kind, place) => {
    const out = kind === 'bad' ? '../elsewhere' : 'generated'
    return run(configured(place, { out }), 'check')
  },

  BW151: (kind, place) => {
    return run(configured(place, { requires: kind === 'bad' ? '>=999' : '>=0.1' }), 'check')
  },

  BW152: (kind, place) => {
    const project = configured(place, {})
    if (kind === 'bad') writeProject(project, { 'package.json': '{ "bottleworks": {} }' })
    return run(project, 'check')
  },

  BW153: async (kind, place) => {
    const project = configured(place, {})
    expectClean(await run(project, 'synth'))
    initRepository(project)
    commit(project)
    writeProject(project, { 'bottleworks.config.json': '{ "out": "generated" }' })
    if (kind === 'good') rmSync(join(project, 'smolfiles'), { recursive: true })
    expectClean(await run(project, 'synth'))
    return run(project, 'diff', '--base', 'main')
  },

  BW154: (kind, place) => {
    const key = kind === 'bad' ? 'adresses' : 'addresses'
    const ceiling = JSON.stringify({ [key]: ['10.0.0.0/8'] })
    const project = makeProject(place, { 'bottles/web.bottle.ts': web, 'ceiling.json': ceiling })
    return run(project, 'reach', '--within', join(project, 'ceiling.json'))
  },

  BW155: (kind, place) => {
    const warnings = [{ bottle: 'web', code: kind === 'bad' ? 'BW012' : 'BW017' }]
    const baseline = JSON.stringify({ baseline: 1, warnings })
    const files = { 'bottles/web.bottle.ts': web, 'bottleworks.baseline.json': baseline }
    return run(makeProject(place, files), 'check')
  },

  BW160: (kind, place) => run(ruled(place, [kind === 'bad' ? 'Egress' : 'acme/egress']), 'check'),

  BW161: (kind, place) =>
    run(ruled(place, ['acme/egress', kind === 'bad' ? 'acme/egress' : 'acme/mounts']), 'check'),

  BW162: (kind, place) => {
    const other = ruled(place, ['acme/egress'], 'return')
    const project = ruled(place, [kind === 'bad' ? 'acme/egress' : 'acme/other'])
    return run(project, 'check', '--policies', join(other, 'policies'))
  },

  BW163: async (kind, place) => {
    const project = ruled(place, ['acme/env'], "report('env', 'it is there')")
    const accepting = web.replace('.net(', ".acknowledge('acme/env', 'it is right').net(")
    initRepository(project)
    if (kind === 'good') writeProject(project, { 'bottles/web.bottle.ts': accepting })
    if (kind === 'good') expectClean(await run(project, 'synth'))
    commit(project)
    writeProject(project, { 'bottles/web.bottle.ts': accepting })
    expectClean(await run(project, 'synth'))
    return run(project, 'check', '--base', 'main', '--policies', join(project, 'policies'))
  },

  BW164: (kind, place) => {
    const count = kind === 'bad' ? 2_001 : 2
    const project = makeProject(place, {
      'policies/all.policy.ts': `import { fleetPolicy } from 'bottleworks/policy'
export default fleetPolicy('acme/all', {}, () => {})
`,
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `bottles/m${index}.bottle.ts`,
          bottleSource(
            `m${index}`,
            `.net(gvproxy('/run/m${index}.sock', { address: '${addressOf(index)}' }))`,
          ),
        ]),
      ),
    })
    return run(project, 'check', '--no-types')
  },

  BW170: async (kind, place) => {
    const project = makeProject(place, {
      'bottles/web.bottle.ts': web,
      'bottles/web.bottle-test.ts': `import { expect, test } from 'bottleworks/test'
import web from './web.bottle.ts'
test('web', () => expect(web).toHave('name', '${kind === 'bad' ? 'other' : 'claude-bottle-web'}'))
`,
    })
    const { stdout } = await startBottle(['test', '--json'], { cwd: project }).finished
    const { ok } = JSON.parse(stdout) as { ok: boolean }
    return ok ? [] : ['BW170']
  },

  BW200: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    expectClean(await run(project, 'synth'))
    if (kind === 'bad') writeProject(project, { 'smolfiles/web/Smolfile': 'name = "mine"\n' })
    return run(project, 'synth')
  },

  BW201: (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web, 'other/file': '' })
    const smolfiles = join(project, 'smolfiles')
    if (kind === 'bad') symlinkSync('other', smolfiles)
    else mkdirSync(smolfiles)
    return run(project, 'synth')
  },

  BW202: (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    const smolfiles = join(project, 'smolfiles')
    if (kind === 'bad') writeFileSync(smolfiles, '')
    else mkdirSync(smolfiles)
    return run(project, 'synth')
  },

  BW203: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    expectClean(await run(project, 'synth'))
    const version = kind === 'bad' ? 3 : 2
    const path = join(project, 'smolfiles/web/manifest.json')
    const text = readFileSync(path, 'utf8').replace('"manifest": 2', `"manifest": ${version}`)
    writeFileSync(path, text)
    return run(project, 'synth')
  },

  BW205: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    expectClean(await run(project, 'synth'))
    for (const shard of kind === 'bad' ? ['1/2'] : ['1/2', '2/2'])
      expectClean(await run(project, 'check', '--shard', shard, '--shard-dir', 'records'))
    return run(project, 'check', '--join', 'records')
  },

  BW206: async (kind, place) => {
    const project = makeProject(place, { 'bottles/web.bottle.ts': web })
    expectClean(await run(project, 'synth'))
    expectClean(await run(project, 'check', '--shard', '1/1', '--shard-dir', 'records'))
    if (kind === 'bad') writeProject(project, { 'bottles/web.bottle.ts': withLog })
    return run(project, 'check', '--join', 'records')
  },
}

/** A project with a bottle and a configuration. */
function configured(place: Place, configuration: object): string {
  return makeProject(place, {
    'bottles/web.bottle.ts': web,
    'bottleworks.config.json': JSON.stringify(configuration),
  })
}

function makeProject({ folder }: Place, files: Files): string {
  const project = mkdtempSync(join(folder, 'project-'))
  writeProject(project, files)
  return project
}

let turn: Promise<unknown> = Promise.resolve()

/** The codes that the files would give, if they were those of a project. */
export async function load({ context }: Place, files: Files): Promise<readonly string[]> {
  // A context does one thing at a time.
  const loaded = turn.then(() => context.load({ drafts: new Map(Object.entries(files)) }))
  turn = loaded
  const { diagnostics } = await loaded
  return diagnostics.map(({ code }) => code)
}

async function run(project: string, ...argv: readonly string[]): Promise<readonly string[]> {
  return runWith({ cwd: project }, ...argv)
}

async function runWith(
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
  ...argv: readonly string[]
): Promise<readonly string[]> {
  const { stdout, stderr } = await startBottle([...argv, '--json'], options).finished
  if (!stdout.startsWith('{')) throw new Error(`no document but: ${stdout}${stderr}`)
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string }[] }
  return diagnostics.map(({ code }) => code)
}

/** A project with a bottle, and policies of these names. */
function ruled(place: Place, names: readonly string[], body = ''): string {
  const policies = names.map((name, index) => [
    `policies/p${index}.policy.ts`,
    `import { policy } from 'bottleworks/policy'
export default policy('${name}', { acknowledgeable: true }, ({ report }) => { ${body} })
`,
  ])
  return makeProject(place, { 'bottles/web.bottle.ts': web, ...Object.fromEntries(policies) })
}

function addressOf(index: number): string {
  return `127.78.${Math.floor(index / 250)}.${(index % 250) + 1}`
}

function expectClean(codes: readonly string[]): void {
  if (codes.length > 0) throw new Error(`the situation cannot be built: ${codes.join(', ')}`)
}
