import type { Problem } from '../problem.ts'
import { errorAt } from '../problem.ts'
import { documentSchema } from './document.ts'

const tables = Object.entries(documentSchema.entries)
  .filter(([, { wrapped }]) => wrapped.type === 'strict_object' || wrapped.type === 'record')
  .map(([name]) => name)

/**
 * The lists that stand where a table belongs. Upstream's parser takes them for a table's values in
 * the order of its struct: `secrets = { TOKEN = ["PATH"] }` would read the variable PATH. Nobody
 * means that, and the schema would take an empty list for an empty table.
 */
export function listTables(data: unknown): readonly Problem[] {
  const found: Problem[] = []
  const visit = (value: unknown, path: string): void => {
    if (!Array.isArray(value)) return
    const message = `${path} is a list; it must be a table`
    found.push(errorAt('BW007', path, message, 'write its keys by name'))
  }
  const root = fields(data)
  for (const name of tables) visit(root[name], name)
  for (const [name, value] of Object.entries(fields(root.secrets))) visit(value, `secrets.${name}`)
  const { credentials } = fields(root.network)
  for (const [index, binding] of (Array.isArray(credentials) ? credentials : []).entries()) {
    const path = `network.credentials[${index}]`
    visit(binding, path)
    visit(fields(binding).injection_location, `${path}.injection_location`)
  }
  return found
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  const isTable = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isTable ? (value as Record<string, unknown>) : {}
}
