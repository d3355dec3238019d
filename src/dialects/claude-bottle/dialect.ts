import { parse as parseToml } from 'smol-toml'
import * as v from 'valibot'
import type { Problem } from '../../diagnostic/problem.ts'
import { settingPath } from '../../smolfile/setting-path.ts'
import { tomlArray, tomlString } from '../../smolfile/toml-text.ts'
import type { Checked, Dialect } from '../dialect.ts'
import { schemaProblems } from '../schema-problems.ts'
import { sortEntries } from '../variables.ts'
import type { ClaudeBottleDocument } from './document.ts'
import { documentSchema, makeDocument, settingsSchema } from './document.ts'
import { checkRules } from './rules.ts'
import { vetDocument } from './vet.ts'

export const claudeBottle: Dialect<ClaudeBottleDocument> = {
  name: 'claude-bottle',
  schema: documentSchema,

  check(slug: string, settings: unknown): Checked<ClaudeBottleDocument> {
    const result = v.safeParse(settingsSchema, settings)
    if (!result.success) {
      return { problems: schemaProblems(result.issues, (keys) => authoredPath(keys, settings)) }
    }
    const { command, net } = result.output
    const env = result.output.env.map(([name, value]) => [name, String(value)] as const)
    const checked = { slug, command, env, net }
    return { document: makeDocument(checked), problems: checkRules(checked) }
  },

  vet(data: unknown): readonly Problem[] {
    const result = v.safeParse(documentSchema, data)
    return result.success
      ? vetDocument(result.output)
      : schemaProblems(result.issues, (keys) => settingPath(keys))
  },

  render({ name, command, env, net }: ClaudeBottleDocument): string {
    const devices = net.map(
      ({ type, attachment, socket }) =>
        `\n[[net]]\ntype = ${tomlString(type)}\nattachment = ${tomlString(attachment)}\nsocket = ${tomlString(socket)}\n`,
    )
    const head = `name = ${tomlString(name)}\ncommand = ${tomlArray(command)}\nenv = ${tomlArray(env)}\n`
    return head + devices.join('')
  },

  parse(text: string): ClaudeBottleDocument {
    return v.parse(documentSchema, parseToml(text))
  },

  normalize(document: ClaudeBottleDocument): ClaudeBottleDocument {
    return { ...document, env: sortEntries(document.env) }
  },

  sockets({ net }: ClaudeBottleDocument) {
    return net.map(({ socket }, index) => ({ path: `net[${index}].socket`, socket }))
  },
}

/** The path that the author knows: a variable by its name instead of its index. */
function authoredPath(keys: readonly (string | number)[], settings: unknown): string {
  const [first, index] = keys
  if (first !== 'env' || typeof index !== 'number') return settingPath(keys)
  const name = (settings as { env?: [unknown][] }).env?.[index]?.[0]
  return typeof name === 'string' ? `env.${name}` : settingPath(keys)
}
