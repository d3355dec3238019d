import { join, relative, sep } from 'node:path'
import { isTable } from '../../smolfile/is-table.ts'
import type { FilePlan } from './file-plan.ts'
import { foldersUpTo } from './package-manager.ts'
import { globExpression } from './tsconfig-reach.ts'

/** The list of a workspace's packages, and the file and the key that it stands under. */
interface Workspace {
  readonly file: string
  readonly key: string
  readonly patterns: readonly string[]
}

/**
 * Says how a project's package gets into the workspace that it lies in, where that does not have it
 * (npm, Yarn and Bun: `workspaces` of package.json; pnpm: `packages` of pnpm-workspace.yaml).
 */
export async function workspaceAdvice(plan: FilePlan): Promise<readonly string[]> {
  const { project, root } = plan
  if (plan.read('package.json') === undefined) return []
  for (const folder of foldersUpTo(project, root).slice(1)) {
    const workspace = await workspaceAt(plan, folder)
    if (workspace === undefined) continue
    const { file, key, patterns } = workspace
    const path = relative(folder, project).split(sep).join('/')
    if (hasPackage(patterns, path)) return []
    const names = `${JSON.stringify(path)} into ${JSON.stringify(key)}`
    return [`${file} is of a workspace without this folder: put ${names}`]
  }
  return []
}

async function workspaceAt(plan: FilePlan, folder: string): Promise<Workspace | undefined> {
  const at = (name: string) => relative(plan.project, join(folder, name)).split(sep).join('/')
  const settings = at('pnpm-workspace.yaml')
  const text = plan.readAbove(settings)
  if (text !== '') {
    const { parse } = await import('yaml')
    const packages = packagesOf(() => parse(text))
    if (packages !== undefined) return { file: settings, key: 'packages', patterns: packages }
  }
  const manifest = plan.data(at('package.json'))
  const own = isTable(manifest) ? manifest.workspaces : undefined
  const packages = packagesOf(() => (Array.isArray(own) ? { packages: own } : own))
  if (packages === undefined) return undefined
  return { file: at('package.json'), key: 'workspaces', patterns: packages }
}

function packagesOf(read: () => unknown): readonly string[] | undefined {
  try {
    const value = read()
    if (!isTable(value) || !Array.isArray(value.packages)) return undefined
    return value.packages.filter((each) => typeof each === 'string')
  } catch {
    return undefined // the client says what is wrong with it
  }
}

function hasPackage(patterns: readonly string[], path: string): boolean {
  const matches = (pattern: string) => globExpression(pattern, false).test(path)
  const [out, into] = [true, false].map((isOut) =>
    patterns.filter((each) => each.startsWith('!') === isOut).map((each) => each.replace(/^!/, '')),
  )
  return (into ?? []).some(matches) && !(out ?? []).some(matches)
}
