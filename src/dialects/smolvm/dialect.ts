import { parse as parseToml } from 'smol-toml'
import * as v from 'valibot'
import type { Problem } from '../../diagnostic/problem.ts'
import { settingPath } from '../../smolfile/setting-path.ts'
import type { Acceptance, Checked, Dialect } from '../dialect.ts'
import { schemaProblems } from '../schema-problems.ts'
import { checkSlug } from '../slug.ts'
import { authoredPath, settingsPath } from './authored-paths.ts'
import type { SmolvmDocument } from './document.ts'
import { documentSchema } from './document.ts'
import { renderDocument } from './render.ts'
import { checkRules } from './rules.ts'
import type { SmolvmSettings } from './settings.ts'
import { makeDocument, normalizeDocument, settingsSchema } from './settings.ts'

export const smolvm: Dialect<SmolvmDocument> = {
  name: 'smolvm',
  schema: documentSchema,

  check(slug: string, settings: unknown): Checked<SmolvmDocument> {
    const result = v.safeParse(settingsSchema, settings)
    if (!result.success) {
      return { problems: schemaProblems(result.issues, (keys) => settingsPath(keys, settings)) }
    }
    const document = makeDocument(result.output)
    const problems = [...checkSlug(slug), ...checkRules(document)]
    return {
      document,
      problems: problems.map((problem) => ({
        ...problem,
        path: authoredPath(problem.path, result.output),
      })),
      accepted: accepted(result.output),
    }
  },

  vet(data: unknown): readonly Problem[] {
    const result = v.safeParse(documentSchema, data)
    return result.success
      ? checkRules(result.output)
      : schemaProblems(result.issues, (keys) => settingPath(keys))
  },

  render: renderDocument,

  parse(text: string): SmolvmDocument {
    return v.parse(documentSchema, parseToml(text))
  },

  normalize: normalizeDocument,

  sockets() {
    return []
  },
}

/** TSI's reason accepts the finding that TSI is. */
function accepted({ net }: SmolvmSettings): readonly Acceptance[] {
  return net?.kind === 'tsi' ? [{ code: 'BW060', reason: net.reason, path: 'net' }] : []
}
