import { diffLines } from 'diff'
import { count } from '../diagnostic/text.ts'
import { discoverPolicies, policyFolder } from '../evaluate/discover.ts'
import { readSource } from '../evaluate/front-end/read.ts'
import type { PolicyFile } from '../evaluate/policies.ts'
import { FileError } from '../files/file-error.ts'
import { plainLineEnds } from '../files/line-ends.ts'
import type { Commit } from '../output/git-commit.ts'
import type { Finding, IsolationClass } from './finding.ts'
import type { PolicyState } from './policies-at.ts'
import { policiesAt, policiesIn } from './policies-at.ts'

/**
 * The changes of a project's policies since a commit, and of each file that they are made of, wherever
 * it is. Nobody can say what a changed file does: it widens.
 *
 * @param project Real path of the project.
 * @throws FileError when an object of the commit is damaged or forged.
 */
export async function reviewPolicies(project: string, commit: Commit): Promise<readonly Finding[]> {
  const before = await policiesAt(commit)
  const after = await policiesOnDisk(project)
  return [...policyFindings(before, after), ...fileFindings(before, after)]
}

/** The policies as they are; those of a folder that is not listed, such as a link, are none. */
async function policiesOnDisk(project: string): Promise<PolicyState> {
  return policiesIn(listed(project), async (paths) => {
    const folders = new Map<string, string | undefined>()
    return new Map(
      paths.flatMap((path) => {
        const read = readSource(project, path, folders)
        return read.ok ? [[path, read.text] as const] : []
      }),
    )
  })
}

function listed(project: string): readonly string[] {
  try {
    return discoverPolicies(project, policyFolder)
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}

/** What is said of a policy beside its function, and what a change of it does. */
const facts: readonly (readonly [
  fact: (policy: PolicyFile) => string,
  classOf: (had: PolicyFile, has: PolicyFile) => readonly [IsolationClass, string],
])[] = [
  [
    ({ severity }) => severity,
    (_had, has) =>
      has.severity === 'error'
        ? ['narrows', 'what the policy reports fails']
        : ['widens', 'what the policy reports does not fail any more'],
  ],
  [
    ({ acknowledgeable }) => (acknowledgeable ? 'acknowledgeable' : 'not acknowledgeable'),
    (_had, has) =>
      has.acknowledgeable
        ? ['widens', 'a bottle can accept what the policy reports']
        : ['narrows', 'a bottle can no longer accept what the policy reports'],
  ],
  [
    ({ judges }) => (judges === 'bottle' ? 'of each bottle' : 'of all bottles'),
    () => ['widens', 'the policy judges otherwise'],
  ],
]

function policyFindings(before: PolicyState, after: PolicyState): readonly Finding[] {
  const had = new Map(before.policies.map((policy) => [policy.name, policy]))
  const has = new Map(after.policies.map((policy) => [policy.name, policy]))
  const names = [...new Set([...had.keys(), ...has.keys()])].sort()
  return names.flatMap((name): readonly Finding[] => {
    const [was, is] = [had.get(name), has.get(name)]
    const place = { slug: '', setting: 'policies', path: name } as const
    const at = { origin: { file: (is ?? was)?.file ?? policyFolder } }
    if (was !== undefined && is === undefined) {
      const reason = 'a policy is gone'
      return [{ ...place, ...at, change: 'removed', before: was.file, class: 'widens', reason }]
    }
    if (is === undefined || was === undefined) {
      if (is === undefined) return []
      const reason = 'a policy is new'
      return [{ ...place, ...at, change: 'added', after: is.file, class: 'narrows', reason }]
    }
    return facts.flatMap(([fact, classOf]): readonly Finding[] => {
      if (fact(was) === fact(is)) return []
      const [isolationClass, reason] = classOf(was, is)
      const change = { change: 'changed', before: fact(was), after: fact(is) } as const
      return [{ ...place, ...at, ...change, class: isolationClass, reason }]
    })
  })
}

function fileFindings(before: PolicyState, after: PolicyState): readonly Finding[] {
  const files = [...new Set([...before.texts.keys(), ...after.texts.keys()])].sort()
  return files.flatMap((file): readonly Finding[] => {
    const [had, has] = [before, after].map(({ texts }) => textOf(texts, file))
    if (had === has) return []
    const place = { slug: '', setting: 'policies', path: file, origin: { file } }
    if (had === undefined) {
      const lines = count(linesIn(has ?? ''), 'line')
      const reason = 'policies are made of one more file'
      return [{ ...place, change: 'added', after: lines, class: 'neutral', reason }]
    }
    const reason =
      has === undefined
        ? 'policies are not made of this file any more'
        : `a file that policies are made of has changed: ${changeOf(had, has)}`
    const lines = count(linesIn(had), 'line')
    if (has === undefined) {
      return [{ ...place, change: 'removed', before: lines, class: 'widens', reason }]
    }
    const values = { before: lines, after: count(linesIn(has), 'line') }
    return [{ ...place, ...values, change: 'changed', class: 'widens', reason }]
  })
}

/** The text of a file, of which no line says more for how it ends. */
function textOf(texts: PolicyState['texts'], file: string): string | undefined {
  const text = texts.get(file)
  return text === undefined ? undefined : plainLineEnds(text)
}

function linesIn(text: string): number {
  return text.replace(/\n$/, '').split('\n').length
}

/** The time that is spent on telling what has changed in one file, in milliseconds. */
const patience = 200

function changeOf(had: string, has: string): string {
  const changes = diffLines(had, has, { timeout: patience })
  if (changes === undefined) return 'in many lines'
  const sum = (parts: typeof changes) => parts.reduce((total, part) => total + part.count, 0)
  const added = sum(changes.filter((part) => part.added))
  const removed = sum(changes.filter((part) => part.removed))
  return `${count(added, 'line')} added, ${removed} removed`
}
