import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { engineHash, fetchEngineWheel, unpackEngine } from '../support/engine-wheel.ts'
import type { Observed } from './lab/host.ts'
import { lackOfNamespaces, runInNamespaces } from './namespaces.ts'
import { hostResolver } from './probes.ts'

/** What this machine lacks for the laboratory. */
export function lackOfLaboratory(): string | undefined {
  if (engineHash() === undefined) return `the engine has no binary for ${process.arch}`
  return lackOfNamespaces(['python3', 'cc', 'nm'])
}

/** The engine beside a stub of libkrun, and the programs of the host's and of the guest's side. */
export interface Laboratory {
  readonly folder: string
}

const source = (name: string) => fileURLToPath(new URL(`lab/${name}`, import.meta.url))

/** Fetches and compiles what every measurement uses. `close` removes it. */
export function openLaboratory(): Laboratory {
  const folder = mkdtempSync(join(tmpdir(), 'bottleworks-reach-'))
  try {
    const wheel = fetchEngineWheel()
    unpackEngine(wheel, folder, ['smol/smol-vmm', 'smol/libkrun.so'])
    for (const disk of ['storage', 'overlay']) {
      // Beside its own program the engine looks for disks to copy; nothing here reads them.
      const template = join(folder, `${disk}-template.ext4`)
      writeFileSync(template, '')
      truncateSync(template, 1024 * 1024)
    }
    mkdirSync(join(folder, 'rootfs'))
    compileStub(folder)
    run('cc', [
      '-O1',
      '-Wall',
      '-Wextra',
      '-Werror',
      '-o',
      join(folder, 'guest'),
      source('guest.c'),
    ])
    copyFileSync(source('host.sh'), join(folder, 'host.sh'))
    buildSync({
      entryPoints: [source('host.ts'), source('guest.ts')],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
    })
    return { folder }
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
}

export function closeLaboratory({ folder }: Laboratory): void {
  rmSync(folder, { recursive: true })
}

/** Runs the engine with a Smolfile in namespaces of its own, and gives what the guest reached. */
export async function observe(
  laboratory: Laboratory,
  smolfile: string,
  patience = 1500,
): Promise<Observed> {
  const folder = mkdtempSync(join(laboratory.folder, 'machine-'))
  try {
    writeFileSync(join(folder, 'Smolfile'), smolfile)
    writeFileSync(join(folder, 'resolv.conf'), `nameserver ${hostResolver}\n`)
    const host = [process.execPath, join(laboratory.folder, 'host.mjs'), folder, laboratory.folder]
    await runInNamespaces(host, { PATH: process.env.PATH, REACH_PATIENCE: `${patience}` })
    return JSON.parse(readFileSync(join(folder, 'observed.json'), 'utf8')) as Observed
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A libkrun with every function of the real one. What stub-libkrun.c does not have returns 0. */
function compileStub(folder: string): void {
  const names = run('nm', [
    '--dynamic',
    '--defined-only',
    '--format=just-symbols',
    join(folder, 'libkrun.so'),
  ])
  const functions = names.split('\n').filter((name) => name.startsWith('krun_'))
  const rest = join(folder, 'rest.c')
  const weak = functions.map((name) => `__attribute__((weak)) int ${name}(void) { return 0; }\n`)
  writeFileSync(rest, weak.join(''))
  const library = join(folder, 'lib/libkrun.so')
  mkdirSync(join(folder, 'lib'))
  run('cc', [
    '-shared',
    '-fPIC',
    '-O1',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-o',
    library,
    rest,
    source('stub-libkrun.c'),
  ])
  // The engine wants both to be there; only libkrun itself loads the other.
  copyFileSync(library, join(folder, 'lib/libkrunfw.so.5'))
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} fails: ${error?.message ?? stderr}`)
  return stdout
}
