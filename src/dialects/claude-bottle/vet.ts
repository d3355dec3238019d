import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { splitVariable } from '../variables.ts'
import type { ClaudeBottleDocument } from './document.ts'
import { namePrefix } from './document.ts'
import { checkRules } from './rules.ts'

/** What the rules say of a document that no bottle file made, at the paths of the document. */
export function vetDocument(document: ClaudeBottleDocument): readonly Problem[] {
  const { name, command, net } = document
  const slug = name.slice(namePrefix.length)
  const env = document.env.filter((entry) => entry.includes('=')).map(splitVariable)
  const indexes = new Map(
    document.env.map((entry, index) => [`env.${splitVariable(entry)[0]}`, index]),
  )
  const problems = name.startsWith(namePrefix)
    ? checkRules({ slug, command, env, net })
    : [unprefixed(name), ...checkRules({ slug: 'unnamed', command, env, net })]
  return [
    ...problems.map((problem) => ({ ...problem, path: documentPath(problem.path, indexes) })),
    ...checkEntries(document.env),
  ]
}

function checkEntries(entries: readonly string[]): readonly Problem[] {
  const seen = new Set<string>()
  return entries.flatMap((entry, index) => {
    if (!entry.includes('=')) return [unassigned(index)]
    const [name] = splitVariable(entry)
    const repeated = seen.has(name)
    seen.add(name)
    return repeated ? [twice(name, index)] : []
  })
}

function documentPath(path: string, indexes: ReadonlyMap<string, number>): string {
  const index = indexes.get(path)
  if (index !== undefined) return `env[${index}]`
  return path === 'slug' ? 'name' : path
}

function unprefixed(name: string): Problem {
  const message = `the name ${quote(name)} does not begin with ${quote(namePrefix)}`
  return errorAt('BW001', 'name', message, `write ${quote(namePrefix)} and the slug`)
}

function unassigned(index: number): Problem {
  return errorAt('BW040', `env[${index}]`, 'the entry has no "="', 'write NAME=value')
}

function twice(name: string, index: number): Problem {
  return errorAt(
    'BW052',
    `env[${index}]`,
    `the variable ${quote(name)} is set twice in env`,
    'set it once',
  )
}
