/**
 * What changed between two states of the output tree, and what it means for isolation.
 */
import { basename, dirname, posix, resolve } from 'node:path'
import type { Diagnostic, Origin } from '../diagnostic/diagnostic.ts'
import { hasErrors } from '../diagnostic/diagnostic.ts'
import { policyFolder } from '../evaluate/discover.ts'
import type { Printed } from '../evaluate/evaluate.ts'
import { FileError } from '../files/file-error.ts'
import { isOfSystem } from '../files/is-of-system.ts'
import type { ComparedBase } from '../output/git-commit.ts'
import { readTreeAt } from '../output/git-tree.ts'
import { manifestText } from '../output/manifest.ts'
import { smolfileName } from '../output/tree.ts'
import type { TreeText, TreeTexts } from '../output/tree-texts.ts'
import { isFolder, markStrays, readTreeTexts } from '../output/tree-texts.ts'
import { baselineName } from '../project/baseline/baseline.ts'
import { readBaseline } from '../project/baseline/read-baseline.ts'
import type { Settings } from '../project/configuration-form.ts'
import type { ProjectContext } from '../project/context.ts'
import { expectedOutput } from '../project/expected-output.ts'
import type { LookOptions } from '../project/look.ts'
import { openProject } from '../project/open-project.ts'
import { projectPath } from '../project/project-path.ts'
import { unknownSlugs } from '../project/select.ts'
import { slugMatcher } from '../project/slug-patterns.ts'
import type { Bottle } from '../project/validate.ts'
import { nearestOf } from '../smolfile/setting-path.ts'
import { reviewAttributes } from './attribute-changes.ts'
import { baselineOf, ofBase, withBase } from './base.ts'
import { reviewBaseline } from './baseline-changes.ts'
import { reviewConfiguration, stricterOf } from './configuration-changes.ts'
import type { ConfigurationReview, Review } from './finding.ts'
import { withOrigins } from './finding.ts'
import { reviewPolicies } from './policy-changes.ts'
import { reviewTrees } from './review.ts'
import { readTrees } from './reviewed-tree.ts'

export interface DiffOptions {
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** The output tree, relative to the project. Default: as configured; of a base, as it is there. */
  readonly out?: string
  /** Compare these slugs alone; `*` and `?` stand for any characters, or one. Default: all. */
  readonly only?: readonly string[]
  /** The root of the repository of a base; needed where one lies in another. */
  readonly repository?: string | undefined
}

export interface DiffResult {
  /** Absent when one side could not be read. */
  readonly review?: Review
  /** The commit that was compared with; absent when it was none, or could not be read. */
  readonly base?: ComparedBase
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
  /** On which findings the configuration lets the comparison fail: of base and head, the stricter. */
  readonly gate?: Pick<Settings, 'failOn' | 'failOnParts'>
}

/**
 * The source against the output tree on disk: what synth would change.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function diffSource({
  project = '.',
  out: given,
  only,
}: DiffOptions): Promise<DiffResult> {
  const compareSource = async (context: ProjectContext): Promise<DiffResult> => {
    // Where things were made is asked whatever is known: the sandbox starts meanwhile.
    context.warm()
    const { bottles, diagnostics, printed } = await context.load(only === undefined ? {} : { only })
    if (hasErrors(diagnostics)) return { diagnostics, printed }
    const { out: configured, ...gate } = context.settings
    const out = given ?? configured
    const of = { project: nameOf(context.project) }
    return guarded(printed, async () => {
      const isAsked = askedFor(only)
      const onDisk = new Map([...markStrays(readTreeTexts(context.project, out))].filter(isAsked))
      const rendered = new Map(bottles.map((bottle) => [bottle.slug, textOf(bottle, out)]))
      for (const [slug, text] of onDisk) {
        // Synth leaves it where it is, and no source says what it was.
        if (text.stray === undefined || rendered.has(slug)) continue
        onDisk.delete(slug)
        rendered.set(slug, text)
      }
      const { review, diagnostics: unread } = compare([onDisk, rendered])
      const all = { diagnostics: [...diagnostics, ...unread], gate }
      return review === undefined
        ? all
        : { ...all, review: { ...(await located(review, context, unchanged)), of } }
    })
  }
  return openProject({ project }, compareSource)
}

/**
 * The output tree at a git ref against that on disk. Nothing of the ref is run; of the source on
 * disk, what a change comes from is evaluated in the sandbox, to say where it was made.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function diffBase(
  ref: string,
  { project = '.', out, only, repository }: DiffOptions,
): Promise<DiffResult> {
  return guarded([], async () => {
    const result = await withBase<Omit<DiffResult, 'printed'>>(
      project,
      { ref, repository },
      async (both, commit) => {
        const { base: before, head: after, compared: base } = both
        if (both.diagnostics.length > 0) return { diagnostics: both.diagnostics, base }
        const headOut = out ?? after.settings.out
        const found = readTreeTexts(projectPath(project), headOut)
        const atBase = await readTreeAt(commit, out ?? before.settings.out, found)
        const onDisk = markStrays(found, atBase)
        const gate = stricterOf(before.settings, after.settings)
        const root = resolve(projectPath(project), headOut)
        const hidden = await reviewAttributes({ root, commit, atBase, onDisk })
        const policies = await reviewPolicies(projectPath(project), commit)
        const had = await baselineOf(commit)
        const has = await readBaseline(projectPath(project))
        const wrong = [...had.diagnostics, ...has.diagnostics]
        if (wrong.length > 0) return { diagnostics: wrong, base }
        const baselined = reviewBaseline(had.baseline.entries, has.baseline.entries)
        const configuration = withMore(reviewConfiguration(before, after), [
          { file: policyFolder, findings: policies },
          { file: baselineName, findings: baselined },
          { file: hidden[0]?.origin?.file ?? '', findings: hidden },
        ])
        const trees = [atBase, onDisk] as const
        const { review, diagnostics } = compare(trees, only, configuration !== undefined)
        const of = { project: nameOf(project), commit: commit.checkedOut() }
        const more = { of, base, ...(configuration === undefined ? {} : { configuration }) }
        return {
          base,
          gate,
          diagnostics: ofBase(ref, diagnostics),
          ...(review === undefined ? {} : { review: { ...review, ...more } }),
        }
      },
    )
    const { review } = result
    if (review === undefined || review.bottles.every(({ findings }) => findings.length === 0)) {
      return result
    }
    return openProject({ project, cache: false }, async (context) => {
      return { ...result, review: await located(review, context) }
    })
  })
}

/** Two output trees, or two Smolfiles, wherever they are. */
export async function diffPaths(
  [before, after]: readonly [before: string, after: string],
  { only }: Pick<DiffOptions, 'only'>,
  read: (file: string) => Promise<string | Diagnostic>,
): Promise<DiffResult> {
  const compareAs = (had: TreeTexts, has: TreeTexts): Omit<DiffResult, 'printed'> => {
    const { review, ...rest } = compare([had, has], only)
    const of = { paths: [before, after] as const }
    return review === undefined ? rest : { ...rest, review: { ...review, of } }
  }
  return guarded([], async () => {
    if (isFolder(before) && isFolder(after)) {
      return compareAs(readTreeTexts(before, '.', before), readTreeTexts(after, '.', after))
    }
    const texts = await Promise.all([before, after].map((file) => (isNone(file) ? '' : read(file))))
    const unread = texts.filter((text): text is Diagnostic => typeof text !== 'string')
    if (unread.length > 0) return { diagnostics: unread, printed: [] }
    const slug = slugOf(isNamed(after) ? after : before)
    const [had, has] = [before, after].map((name, index): TreeTexts => {
      if (isNone(name)) return new Map()
      return new Map([[slug, { name, smolfile: String(texts[index]) }]])
    })
    return compareAs(had ?? new Map(), has ?? new Map())
  })
}

/** What a project is called: as its folder is. */
function nameOf(project: string): string {
  return basename(projectPath(project))
}

/** Whether a side is no file: git's difftool names one that is added or removed like that. */
function isNone(file: string): boolean {
  return resolve(file) === '/dev/null'
}

/** Whether a file's name says something, which that of a pipe does not. */
function isNamed(file: string): boolean {
  return file !== '-' && !isOfSystem(file)
}

/** The slug of a Smolfile: of its folder when it is just called `Smolfile`, as all are in a tree. */
function slugOf(file: string): string {
  const path = resolve(file)
  return basename(path) === smolfileName ? basename(dirname(path)) : basename(path)
}

/** Returns what `work` gives; what cannot be read is a diagnostic. */
async function guarded(
  printed: readonly Printed[],
  work: () => Promise<Omit<DiffResult, 'printed'>>,
): Promise<DiffResult> {
  try {
    return { ...(await work()), printed }
  } catch (error) {
    if (error instanceof FileError) return { diagnostics: [error.diagnostic], printed }
    throw error
  }
}

/** Whether an entry of a tree is asked for, be it a bottle's or a file in a folder of that name. */
function askedFor(only: readonly string[] | undefined) {
  const isAsked = slugMatcher(only)
  return ([path]: readonly [string, TreeText]) => isAsked(path.split('/', 1)[0] ?? '')
}

/**
 * @param only The slugs that are asked for. Default: all.
 * @param isMore Whether there is more to be shown than what has changed in the trees.
 */
function compare(
  [before, after]: readonly [TreeTexts, TreeTexts],
  only?: readonly string[],
  isMore = false,
): Omit<DiffResult, 'printed'> {
  const isAsked = askedFor(only)
  const [had, has] = [before, after].map((tree) => new Map([...tree].filter(isAsked)))
  const trees = readTrees(had ?? before, has ?? after)
  const unknown = unknownSlugs(only, new Set([...before.keys(), ...after.keys()]))
  const diagnostics = [...unknown, ...trees.diagnostics]
  const review = reviewTrees(trees.before, trees.after)
  const isChanged = review.bottles.some(({ state }) => state !== 'unchanged')
  // Beside errors, that nothing else has changed would be taken for good news.
  if (hasErrors(diagnostics) && !isChanged && !isMore) return { diagnostics }
  return { diagnostics, review }
}

/** What configures how bottles are judged, by what policies, what of it fails, and what git shows. */
function withMore(
  configuration: ConfigurationReview | undefined,
  others: readonly ConfigurationReview[],
): ConfigurationReview | undefined {
  const all = [configuration, ...others].filter((each) => each && each.findings.length > 0)
  const file = all[0]?.file
  if (file === undefined) return undefined
  return { file, findings: all.flatMap((each) => each?.findings ?? []) }
}

/** A bottle as the output tree will have it. */
export function textOf(bottle: Bottle, out: string): TreeText {
  const expected = expectedOutput(bottle)
  const name = posix.join(out, bottle.slug, smolfileName)
  const { text: smolfile, companion } = expected
  const beside = companion === undefined ? {} : { companion: companion.text }
  return { name, smolfile, ...beside, manifest: manifestText(expected) }
}

/** Nothing has changed: the source has just been looked at. */
const unchanged: LookOptions = { changed: new Set() }

/** The review with the places in the source, of those bottles that the source gives just so. */
async function located(
  review: Review,
  context: ProjectContext,
  since?: LookOptions,
): Promise<Review> {
  const changed = review.bottles.filter(({ findings, after }) => findings.length > 0 && after)
  const traces = await context.trace(
    changed.map(({ slug }) => slug),
    since,
  )
  const origins = new Map<string, ReadonlyMap<string, Origin | undefined>>()
  for (const { slug, after } of changed) {
    const { bottle, origins: made } = traces.get(slug) ?? {}
    if (bottle === undefined || made === undefined) continue
    if (expectedOutput(bottle).text === after?.text) origins.set(slug, made)
  }
  return withOrigins(review, (slug, path) => {
    const made = origins.get(slug)
    return made === undefined ? undefined : (nearestOf(made, path) ?? made.get('slug'))
  })
}
