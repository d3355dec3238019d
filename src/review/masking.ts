import { dialectNames, dialectOf } from '../dialects/dialects.ts'
import { announcedSecrets, SecretLabels, snakeCase } from '../dialects/masking.ts'
import { settingRows } from '../dialects/rows.ts'
import { splitVariable } from '../dialects/values/variable.ts'
import { isTable } from '../smolfile/is-table.ts'
import { isWithin } from '../smolfile/setting-path.ts'
import type { Change, SettingValue } from './finding.ts'

/** A change, with the texts that are secrets by what stands before them. */
type ShownChange = Change & { readonly announced?: readonly string[] }

/** The path and the values of a change as they may be shown: a secret of both is the same there. */
export function maskChange({ setting, path, before, after, announced = [] }: ShownChange) {
  const name = nameOf(setting, path)
  const labels = new SecretLabels(announced)
  return {
    path: labels.maskName(path),
    ...(before === undefined ? {} : { before: maskValue(before, name, labels) }),
    ...(after === undefined ? {} : { after: maskValue(after, name, labels) }),
  }
}

/** The name that a value is given: of a variable, and of what is no setting the last key. */
function nameOf(setting: string, path: string): string | undefined {
  if (setting === 'malformed') return snakeCase(path.slice(path.lastIndexOf('.') + 1))
  return variableSettings.has(setting) ? path.slice(setting.length + 1) : undefined
}

/** Labels for texts that are made of those of documents, which say what in them is a secret. */
export function labelsFor(documents: readonly unknown[]): SecretLabels {
  return new SecretLabels(documents.flatMap(announcedSecrets))
}

/** A document as it may be shown: variables by their names, everything else by its form. */
export function maskDocument<Document extends object>(
  document: Document,
  labels: SecretLabels,
): Document {
  const announced = new Set(announcedSecrets(document))
  const mask = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') {
      const whole = { start: 0, end: value.length }
      return labels.mask(value, undefined, announced.has(value) ? [whole] : [])
    }
    if (Array.isArray(value)) {
      const isVariables = variableSettings.has(path)
      return value.map((each) => (isVariables ? maskEntry(each, labels) : mask(each, path)))
    }
    if (!isTable(value)) return value
    const entries = Object.entries(value).map(([key, each]) => {
      return [labels.maskName(key), mask(each, path === '' ? key : `${path}.${key}`)]
    })
    return Object.fromEntries(entries)
  }
  return mask(document, '') as Document
}

function maskEntry(entry: string, labels: SecretLabels): string {
  const [name, value] = splitVariable(entry)
  return entry.includes('=') ? `${name}=${labels.mask(value, name)}` : labels.mask(entry)
}

/** A value of the setting at `path` as it may be shown. */
export function maskSetting<Value>(path: string, value: Value, labels: SecretLabels): Value {
  const setting = [...variableSettings].find((each) => path !== each && isWithin(path, each))
  const name = setting === undefined ? undefined : path.slice(setting.length + 1)
  return maskValue(value as SettingValue, name, labels) as Value
}

function maskValue(
  value: SettingValue,
  name: string | undefined,
  labels: SecretLabels,
): SettingValue {
  if (typeof value === 'string') return labels.mask(value, name)
  if (isList(value)) return value.map((each) => maskValue(each, name, labels))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      labels.maskName(key),
      maskValue(each, name ?? snakeCase(key), labels),
    ]),
  )
}

function isList(value: SettingValue): value is readonly SettingValue[] {
  return Array.isArray(value)
}

/** The settings of all dialects that hold variables. */
const variableSettings: ReadonlySet<string> = new Set(
  dialectNames
    .flatMap((name) => settingRows(dialectOf(name).rows))
    .flatMap(({ path, row }) => (row.kind === 'variables' ? [path] : [])),
)
