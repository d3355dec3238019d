import { posix, relative, sep } from 'node:path'
import { count } from '../diagnostic/text.ts'
import type { HidingAttribute } from '../output/attributes.ts'
import {
  attributePaths,
  attributesName,
  effectOf,
  groupAttributes,
  hidingAttributes,
  ownAttributes,
  readAttributes,
} from '../output/attributes.ts'
import type { Commit } from '../output/git-commit.ts'
import { readRepositoryFiles } from '../output/git-tree.ts'
import { manifestName, smolfileName } from '../output/tree.ts'
import type { TreeTexts } from '../output/tree-texts.ts'
import type { Finding } from './finding.ts'

interface Trees {
  /** Absolute path of the output tree on disk. */
  readonly root: string
  /** The base, in whose repository the tree is. */
  readonly commit: Commit
  readonly atBase: TreeTexts
  readonly onDisk: TreeTexts
}

/**
 * A widening finding for each git attribute that hides files of the tree from reviewers, and did not
 * at the base.
 *
 * @throws FileError when an object of the base is damaged or forged.
 */
export async function reviewAttributes(trees: Trees): Promise<readonly Finding[]> {
  const { root, commit, atBase, onDisk } = trees
  const { repository } = commit.base
  const prefix = relative(repository, root).split(sep).join('/')
  const names = [
    ...attributePaths(repository, root),
    ...[...onDisk.keys(), ...atBase.keys()]
      .filter((path) => posix.basename(path) === attributesName)
      .map((path) => posix.join(prefix, path)),
  ]
  const files = new Map(readAttributes(repository, names))
  // Those of the clone itself are in no commit.
  files.delete(ownAttributes)
  if (files.size === 0) return []
  const paths = filesOf(onDisk).map((path) => posix.join(prefix, path))
  const before = await readRepositoryFiles(commit, names)
  const had = new Set(hidingAttributes(before, paths).map(keyOf))
  const gained = hidingAttributes(files, paths).filter((each) => !had.has(keyOf(each)))
  const file = posix.relative(commit.prefix, attributesName)
  return [...groupAttributes(gained).values()].map((group) => findingOf(group, file))
}

/** The paths in the tree of all its files. */
function filesOf(texts: TreeTexts): readonly string[] {
  return [...texts].flatMap(([slug, { stray }]) =>
    stray !== undefined && slug.includes('/')
      ? [slug]
      : [`${slug}/${smolfileName}`, `${slug}/${manifestName}`],
  )
}

function keyOf({ attribute, value, path }: HidingAttribute): string {
  return JSON.stringify([attribute, value, path])
}

function findingOf(group: readonly [HidingAttribute, ...HidingAttribute[]], file: string): Finding {
  const [{ attribute, value, path }] = group
  return {
    slug: '',
    setting: 'attributes',
    path: `attributes.${attribute}`,
    change: 'added',
    after: `${value} for ${count(group.length, 'file')}, such as ${path}`,
    class: 'widens',
    reason: `git hides files of the output tree from reviewers: ${effectOf(attribute)}`,
    origin: { file },
  }
}
