import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { lackOfNamespaces, runInNamespaces } from '../reach/namespaces.ts'
import { buildGvproxy, lackOfGvproxy } from './gvproxy.ts'
import type { Observed, Trial } from './lab/host.ts'
import { hostResolver } from './probes.ts'

/** What this machine lacks to measure what gvproxy lets a guest reach. */
export function lackOfLaboratory(): string | undefined {
  return lackOfNamespaces(['cc', 'bwrap', 'socat']) ?? lackOfGvproxy()
}

/** gvproxy, and the programs of the host's and of the guest's side. */
export interface Laboratory {
  readonly folder: string
  readonly gvproxy: string
}

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Builds and compiles what every measurement uses. */
export function openLaboratory(): Laboratory {
  const gvproxy = buildGvproxy()
  const folder = mkdtempSync(join(tmpdir(), 'bottleworks-gateway-'))
  try {
    const guest = ['-O1', '-o', join(folder, 'guest'), beside('../reach/lab/guest.c')]
    const { status, stderr } = spawnSync('cc', guest, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`cc fails: ${stderr}`)
    copyFileSync(beside('../reach/lab/host.sh'), join(folder, 'host.sh'))
    buildSync({
      entryPoints: [beside('lab/host.ts'), beside('lab/guest.ts')],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
    })
    return { folder, gvproxy }
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
}

export function closeLaboratory({ folder }: Laboratory): void {
  rmSync(folder, { recursive: true })
}

/** Where a trial has its files. Its path is the same in the namespaces. */
export function makeBench({ folder }: Laboratory): string {
  return mkdtempSync(join(folder, 'trial-'))
}

/** Runs gvproxy as `trial` says in namespaces of its own, and gives what a guest reached by it. */
export async function observe(
  { folder: programs, gvproxy }: Laboratory,
  folder: string,
  trial: Trial,
  patience = 700,
): Promise<Observed> {
  mkdirSync(dirname(trial.socket), { recursive: true })
  writeFileSync(join(folder, 'trial.json'), JSON.stringify(trial))
  writeFileSync(join(folder, 'resolv.conf'), `nameserver ${hostResolver}\n`)
  const host = [process.execPath, join(programs, 'host.mjs'), folder, programs]
  await runInNamespaces(host, {
    PATH: `${gvproxy}:${process.env.PATH}`,
    REACH_PATIENCE: `${patience}`,
  })
  return JSON.parse(readFileSync(join(folder, 'observed.json'), 'utf8')) as Observed
}
