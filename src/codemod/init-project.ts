import { join, posix, relative, sep } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { defaultDialect } from '../dialects/default-dialect.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { bottleFileName } from '../evaluate/discover.ts'
import { applyFileChanges } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import { version } from '../files/package-files.ts'
import { attributesName } from '../output/attributes.ts'
import { configurationName, packageName, readConfiguration } from '../project/configuration.ts'
import type { Settings } from '../project/configuration-form.ts'
import { projectPath } from '../project/project-path.ts'
import { listBottles } from '../project/select.ts'
import { isTable } from '../smolfile/is-table.ts'
import type { EditedFile } from './init/file-plan.ts'
import { FilePlan } from './init/file-plan.ts'
import { attributesText, ignoreText, ownersNames, ownersText } from './init/git-files.ts'
import { dependsOn, firstPackage, planPackage, scriptFor } from './init/package-json.ts'
import type { PackageManager } from './init/package-manager.ts'
import { foldersUpTo, isInstalled, packageManagerOf } from './init/package-manager.ts'
import { repositoryAround } from './init/repository-around.ts'
import { planTsconfig } from './init/tsconfig.ts'
import { workspaceAdvice } from './init/workspace.ts'
import { firstConfiguration, firstFiles } from './project-files.ts'
import { reviewWorkflowFor, reviewWorkflowPath } from './review-workflow.ts'

export interface InitResult {
  /** Whether the project has all that init can give it. */
  readonly ok: boolean
  readonly diagnostics: readonly Diagnostic[]
  /** New files. All paths are relative to the project. */
  readonly written: readonly string[]
  /** Files that were there and lacked something. */
  readonly edited: readonly EditedFile[]
  /** Files that were there, which are as they were. */
  readonly kept: readonly string[]
  /** What people have to do, in the words of their package manager. */
  readonly next: readonly string[]
  /** The command that writes the output tree, in the same words. */
  readonly synth: string
}

/** What a project is to have. */
export interface InitOptions {
  /** Whether its code is on GitHub: whether it has a workflow, and a folder for GitHub. */
  readonly github: boolean
}

const firstSlug = 'demo'
const ownPackage = 'bottleworks'

/**
 * Writes what a project lacks: never over what is there. To files that are there it adds what they
 * lack, and what it cannot add is said.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function initProject(folder: string, { github }: InitOptions): Promise<InitResult> {
  const project = projectPath(folder)
  const { settings, file: configured, diagnostics } = await readConfiguration(project)
  if (diagnostics.length > 0) return failed(diagnostics)
  const bottles = listBottles(project, settings.bottles)
  if ('code' in bottles) return failed([bottles])
  const root = repositoryAround(project) ?? project
  const plan = new FilePlan(project, root)
  try {
    const { manager, manifest, todo } = await planPackageFiles(plan, settings)
    planGitFiles(plan, settings, configured ?? configurationName, github)
    const review = github ? planWorkflow(plan, manager) : []
    if (bottles.length === 0) planFirst(plan, settings, configured)
    applyFileChanges(root, plan.changes)
    const { written, edited, kept } = plan
    const script = scriptFor('synth', manifest)
    const synth =
      script === undefined ? `${manager.exec} ${ownPackage} synth` : `${manager.run} ${script}`
    const workspace = await workspaceAdvice(plan)
    const next = [...todo, ...workspace, ...review, ...installation(project, root, manager, plan)]
    const ok = plan.diagnostics.length === 0
    return { ok, diagnostics: plan.diagnostics, written, edited, kept, next, synth }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return failed([error.diagnostic])
  }
}

function failed(diagnostics: readonly Diagnostic[]): InitResult {
  return { ok: false, diagnostics, written: [], edited: [], kept: [], next: [], synth: '' }
}

/** Plans package.json and tsconfig.json. */
async function planPackageFiles(plan: FilePlan, { bottles, out }: Settings) {
  const { project, root } = plan
  const todo: string[] = []
  let manifest: unknown
  let isModule = true
  const text = plan.read(packageName)
  if (text === undefined) {
    // A package above that has the tool has it for all of its folders.
    manifest = governing(plan)
    if (manifest === undefined) {
      const first = firstPackage(project)
      plan.write(packageName, first)
      manifest = JSON.parse(first)
    } else {
      isModule = isTable(manifest) && manifest.type === 'module'
    }
  } else if (text !== false) {
    const read = plan.data(packageName)
    if (!isTable(read))
      todo.push(`${packageName} is not a JSON object: repair it, and run init again`)
    else {
      const { edits, changes, isModule: becomes } = planPackage(project, read, bottles, out)
      if (!plan.edit(packageName, edits, changes)) {
        todo.push(`${packageName} cannot be edited: see to it that ${changes.join(', ')}`)
      }
      isModule = becomes
      manifest = plan.data(packageName)
    }
  }
  todo.push(...(await planSettings(plan, bottles, isModule)))
  const manager = packageManagerOf(project, root, (folder) =>
    folder === project ? manifest : plan.data(relativeTo(project, join(folder, packageName))),
  )
  return { manager, manifest, todo }
}

async function planSettings(plan: FilePlan, bottles: string, isModule: boolean) {
  const text = plan.read('tsconfig.json')
  if (text === false) return []
  const settings = await planTsconfig(plan.project, text, bottles, isModule)
  if (settings.kind === 'keep') {
    plan.keep('tsconfig.json')
    return settings.todo === undefined ? [] : [settings.todo]
  }
  if (settings.kind === 'edit') {
    if (plan.edit('tsconfig.json', settings.edits, settings.changes)) return []
    return [`tsconfig.json cannot be edited: see to it that ${settings.changes.join(', ')}`]
  }
  if (text !== undefined) plan.keep('tsconfig.json')
  for (const [path, own] of Object.entries(settings.files)) plan.writeMissing(path, own)
  return []
}

function planGitFiles(
  plan: FilePlan,
  { bottles, out }: Settings,
  configuration: string,
  isOnGitHub: boolean,
): void {
  const { project, root } = plan
  const above = foldersUpTo(project, root)
    .slice(1)
    .map((folder) => plan.readAbove(relativeTo(project, join(folder, '.gitignore'))))
  plan.extend('.gitignore', (text) => ignoreText(text, above), '"node_modules/" is ignored')
  const says = 'git checks the output tree out byte for byte'
  plan.extend(attributesName, (text) => attributesText(text, out), says)
  const prefix = prefixOf(plan)
  const places = ownersNames.map((name) => relativeTo(project, join(root, name)))
  const [onGitHub = '', anywhere = ''] = places
  const usual = isOnGitHub ? onGitHub : anywhere
  const owners = places.find((path) => plan.readAbove(path) !== '') ?? usual
  const owned = { prefix, bottles, out, configuration, isOnGitHub }
  plan.extend(owners, (text) => ownersText(text, owned), 'a comment says who approves bottles')
}

/** Plans the workflow, which is one of the repository, and gives what it lacks. */
function planWorkflow(plan: FilePlan, { name }: PackageManager): readonly string[] {
  const { project, root } = plan
  const path = relativeTo(project, join(root, reviewWorkflowPath))
  const prefix = prefixOf(plan)
  const there = plan.read(path)
  plan.writeMissing(path, reviewWorkflowFor(prefix === '' ? '.' : prefix))
  if (there === undefined && name === 'bun') {
    return [`${path} installs by a lockfile of npm, pnpm or yarn: keep one of them as well`]
  }
  if (typeof there !== 'string' || there.includes(prefix)) return []
  return [`${path} reviews other bottles: give it jobs with "PROJECT: ${prefix}" as well`]
}

/** The project's folder in the repository, with `/`; empty when it is the whole. */
function prefixOf({ project, root }: FilePlan): string {
  return relative(root, project).split(sep).join('/')
}

/** Plans the first bottle, where there is none. */
function planFirst(plan: FilePlan, { bottles }: Settings, configured: string | undefined): void {
  const first = `${bottles}/${bottleFileName(firstSlug)}`
  plan.writeMissing(first, dialectOf(defaultDialect).scaffold(firstSlug))
  for (const [path, text] of Object.entries(firstFiles(bottles, firstSlug))) {
    plan.writeMissing(path, text)
  }
  // Where there is output already, another layout would be a change of all of it.
  if (configured === undefined) plan.writeMissing(configurationName, firstConfiguration)
}

/** The package.json of a folder above, up to the repository's, that has the tool. */
function governing(plan: FilePlan): unknown {
  return foldersUpTo(plan.project, plan.root)
    .slice(1)
    .map((folder) => plan.data(relativeTo(plan.project, join(folder, packageName))))
    .find((manifest) => dependsOn(manifest, ownPackage))
}

/** How the tool gets into the project, where it is not there. */
function installation(
  project: string,
  root: string,
  manager: PackageManager,
  plan: FilePlan,
): readonly string[] {
  const depends = foldersUpTo(project, root).some((folder) =>
    dependsOn(plan.data(relativeTo(project, join(folder, packageName))), ownPackage),
  )
  if (!depends) {
    const file = `${ownPackage}-${version()}.tgz`
    const isRoot = manager.name === 'pnpm' && plan.readAbove('pnpm-workspace.yaml') !== ''
    const add = isRoot ? `${manager.add} --workspace-root` : manager.add
    return [
      `${add} PATH/${file}, which "npm pack" makes in a clone of ${ownPackage}: no registry has it`,
    ]
  }
  return isInstalled(ownPackage, project, root) ? [] : [manager.install]
}

function relativeTo(project: string, path: string): string {
  return posix.normalize(relative(project, path).split(sep).join('/'))
}
