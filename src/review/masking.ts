import { dialectNames, dialectOf } from '../dialects/dialects.ts'
import { settingRows } from '../dialects/rows.ts'
import { secretReason, tokenIn } from '../dialects/secrets.ts'
import { tomlString } from '../smolfile/toml-text.ts'
import type { Change, SettingValue } from './finding.ts'
import type { ReviewedBottle } from './tree.ts'

/** The text shown instead of a secret: a review may end up in a public log. */
export const masked = '(secret, not shown)'

/** The values of a change as they may be shown. */
export function maskChange({ setting, path, before, after }: Change) {
  const name = isVariable(setting) ? path.slice(setting.length + 1) : undefined
  return {
    ...(before === undefined ? {} : { before: maskValue(before, name) }),
    ...(after === undefined ? {} : { after: maskValue(after, name) }),
  }
}

function maskValue(value: SettingValue, name: string | undefined): SettingValue {
  if (typeof value === 'string') return isSecret(value, name) ? masked : value
  if (isList(value)) return value.map((each) => maskValue(each, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, maskValue(each, name)]),
  )
}

function isSecret(value: string, name: string | undefined): boolean {
  if (tokenIn(value) !== undefined) return true
  return name !== undefined && secretReason(name, value) !== undefined
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

/** The same by their last keys. */
const variableKeys: ReadonlySet<string> = new Set(
  [...variableSettings].map((path) => path.slice(path.lastIndexOf('.') + 1)),
)

function isVariable(setting: string): boolean {
  return variableSettings.has(setting)
}

/** The Smolfile's text without the secrets that its document has. */
export function maskText({ text, document }: ReviewedBottle): string {
  return secretsIn(document, '').reduce((shown, [written, instead]) => {
    const inner = tomlString(written).slice(1, -1)
    return shown.replaceAll(inner, () => instead)
  }, text)
}

/** A text of a Smolfile, and the one shown instead of it. */
type Mask = readonly [written: string, instead: string]

function secretsIn(value: unknown, key: string): readonly Mask[] {
  if (typeof value === 'string') {
    const end = variableKeys.has(key) ? value.indexOf('=') : -1
    const name = end === -1 ? undefined : value.slice(0, end)
    if (!isSecret(value.slice(end + 1), name)) return []
    return [[value, name === undefined ? masked : `${name}=${masked}`]]
  }
  if (Array.isArray(value)) return value.flatMap((each) => secretsIn(each, key))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([inner, each]) => secretsIn(each, inner))
}
