import { join, posix, relative, resolve, sep } from 'node:path'
import { count } from '../diagnostic/text.ts'
import type { AttributeFiles, HidingAttribute } from '../output/attributes.ts'
import {
  attributePaths,
  attributesName,
  effectOf,
  groupAttributes,
  hidingAttributes,
  ownAttributes,
  readAttributes,
  repositoryOf,
} from '../output/attributes.ts'
import { readFilesAt } from '../output/git-tree.ts'
import { manifestName, smolfileName } from '../output/tree.ts'
import type { TreeTexts } from '../output/tree-texts.ts'
import type { Finding } from './finding.ts'

interface Trees {
  /** Real path of the project. */
  readonly project: string
  /** The output tree on disk, relative to the project. */
  readonly out: string
  readonly ref: string
  readonly atBase: TreeTexts
  readonly onDisk: TreeTexts
}

/**
 * A widening finding for each git attribute that hides files of the tree from reviewers, and did not
 * at the base.
 *
 * @throws FileError when an attribute file of the base cannot be read.
 */
export function reviewAttributes(trees: Trees): readonly Finding[] {
  const { project, out, ref, atBase, onDisk } = trees
  const root = resolve(project, out)
  const repository = repositoryOf(root)
  if (repository === undefined) return []
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
  const before = attributesAt(project, repository, ref, names)
  const had = new Set(hidingAttributes(before, paths).map(keyOf))
  const gained = hidingAttributes(files, paths).filter((each) => !had.has(keyOf(each)))
  const file = relative(project, join(repository, attributesName)).split(sep).join('/')
  return [...groupAttributes(gained).values()].map((group) => findingOf(group, file))
}

function attributesAt(
  project: string,
  repository: string,
  ref: string,
  names: readonly string[],
): AttributeFiles {
  const asked = new Map(
    names.map((name) => [relative(project, join(repository, name)).split(sep).join('/'), name]),
  )
  const texts = readFilesAt(project, ref, [...asked.keys()]) ?? new Map<string, string>()
  return new Map([...texts].map(([path, text]) => [asked.get(path) ?? path, text]))
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
