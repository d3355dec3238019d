import { lstatSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { isTable } from '../../smolfile/is-table.ts'

/** The client that a project installs its packages with, in the words that people type. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun'
  /** Installs what package.json names. */
  readonly install: string
  /** Adds a development dependency: a path or a package's name follows. */
  readonly add: string
  /** Runs a script of package.json: its name follows. */
  readonly run: string
  /**
   * Runs the program of a package that is installed: its name follows. It fails where the package
   * is not installed, and fetches none.
   */
  readonly exec: string
}

const managers = {
  npm: {
    name: 'npm',
    install: 'npm install',
    add: 'npm install --save-dev',
    run: 'npm run',
    exec: 'npx --no-install',
  },
  pnpm: {
    name: 'pnpm',
    install: 'pnpm install',
    add: 'pnpm add --save-dev',
    run: 'pnpm run',
    exec: 'pnpm exec',
  },
  yarn: {
    name: 'yarn',
    install: 'yarn install',
    add: 'yarn add --dev',
    run: 'yarn run',
    exec: 'yarn run',
  },
  bun: {
    name: 'bun',
    install: 'bun install',
    add: 'bun add --dev',
    run: 'bun run',
    exec: 'bun run',
  },
} as const satisfies Readonly<Record<PackageManager['name'], PackageManager>>

/** Who writes which lockfile. */
const lockfiles: readonly (readonly [name: string, manager: PackageManager['name']])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['pnpm-workspace.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
]

/**
 * The package manager of a project: what `packageManager` of its package.json names (Node.js,
 * "Corepack"), else who wrote the lockfile, in the nearest folder that has one of them.
 *
 * @param root The outermost folder that is looked at, at or above the project.
 * @param manifestOf The package.json of a folder as data, where there is one.
 */
export function packageManagerOf(
  project: string,
  root: string,
  manifestOf: (folder: string) => unknown,
): PackageManager {
  for (const folder of foldersUpTo(project, root)) {
    const manifest = manifestOf(folder)
    const named = isTable(manifest) ? manifest.packageManager : undefined
    const name = /^[a-z]+(?=@)/.exec(typeof named === 'string' ? named : '')?.[0]
    if (name !== undefined && Object.hasOwn(managers, name))
      return managers[name as keyof typeof managers]
    const locked = lockfiles.find(([file]) => isFile(join(folder, file)))
    if (locked !== undefined) return managers[locked[1]]
  }
  return managers.npm
}

/** The folders from `folder` up to `root`, both of them with it. */
export function foldersUpTo(folder: string, root: string): readonly string[] {
  const outer = folder === root || relative(root, folder).startsWith('..')
  return outer ? [folder] : [folder, ...foldersUpTo(dirname(folder), root)]
}

/**
 * Whether the package is where programs and editors find it for a project: in a `node_modules` at or
 * above it, or in the list of Yarn's Plug'n'Play.
 */
export function isInstalled(name: string, project: string, root: string): boolean {
  const above = foldersUpTo(project, '/').map((folder) => join(folder, 'node_modules', name))
  const pnp = foldersUpTo(project, root).some((folder) => isFile(join(folder, '.pnp.cjs')))
  return pnp || above.some((folder) => isThere(join(folder, 'package.json')))
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
  } catch {
    return false
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}
