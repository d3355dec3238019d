import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { bootEngine } from '../src/evaluate/sandbox/boot.ts'
import { wasmFile } from '../src/evaluate/sandbox/engine.ts'
import { builtGuest, readGuestModules } from '../src/evaluate/sandbox/guest-modules.ts'
import { builtImage, makeImage } from '../src/evaluate/sandbox/image.ts'

const common = {
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  logLevel: 'warning',
} as const

/** What is imported or run: its parts are shared, and what a command alone needs is by itself. */
const main = ['index', 'synth', 'cli/main']

/** What is started in a thread or a process: each in one file. */
const started = ['evaluate/sandbox/worker', 'evaluate/front-end/probe-main']

/**
 * Makes `dist/`: declarations, JavaScript bundled into few files, since a file costs more to load
 * than what is in it, and the sandbox's engine as it is after loading the authoring language.
 */
async function makeDist(): Promise<void> {
  rmSync('dist', { recursive: true, force: true })
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  const chunkNames = 'chunks/[name]-[hash]'
  await build({ ...common, entryPoints: paths(main), splitting: true, chunkNames })
  await build({ ...common, entryPoints: paths(started) })
  chmodSync('dist/cli/main.js', 0o755)
  const guest = await readGuestModules()
  writeFileSync(builtGuest, JSON.stringify(guest))
  const wasm = readFileSync(wasmFile)
  const booted = await bootEngine(await WebAssembly.compile(wasm), guest)
  writeFileSync(builtImage, makeImage(booted, wasm, guest))
}

function paths(modules: readonly string[]): { in: string; out: string }[] {
  return modules.map((module) => ({ in: `src/${module}.ts`, out: module }))
}

await makeDist()
