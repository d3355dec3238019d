import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, join, resolve } from 'node:path'
import type { Plugin } from 'esbuild'
import { build, transformSync } from 'esbuild'
import { bootEngine } from '../src/evaluate/sandbox/boot.ts'
import { wasmFile } from '../src/evaluate/sandbox/engine.ts'
import { builtGuest, readGuestModules } from '../src/evaluate/sandbox/guest-modules.ts'
import { builtImage, makeImage } from '../src/evaluate/sandbox/image.ts'
import type { GuestModule } from '../src/evaluate/sandbox/protocol.ts'
import { publicDeclarations } from './public-declarations.ts'

const common = {
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  logLevel: 'warning',
} as const

/** What is imported by others, of which the package has declarations. */
const modules = ['index', 'policy', 'policies', 'test', 'testing', 'synth', 'smolfile', 'review']
/** The entries that are imported: parts that are shared, or of one command, are split out. */
const shared = [...modules, 'cli/any-command']

/** The program, which is one file: a file costs more to find and load than what is in it. */
const program = 'cli/main'

/**
 * The commands that are given most: one script, with the packages that it is sure to need, of which
 * the tool keeps what is compiled.
 */
const plain = 'cli/plain'
const bundled = ['valibot', 'smol-toml', 'oxc-parser']

/** The entries of threads and processes: each in one file. */
const started = ['evaluate/sandbox/worker', 'evaluate/front-end/probe-main']

/** The inputs of the build, beside `src/`. */
const settings = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.ts',
  'scripts/public-declarations.ts',
]

/** Says in `dist/` what it was made of. */
const stampName = '.built-from'

/**
 * Makes `dist/`, unless it is made of the same already. It is put there as a whole, so that one
 * build does not take the files from under whoever runs another.
 */
async function makeDist(): Promise<void> {
  const stamp = hashInputs()
  if (readStamp() === stamp) return
  const made = mkdtempSync('dist-')
  try {
    await buildInto(made)
    // Folders for temporary files are for their owner alone.
    chmodSync(made, 0o755)
    writeFileSync(join(made, stampName), stamp)
    if (readStamp() !== stamp) replaceDist(made, stamp)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/**
 * Builds declarations, JavaScript bundled into few files, since a file costs more to load than what
 * is in it, and the sandbox's engine as it is after loading the authoring language.
 */
async function buildInto(outdir: string): Promise<void> {
  const argv = ['-p', 'tsconfig.build.json', '--outDir', outdir]
  if (spawnSync('tsc', argv, { stdio: 'inherit' }).status !== 0) {
    throw new Error('the declarations cannot be made')
  }
  keepPublicDeclarations(outdir)
  const chunkNames = 'chunks/[name]-[hash]'
  await build({ ...common, outdir, entryPoints: paths(shared), splitting: true, chunkNames })
  await build({ ...common, outdir, entryPoints: paths(started) })
  await build({ ...common, outdir, entryPoints: paths([program]), plugins: [lateBuiltins] })
  await buildPlain(outdir)
  chmodSync(join(outdir, 'cli/main.js'), 0o755)
  const guest = (await readGuestModules()).map(withoutComments)
  writeFileSync(join(outdir, basename(builtGuest.pathname)), JSON.stringify(guest))
  const wasm = readFileSync(wasmFile)
  const booted = await bootEngine(await WebAssembly.compile(wasm), guest)
  writeFileSync(join(outdir, basename(builtImage.pathname)), makeImage(booted, wasm, guest))
}

/** Bundles the plain commands, with the licenses of what is bundled beside the file. */
async function buildPlain(outdir: string): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const external = Object.keys(dependencies).filter((name) => !bundled.includes(name))
  const outfile = join(outdir, `${plain}.cjs`)
  await build({
    ...common,
    packages: 'bundle',
    format: 'cjs',
    external,
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [lateBuiltins, nativeParser],
    entryPoints: [`src/${plain}.ts`],
    outfile,
    define: { 'import.meta.url': 'moduleUrl', 'import.meta.resolve': 'resolveModule' },
    banner: { js: `'use strict'; (function (module, moduleUrl, importModule) {${resolveModule}` },
    footer: { js: '})' },
  })
  const text = readFileSync(outfile, 'latin1')
  // A character of a regular expression is not escaped by the bundler.
  if (/[^\0-\x7f]/.test(text)) throw new Error(`${outfile} is not ASCII, as which it is read`)
  // To import in a script takes what Node.js warns of.
  const imports = new RegExp(`\\bimport(?=\\("(?:${external.join('|')})"\\))`, 'g')
  writeFileSync(outfile, text.replace(imports, 'importModule'))
  const licenses = bundled.map((name) => {
    const folder = join('node_modules', name)
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
    if (file === undefined) throw new Error(`${name} has no license to be kept with it`)
    return `${name}\n\n${readFileSync(join(folder, file), 'utf8')}`
  })
  writeFileSync(join(outdir, `${plain}.LICENSES.txt`), licenses.join('\n'))
}

/**
 * In one file all imports of Node.js's own modules would be at its top, also those of parts that are
 * loaded when something asks for them: some take longer to load than the file. So each is loaded
 * when one of its names is first used. What is imported of a module in CommonJS is looked up where
 * it is used: here in its prototype, which then puts it into the object itself.
 */
const lateBuiltins: Plugin = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node:)?[a-z_/0-9]+$/ }, ({ path }) =>
      isBuiltin(path) ? { path: path.replace(/^(?!node:)/, 'node:'), namespace: 'builtin' } : null,
    )
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = Object.create(new Proxy({}, {
        get(_, name, imported) {
          const value = process.getBuiltinModule(${JSON.stringify(path)})[name]
          Object.defineProperty(imported, name, { value })
          return value
        },
      }))`,
    }))
  },
}

/** What stands for `import.meta.resolve`, which a script has not. */
const resolveModule = `
const resolveModule = (name) => {
  const { createRequire } = process.getBuiltinModule('node:module')
  return process.getBuiltinModule('node:url').pathToFileURL(createRequire(moduleUrl).resolve(name)).href
}
`

/** The parser looks for its native part, and its walker, from its own folders, whatever it is bundled into. */
const nativeParser: Plugin = {
  name: 'native-parser',
  setup({ onLoad }) {
    const filter = /[\\/]oxc-parser[\\/]src-js[\\/](?:bindings|index|visit[\\/]index)\.js$/
    onLoad({ filter }, ({ path }) => {
      const own = 'createRequire(import.meta.url)'
      const parts = readFileSync(path, 'utf8').split(own)
      if (parts.length !== 2) throw new Error(`${path} does not begin as it is known to`)
      const folder = /[\\/]visit[\\/]index\.js$/.test(path) ? ` + '/../visit/index.js'` : ''
      return { contents: parts.join(`createRequire(import.meta.resolve('oxc-parser')${folder})`) }
    })
  },
}

/** Whoever imports the package sees what its modules say, and not how the tool is made. */
function keepPublicDeclarations(outdir: string): void {
  const texts = publicDeclarations(modules.map((each) => resolve(outdir, `${each}.d.ts`)))
  const made = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).map((path) =>
    resolve(outdir, path),
  )
  for (const path of made) if (path.endsWith('.d.ts')) rmSync(path)
  for (const [path, text] of texts) writeFileSync(path, text)
  // From the innermost folder outwards, so that a folder of empty folders goes as well.
  const folders = made.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory())
  for (const folder of folders.sort((a, b) => b.length - a.length)) {
    if (readdirSync(folder).length === 0) rmdirSync(folder)
  }
}

/** The engine keeps the text of what it runs, and its memory is copied with every bottle. */
function withoutComments({ name, code }: GuestModule): GuestModule {
  return { name, code: transformSync(code, { minifyWhitespace: true }).code }
}

/** Another build may do the same at the same time: whichever is first is kept. */
function replaceDist(made: string, stamp: string): void {
  const old = `${made}-old`
  try {
    renameSync('dist', old)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  try {
    renameSync(made, 'dist')
  } catch (error) {
    if (readStamp() !== stamp) throw error
  } finally {
    rmSync(old, { recursive: true, force: true })
  }
}

function readStamp(): string | undefined {
  try {
    return readFileSync(join('dist', stampName), 'utf8')
  } catch {
    return undefined
  }
}

function hashInputs(): string {
  const sources = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const hash = createHash('sha256').update(process.version)
  for (const path of [...sources.sort(), ...settings]) {
    const text = readFileSync(path)
    hash.update(`${path}\0${text.length}\0`).update(text)
  }
  return `${hash.digest('hex')}\n`
}

function paths(modules: readonly string[]): { in: string; out: string }[] {
  return modules.map((module) => ({ in: `src/${module}.ts`, out: module }))
}

await makeDist()
