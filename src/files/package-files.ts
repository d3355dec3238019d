/**
 * The tool's own files. It runs as built, from `dist/`, where modules are bundled into few files,
 * and from source through tsx; what asks where it stands asks here.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** Whether the tool runs as built. */
export const isBuilt = !import.meta.url.endsWith('.ts')

const root = findRoot(new URL('.', import.meta.url))

function findRoot(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder
  const parent = new URL('..', folder)
  if (parent.href === folder.href) throw new Error('bottleworks cannot find its own files')
  return findRoot(parent)
}

/** A file of the package, by its path in it. */
export function packageFile(path: string): URL {
  return new URL(path, root)
}

/** The tool's own version. */
export function version(): string {
  return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version
}

/** A module that is started by itself, by its path in `src/` without the extension. */
export function ownModule(path: string): URL {
  return packageFile(isBuilt ? `dist/${path}.js` : `src/${path}.ts`)
}

/** The script that holds the plain commands as built, and all that gives an output. */
export const plainScript = packageFile('dist/cli/plain.cjs')

/** Returns the entry that a thread is started with, to run a module of the tool. */
export function threadEntry(path: string): URL {
  const module = ownModule(path)
  if (isBuilt) return module
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const code = `import { register } from ${tsx}; register(); await import(${JSON.stringify(module.href)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

/** Arguments for Node.js, to run a module of the tool in a process. */
export function processArguments(): readonly string[] {
  return isBuilt ? finderArguments() : ['--import', import.meta.resolve('tsx')]
}

/**
 * Arguments for Node.js with which a thread or a process finds the packages that the tool is made of:
 * none where folders hold them. Yarn's Plug'n'Play has them in archives, and a program of the
 * project's that finds them there; it runs in this process already.
 */
export function finderArguments(): readonly string[] {
  if (!Object.hasOwn(process.versions, 'pnp')) return []
  // Node.js knows the name where Plug'n'Play is on (yarnpkg.com/advanced/pnpapi).
  const finder = createRequire(packageFile('package.json')).resolve('pnpapi')
  const loader = new URL('.pnp.loader.mjs', pathToFileURL(finder))
  const ofModules = existsSync(loader) ? ['--experimental-loader', loader.href] : []
  return ['--require', finder, ...ofModules]
}
