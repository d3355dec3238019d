import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { unreachable } from '../support/clone.ts'
import { run } from '../support/command.ts'
import { makeSharedProject, writeProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The clients, of versions that are known to come from the registry as packages. */
const clients = ['pnpm@12.21.0', '@yarnpkg/cli-dist@4.18.1', 'bun@1.4.5']

interface Case {
  readonly name: string
  readonly client: 'pnpm' | 'yarn' | 'bun'
  /** What the client is told, in its file of settings. */
  readonly settings: Readonly<Record<string, string>>
  readonly add: readonly string[]
  readonly exec: readonly string[]
  /** Whether a compiler lies where the project's own programs do. */
  readonly hasCompiler: boolean
}

const pnpm = { client: 'pnpm', add: ['add', '--save-dev'], exec: ['exec'] } as const
const yarn = { client: 'yarn', add: ['add', '--dev'], exec: ['run'] } as const

const cases: readonly Case[] = [
  {
    ...pnpm,
    hasCompiler: false,
    name: 'pnpm',
    settings: { 'pnpm-workspace.yaml': 'nodeLinker: isolated\n' },
  },
  {
    ...pnpm,
    hasCompiler: true,
    name: 'pnpm, hoisted',
    settings: { 'pnpm-workspace.yaml': 'nodeLinker: hoisted\n' },
  },
  {
    ...yarn,
    hasCompiler: true,
    name: 'Yarn with node_modules',
    settings: { 'yarn.lock': '', '.yarnrc.yml': 'nodeLinker: node-modules\n' },
  },
  {
    ...yarn,
    hasCompiler: false,
    name: "Yarn with Plug'n'Play",
    settings: { 'yarn.lock': '', '.yarnrc.yml': 'nodeLinker: pnp\n' },
  },
  {
    client: 'bun',
    add: ['add', '--dev'],
    exec: ['run'],
    hasCompiler: true,
    name: 'Bun',
    settings: {},
  },
]

const badType = `import { bottle, gateway, gvproxy } from 'bottleworks'

const level: number = 'high'
export const unused = [level, gateway]
export default bottle('bad').net(gvproxy('/run/bad.sock', { address: '127.77.0.9' }))
`

describe('the package, installed by another client than npm', () => {
  const folder = makeSharedProject()
  let why: string | undefined

  /** As on the machine, but none of the client's own settings for a build server. */
  function program(name: string, argv: readonly string[], cwd: string) {
    return run(name, argv, {
      cwd,
      env: {
        ...process.env,
        CI: '',
        GITHUB_ACTIONS: '',
        XDG_CACHE_HOME: join(folder, 'cache'),
        XDG_DATA_HOME: join(folder, 'data'),
        YARN_ENABLE_GLOBAL_CACHE: 'true',
        YARN_GLOBAL_FOLDER: join(folder, 'berry'),
        YARN_ENABLE_TELEMETRY: 'false',
        YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      },
    })
  }

  beforeAll(() => {
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
    expect(program('npm', pack, root)).toMatchObject({ status: 0 })
    mkdirSync(join(folder, 'clients'))
    writeFileSync(join(folder, 'clients/package.json'), '{}')
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', ...clients]
    const { status, stderr } = program('npm', install, join(folder, 'clients'))
    if (unreachable.test(stderr)) why = 'the registry cannot be reached'
    else expect({ status, stderr }).toMatchObject({ status: 0 })
  }, 300_000)

  it.for(cases)('$name: init, synth, check and test', { timeout: 300_000 }, (each, { skip }) => {
    if (why !== undefined) skip(why)
    const project = join(folder, each.name.replace(/\W+/g, '-'))
    writeProject(project, { ...each.settings, 'package.json': '{ "private": true }\n' })
    const client = join(folder, 'clients/node_modules/.bin', each.client)
    const added = program(client, [...each.add, '../bottleworks-0.1.0.tgz'], project)
    if (unreachable.test(added.stderr + added.stdout)) skip('the registry cannot be reached')
    expect(added, added.stdout + added.stderr).toMatchObject({ status: 0 })
    const bottle = (...argv: readonly string[]) =>
      program(client, [...each.exec, 'bottleworks', ...argv], project)

    const begun = bottle('init')
    expect(begun, begun.stderr).toMatchObject({ status: 0 })
    expect(begun.stderr).toMatch(new RegExp(`next:\\n(?:.+\\n)?  ${each.client} run synth\\n`))
    const made = program(client, ['run', 'synth'], project)
    expect(made, made.stdout + made.stderr).toMatchObject({ status: 0 })
    expect(made.stdout).toContain('create smolfiles/demo/Smolfile\n')
    expect(bottle('check').stdout).toBe('the output tree is up to date: 1 bottle\n')
    expect(bottle('test').stdout).toContain('1 test passed')
    expect(bottle('init').stderr).not.toContain('next:')
    // Types are checked by the compiler of the tool, also where the project has none.
    expect(existsSync(join(project, 'node_modules/.bin/tsc'))).toBe(each.hasCompiler)

    writeProject(project, { 'bottles/bad.bottle.ts': badType })
    const bad = bottle('check', '--no-cache')
    const codes = [...(bad.stderr + bad.stdout).matchAll(/error BW105: (TS\d+)/g)]
    expect(codes.map(([, code]) => code)).toEqual(['TS2322'])
  })
})
