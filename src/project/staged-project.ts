/**
 * A project as it is in an index: what `git commit` would commit, whatever the working tree has.
 */
import { join, posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { policyFolder } from '../evaluate/discover.ts'
import { importsOf } from '../evaluate/front-end/imports-of.ts'
import { isPackaged } from '../evaluate/front-end/resolve.ts'
import { makeFolders } from '../files/make-folders.ts'
import { attributesName } from '../output/attributes.ts'
import type { StagedFile } from '../output/git-index.ts'
import { readStaged } from '../output/git-index.ts'
import type { StagedFolder } from '../output/staged-folder.ts'
import { withStagedFolder } from '../output/staged-folder.ts'
import { readConfiguration } from './configuration.ts'
import { projectPath } from './project-path.ts'

export interface StagedOptions {
  /** The output tree, relative to the project. Default: as the staged configuration says. */
  readonly out?: string | undefined
  /** The root of the repository; needed where one lies in another. */
  readonly repository?: string | undefined
}

/** A project that was read from an index. */
export interface StagedProject {
  /** Real path of the folder that stands for it. */
  readonly folder: string
  /** The diagnostics of it, as those of the project itself. */
  placed(diagnostics: readonly Diagnostic[]): readonly Diagnostic[]
}

/**
 * Gives `use` a folder with the files of a project that are staged: all of its bottles, policies and
 * output tree, its settings, what these import, and git's attributes. The files are read as git's
 * objects, with no filter and no end of a line changed, and of each the hash is checked. Packages are
 * none of them.
 *
 * @throws FileError (BW140, BW141, BW142) when that cannot be read.
 * @throws ProjectError when the project is no folder.
 */
export async function withStagedProject<T>(
  given: string,
  { out, repository }: StagedOptions,
  use: (project: StagedProject) => Promise<T>,
): Promise<T> {
  const project = projectPath(given)
  const staged = readStaged(project, repository)
  const { prefix } = staged
  return withStagedFolder(staged, async (folder) => {
    const inProject = new Map(
      staged.files.flatMap((file) => {
        const path = posix.relative(prefix, file.path)
        return path.startsWith('../') || isPackaged(path) ? [] : [[path, file] as const]
      }),
    )
    const root = join(folder.root, prefix)
    makeFolders(root)
    // What configures a project lies beside its folders, as JSON.
    const settings = [...inProject].filter(([path]) => /^[^/]*\.json$/.test(path))
    await addAll(folder, inProject, new Map(settings))
    const { settings: configured } = await readConfiguration(root)
    const tree = out ?? configured.out
    const wanted = [...inProject].filter(([path]) => {
      return [configured.bottles, policyFolder, tree].some((each) => isAtOrIn(path, each))
    })
    await addAll(folder, inProject, new Map(wanted))
    const above = staged.files.filter(({ path }) => isAttributesOf(path, posix.join(prefix, tree)))
    await folder.write(above)
    return use({ folder: root, placed: (all) => all.map((each) => placedIn(each, root, project)) })
  })
}

/** Writes files, then what they name, and so on. */
async function addAll(
  folder: StagedFolder,
  all: ReadonlyMap<string, StagedFile>,
  first: ReadonlyMap<string, StagedFile>,
): Promise<void> {
  const asked = new Set(first.keys())
  let wave = first
  while (wave.size > 0) {
    const paths = new Map([...wave].map(([path, { path: full }]) => [full, path]))
    const texts = new Map<string, string>()
    await folder.write([...wave.values()], ({ path }, text) => {
      texts.set(paths.get(path) ?? path, text)
    })
    const next = new Map<string, StagedFile>()
    for (const path of await namedBy(texts)) {
      const file = all.get(path)
      if (file === undefined || asked.has(path)) continue
      asked.add(path)
      next.set(path, file)
    }
    wave = next
  }
}

/** Paths that texts of a project name: what modules import, and settings of the compiler extend. */
async function namedBy(texts: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const imported = [...(await importsOf(texts, 'types as well')).values()].flat()
  const extended = [...texts].flatMap(([path, text]) => {
    if (!path.endsWith('.json')) return []
    return [...text.matchAll(/"(\.\.?\/[^"\\\n]{1,400})"/g)].map(([, name = '']) =>
      posix.join(posix.dirname(path), name),
    )
  })
  return [
    // The compiler looks for the types of a script beside it.
    ...imported.flatMap((path) => [
      path,
      path.replace(/\.js$/, '.ts'),
      path.replace(/\.js$/, '.d.ts'),
    ]),
    ...extended.flatMap((path) => [path, `${path}.json`]),
  ]
}

function isAtOrIn(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`)
}

/** Whether a path is of attributes that hold for what is in a folder. */
function isAttributesOf(path: string, folder: string): boolean {
  const { dir, base } = posix.parse(path)
  return base === attributesName && (dir === '' || isAtOrIn(folder, dir))
}

/** A diagnostic that tells of the project, in whose place a folder was looked at. */
function placedIn(diagnostic: Diagnostic, folder: string, project: string): Diagnostic {
  const { message, hint } = diagnostic
  const told = (text: string) => text.replaceAll(folder, project)
  return {
    ...diagnostic,
    message: told(message),
    ...(hint === undefined ? {} : { hint: told(hint) }),
  }
}
