import { cpSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { run } from '../support/command.ts'
import { relativeLinks } from '../support/markdown.ts'
import { makeProject, makeSharedProject, quietDevice, writeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const tsc = join(root, 'node_modules/.bin/tsc')

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

const project = {
  'package.json': '{ "private": true, "type": "module" }\n',
  'tsconfig.json': `{
  "compilerOptions": {
    "strict": true,
    "target": "es2022",
    "module": "nodenext",
    "allowImportingTsExtensions": true,
    "noEmit": true,
    "types": []
  },
  "include": ["bottles"]
}
`,
  'bottles/presets/agent.ts': `import { type BottleBuilder, viaGateway } from 'bottleworks'

export const agent = (builder: BottleBuilder): BottleBuilder =>
  builder.use(viaGateway({ ca: '/etc/ca.pem', noProxy: [] }))
`,
  'bottles/settings.json': '{ "LEVEL": "info", "DEPTH": 3 }\n',
  'bottles/ca.pem': certificate,
  'bottles/demo.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
import ca from './ca.pem' with { type: 'text' }
import { agent } from './presets/agent.ts'
import settings from './settings.json' with { type: 'json' }

export default bottle('demo')
  .use(agent)
  .unset('HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'NO_PROXY', 'no_proxy')
  .env({ ...settings, CA: ca })
  ${quietDevice('/run/demo.sock')}
`,
}

const smolfile = `name = "claude-bottle-demo"
command = ["sleep", "infinity"]
env = ["CA=-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n", "CURL_CA_BUNDLE=/etc/ca.pem", "DEPTH=3", "GIT_SSL_CAINFO=/etc/ca.pem", "LEVEL=info", "NODE_EXTRA_CA_CERTS=/etc/ca.pem", "REQUESTS_CA_BUNDLE=/etc/ca.pem", "SSL_CERT_FILE=/etc/ca.pem"]

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "/run/demo.sock"
`

const strictConfig = `{
  "compilerOptions": {
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true,
    "skipLibCheck": false,
    "target": "es2023",
    "module": "nodenext",
    "lib": ["es2023"],
    "types": [],
    "noEmit": true,
    "listFiles": true
  },
  "files": ["api.ts"]
}
`

/** What "exports" of package.json names, but package.json itself. */
const entries = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports)
  .filter((name) => name !== './package.json')
  .map((name) => (name === '.' ? 'index' : name.slice(2)))

function filesUnder(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
}

function partition<T>(all: readonly T[], test: (each: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((each) => !test(each))]
}

describe('the package, installed in a folder of its own', () => {
  const folder = makeSharedProject(project)
  const installed = join(folder, 'node_modules/bottleworks')
  let packed: readonly string[] = []
  let unreachable = false

  beforeAll(() => {
    // npm has its settings and its cache from the environment. The build has been made already.
    const npm = (argv: readonly string[], cwd: string) =>
      run('npm', argv, { cwd, env: process.env })
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
    const [{ filename, files }] = JSON.parse(npm(pack, root).stdout)
    packed = files.map(({ path }: { path: string }) => path)
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${filename}`]
    const { status, stderr } = npm(install, folder)
    unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(stderr)
    if (!unreachable) expect({ status, stderr }).toMatchObject({ status: 0 })
  })

  function bottle(...argv: readonly string[]) {
    return run(join(folder, 'node_modules/.bin/bottle'), argv, { cwd: folder })
  }

  it('has what is built, the schemas, the documentation, and nothing else', () => {
    const built = [
      ...[...entries, 'cli/main', 'cli/any-command'].map((entry) => `dist/${entry}.js`),
      ...['dist/cli/plain.cjs', 'dist/cli/plain.LICENSES.txt'],
      ...['sandbox/worker', 'front-end/probe-main'].map((entry) => `dist/evaluate/${entry}.js`),
      ...['dist/engine.image', 'dist/guest.json'],
    ]
    const words = ['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'SECURITY.md']
    const others = [...words, 'package.json', 'src/text-files.d.ts']
    const folders = [...filesUnder('schema'), ...filesUnder('docs')]
    const [chunks, files] = partition(packed, (path) => /^dist\/chunks\/[\w-]+\.js$/.test(path))
    const [declared, rest] = partition(files, (path) => /^dist\/.*\.d\.ts$/.test(path))
    expect(chunks.length).toBeGreaterThan(0)
    const modules = entries.map((each) => `dist/${each}.d.ts`)
    expect(declared).toEqual(expect.arrayContaining(modules))
    expect([...rest].sort()).toEqual([...built, ...others, ...folders].sort())
  })

  it('has the declarations that its modules need, and no other', ({ skip }) => {
    if (unreachable) skip('the registry cannot be reached')
    const modules = entries.map((each) => posix.join('bottleworks', each === 'index' ? '' : each))
    const imports = modules.map((each, index) => `export * as m${index} from '${each}'\n`)
    // What the package depends on is not there: its types stand alone.
    const alone = makeProject({ 'api.ts': imports.join('') })
    cpSync(installed, join(alone, 'node_modules/bottleworks'), { recursive: true })
    writeProject(alone, { 'package.json': project['package.json'], 'tsconfig.json': strictConfig })
    const { status, stdout } = run(tsc, ['-p', alone])
    const read = stdout.split('\n').flatMap((line) => line.split('/bottleworks/')[1] ?? [])
    const declared = packed.filter((path) => path.endsWith('.d.ts'))
    expect({ status, read: read.sort() }).toEqual({ status: 0, read: [...declared].sort() })
  })

  it('shows in its declarations nothing that is not public', () => {
    const texts = packed
      .filter((path) => path.endsWith('.d.ts'))
      .map((path) => readFileSync(join(root, path), 'utf8'))
    const code = texts.join('').replace(/\/\*\*.*?\*\//gs, '')
    const packages = [...code.matchAll(/(?:from|import\() ?['"]([^.'"][^'"]*)/g)].map(
      ([, name]) => name,
    )
    expect(packages).toEqual([])
    for (const name of [
      'valibot',
      'RawDefinition',
      ' Dialect<',
      'definitionKey',
      'Sandbox',
      'Buffer',
    ])
      expect(code).not.toContain(name)
  })

  it('has documentation whose links lead to what is in it', () => {
    const pages = packed.filter((path) => path.endsWith('.md'))
    const dead = pages.flatMap((page) =>
      relativeLinks(readFileSync(join(root, page), 'utf8'))
        .filter(({ path }) => path !== '')
        .map(({ path }) => posix.join(posix.dirname(page), path).replace(/\/$/, ''))
        .filter(
          (target) => !packed.some((path) => path === target || path.startsWith(`${target}/`)),
        )
        .map((target) => `${page}: ${target}`),
    )
    expect(dead).toEqual([])
  })

  it('does not lead back to the repository', ({ skip }) => {
    if (unreachable) skip('the registry cannot be reached')
    expect(lstatSync(installed).isSymbolicLink()).toBe(false)
    const leads = Object.entries(readFiles(installed)).filter(([, text]) => text.includes(root))
    expect(leads.map(([path]) => path)).toEqual([])
  })

  it('synthesizes, checks and lists a bottle that imports code, JSON and text', ({ skip }) => {
    if (unreachable) skip('the registry cannot be reached')
    expect(bottle('synth')).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(join(folder, 'smolfiles/demo/Smolfile'), 'utf8')).toBe(smolfile)
    expect(bottle('check')).toEqual({
      status: 0,
      stdout: 'the output tree is up to date: 1 bottle\n',
      stderr: '',
    })
    expect(bottle('list').stdout).toContain('demo    claude-bottle  current')
  })

  it('has the types that a bottle file is checked with', ({ skip }) => {
    if (unreachable) skip('the registry cannot be reached')
    const good = run(tsc, ['-p', folder])
    expect(good).toEqual({ status: 0, stdout: '', stderr: '' })
    writeProject(folder, {
      'bottles/bad.bottle.ts': "import { bottle } from 'bottleworks'\nbottle(1)\n",
    })
    const bad = run(tsc, ['-p', folder])
    expect(bad.status).not.toBe(0)
    expect(bad.stdout).toContain('TS2345')
  })

  it('synthesizes from a program as well', ({ skip }) => {
    if (unreachable) skip('the registry cannot be reached')
    const other = {
      'other/bottles/demo.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
export default bottle('demo').net(gvproxy('/run/demo.sock'))
`,
      'synth.js': `import { synth } from 'bottleworks/synth'
const { ok, applied, plan } = await synth({ project: 'other' })
console.log(JSON.stringify({ ok, applied, actions: plan.entries.map(({ action }) => action) }))
`,
    }
    writeProject(folder, other)
    const { status, stdout, stderr } = run(process.execPath, ['synth.js'], { cwd: folder })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({ ok: true, applied: true, actions: ['create'] })
  })

  const guide = readFileSync(join(root, 'docs/guides/library.md'), 'utf8')
  const examples = [...guide.matchAll(/```js\n(.*?)```.*?```text\n(.*?)```/gs)].map(
    ([, code = '', printed = '']) => ({ code, printed }),
  )

  it.each(examples)('runs the program %# that the guide shows', ({ code, printed }) => {
    const folder = makeProject(project)
    symlinkSync(join(installed, '..'), join(folder, 'node_modules'))
    writeProject(folder, { 'program.js': code })
    const { status, stdout, stderr } = run(process.execPath, ['program.js'], { cwd: folder })
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: printed, stderr: '' })
  })
})
