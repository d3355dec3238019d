import { posix } from 'node:path'
import { DirectPolicies } from '../evaluate/direct-policies.ts'
import { policyFolder } from '../evaluate/discover.ts'
import { importsOf } from '../evaluate/front-end/imports-of.ts'
import type { PolicyFile } from '../evaluate/policies.ts'
import { evaluatePolicies } from '../evaluate/policies.ts'
import { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import { policyExtension } from '../evaluate/subject.ts'
import { packageFile } from '../files/package-files.ts'
import type { Commit } from '../output/git-commit.ts'
import { readRepositoryFiles } from '../output/git-tree.ts'

/** The policies of a project in one state. */
export interface PolicyState {
  readonly policies: readonly PolicyFile[]
  /** The texts of all files that they are made of, by their paths in the project. */
  readonly texts: ReadonlyMap<string, string>
}

/** Reads files of a project in one state; what cannot be read is absent. */
type ReadFiles = (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** The policies as they are in a commit. */
export async function policiesAt(commit: Commit): Promise<PolicyState> {
  const files = await filesBelow(commit, policyFolder)
  return policiesIn(
    files.filter((file) => file.endsWith(policyExtension)),
    async (paths) => {
      const read = await readRepositoryFiles(
        commit,
        paths.map((path) => commit.pathOf(path)),
      )
      return new Map(
        paths.flatMap((path) => {
          const text = read.get(commit.pathOf(path))
          return text === undefined ? [] : [[path, text] as const]
        }),
      )
    },
  )
}

/** The policies that are made of the files that `read` gives, and of nothing else. */
export async function policiesIn(files: readonly string[], read: ReadFiles): Promise<PolicyState> {
  const texts = new Map<string, string>()
  const asked = new Set<string>(files)
  let wave: readonly string[] = files
  while (wave.length > 0) {
    const found = await read(wave)
    for (const [path, text] of found) texts.set(path, text)
    const targets = [...(await importsOf(found)).values()].flat()
    wave = [...new Set(targets)].filter((path) => !asked.has(path))
    for (const path of wave) asked.add(path)
  }
  const sandbox = new Sandbox(nowhere)
  try {
    sandbox.reload(texts)
    const present = [...files].filter((file) => texts.has(file)).sort()
    const { policies } = await evaluatePolicies(sandbox, present, new DirectPolicies(sandbox))
    return { policies, texts }
  } finally {
    await sandbox.close()
  }
}

/** Below a file nothing can be read, and nobody can put anything. */
const nowhere = new URL('package.json/nowhere', packageFile('.')).pathname

async function filesBelow(commit: Commit, folder: string): Promise<readonly string[]> {
  const entries = (await commit.folder(commit.pathOf(folder))) ?? new Map()
  const files: string[] = []
  for (const [name, { kind }] of entries) {
    const path = posix.join(folder, name)
    if (kind === 'file') files.push(path)
    else if (kind === 'folder') files.push(...(await filesBelow(commit, path)))
  }
  return files
}
