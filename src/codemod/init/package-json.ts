import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { policyFolder } from '../../evaluate/discover.ts'
import { isTable } from '../../smolfile/is-table.ts'
import type { JsonEdit } from './json-edits.ts'

/** The scripts that a project has, by what each runs. */
const scripts = { synth: 'bottleworks synth', check: 'bottleworks check', test: 'bottleworks test' }

/** What npm writes for a project that has no test, word for word. */
const noTest = 'echo "Error: no test specified" && exit 1'

/** The package.json of a new project, by the name of its folder. */
export function firstPackage(project: string): string {
  const manifest = {
    name: packageName(basename(project)),
    private: true,
    type: 'module',
    scripts,
    devDependencies: { typescript: '^7.0.2' },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** What a package.json that is there lacks. What it says otherwise stays. */
export interface PackagePlan {
  readonly edits: readonly JsonEdit[]
  /** Each change in words. */
  readonly changes: readonly string[]
  readonly isModule: boolean
}

/**
 * Plans the changes of a package.json. Other code that it makes CommonJS of stays so: bottle files
 * are modules whatever it says, as the settings are that are written for editors.
 */
export function planPackage(
  project: string,
  manifest: Readonly<Record<string, unknown>>,
  bottles: string,
  out: string,
): PackagePlan {
  const edits: JsonEdit[] = []
  const changes: string[] = []
  const set = (keys: readonly string[], value: string) => {
    edits.push({ kind: 'set', keys, value })
    changes.push(`${keys.map((key) => JSON.stringify(key)).join('.')} is ${JSON.stringify(value)}`)
  }
  let isModule = manifest.type === 'module'
  if (!isModule && !hasCode(project, [bottles, out, policyFolder])) {
    set(['type'], 'module')
    isModule = true
  }
  const { scripts: own = {} } = manifest
  if (isTable(own)) {
    for (const [name, command] of Object.entries(scripts)) {
      if (!Object.hasOwn(own, name) || own[name] === noTest) set(['scripts', name], command)
    }
  }
  return { edits, changes, isModule }
}

/** The name of the script that runs a command of the tool, if package.json has one. */
export function scriptFor(command: 'synth', manifest: unknown): string | undefined {
  const own = isTable(manifest) && isTable(manifest.scripts) ? manifest.scripts : {}
  const expression = new RegExp(`^(?:bottle|bottleworks) ${command}$`)
  return Object.keys(own).find((name) => expression.test(String(own[name])))
}

/** Whether a package.json names the package among what it depends on. */
export function dependsOn(manifest: unknown, name: string): boolean {
  if (!isTable(manifest)) return false
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].some(
    (kind) => isTable(manifest[kind]) && Object.hasOwn(manifest[kind], name),
  )
}

/** Most folders that are looked through; a project with more has code. */
const mostFolders = 2000

/** Whether a package has files of which its `type` says what they are (Node.js, "Packages"). */
function hasCode(project: string, except: readonly string[]): boolean {
  const folders = ['']
  for (let looked = 0; folders.length > 0; looked += 1) {
    const folder = folders.pop() ?? ''
    if (looked === mostFolders) return true
    const entries = entriesOf(join(project, folder))
    // Another package.json decides of what is below it.
    if (folder !== '' && entries.some(({ name }) => name === 'package.json')) continue
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (!/^\.|^node_modules$/.test(entry.name) && !except.includes(path)) folders.push(path)
      } else if (/\.[jt]sx?$/.test(entry.name)) {
        return true
      }
    }
  }
  return false
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return [] // nobody else can read it either
  }
}

/** The letters that npm takes for a package's name. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return name === '' ? 'bottles' : name
}
