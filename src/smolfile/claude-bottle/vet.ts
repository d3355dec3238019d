import { quote } from '../../diagnostic/text.ts'
import type { Problem } from '../problem.ts'
import { errorAt } from '../problem.ts'
import type { ClaudeBottleDocument } from './document.ts'
import { namePrefix } from './document.ts'
import { checkRules } from './rules.ts'

/** What the rules say of a document that no bottle file made, at the paths of the document. */
export function vetDocument(document: ClaudeBottleDocument): readonly Problem[] {
  const { name, command, net } = document
  const variables = document.env.flatMap((entry, index) => {
    const end = entry.indexOf('=')
    return end === -1
      ? []
      : [
          {
            index,
            name: entry.slice(0, end),
            variable: [entry.slice(0, end), entry.slice(end + 1)],
          },
        ]
  })
  const slug = name.slice(namePrefix.length)
  const env = variables.map(({ variable }) => variable as [string, string])
  const indexes = new Map(variables.map((each) => [`env.${each.name}`, each.index]))
  const problems = name.startsWith(namePrefix)
    ? checkRules({ slug, command, env, net })
    : [unprefixed(name), ...checkRules({ slug: 'unnamed', command, env, net })]
  return [
    ...problems.map((problem) => ({ ...problem, path: documentPath(problem.path, indexes) })),
    ...document.env.flatMap((entry, index) => (entry.includes('=') ? [] : [unassigned(index)])),
  ]
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
