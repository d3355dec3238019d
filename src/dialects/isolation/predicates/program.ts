import { NameList } from '../../name-list.ts'
import type { FoundSecret } from '../../secrets.ts'
import { secretsInArguments } from '../../secrets.ts'
import type { ListChange, SettingValue } from '../change.ts'
import type { ChangeContext, Predicate } from '../class-rule.ts'

/**
 * Options with which agents and tools ask less or may do more: Claude Code ("CLI reference"), Codex
 * ("Command line options"), Gemini CLI ("Configuration"), Chromium, Docker, Deno.
 */
export const looseningOptions = new NameList(
  '*dangerously*',
  'yolo',
  'full-auto',
  'no-sandbox',
  'privileged',
  'insecure',
  'allowed-tools',
  'allowedTools',
  'add-dir',
  'mcp-config',
  'cap-add',
  'allow-*',
  'trust-*',
  'unsafe*',
  'skip-permissions*',
  'bypass*',
  'no-verify',
  'no-check-certificate',
)

/** Options that govern what a program may do: without them, or with another value, it may do more. */
export const governingOptions = new NameList(
  'permission-mode',
  'permission-prompt-tool',
  'sandbox*',
  'ask-for-approval',
  'approval-mode',
  'disallowed-tools',
  'disallowedTools',
  'tools',
  'max-turns',
  'max-budget-usd',
  'readonly',
  'read-only',
  'strict-mcp-config',
  'settings',
  'setting-sources',
  'safe-mode',
  'deny-*',
  'restrict*',
  'no-network',
)

/** The values of those that take the most back. */
export const looseValues = new NameList(
  'bypassPermissions',
  'acceptEdits',
  'dontAsk',
  'danger-full-access',
  'workspace-write',
  'yolo',
  'autoedit',
  'auto_edit',
  'auto',
  'never',
  'none',
  'off',
  'false',
  'disable',
  'disabled',
)

/** A setting of an agent's permissions among its arguments, as in `-c approval_policy="never"`. */
const permissionSetting = /(?:approval|sandbox|permission)[\w.-]*\s*[=:]\s*["']?([\w-]+)/i

/** Values that take everything back, whatever option they are of. */
const loosestValues = new NameList('bypassPermissions', 'danger-full-access', 'yolo')

function isLoose({ text, isValue, option }: Word): boolean {
  if (loosestValues.has(text.replace(/^["']|["']$/g, ''))) return true
  const [, value] = permissionSetting.exec(isValue ? `${option}=${text}` : text) ?? []
  return value !== undefined && looseValues.has(value)
}

/** Whether the program is told to ask less or to do more. */
export const loosensProgram: Predicate = (each) => {
  const { removed, added } = words(each)
  return (
    added.some((word) => isOptionOf(looseningOptions, word) || isLoose(word)) ||
    removed.some((word) => isOptionOf(governingOptions, word) && !word.isValue) ||
    added.some(
      (word) => word.isValue && isOptionOf(governingOptions, word) && looseValues.has(word.text),
    )
  )
}

/** Whether the program is no longer told to ask less or to do more. */
export const tightensProgram: Predicate = (each) =>
  words(each).removed.some(
    (word) =>
      isOptionOf(looseningOptions, word) ||
      isLoose(word) ||
      (word.isValue && isOptionOf(governingOptions, word) && looseValues.has(word.text)),
  )

/** Whether an option that governs permissions has another value, better or worse. */
export const regoverns: Predicate = (each) => {
  const { removed, added } = words(each)
  return [...removed, ...added].some((word) => word.isValue && isOptionOf(governingOptions, word))
}

/** Whether a secret comes to stand among the arguments, or stood there. */
export const saysSecret: Predicate = ({ change }) => holdsSecret(change, 'after')
export const saidSecret: Predicate = ({ change }) => holdsSecret(change, 'before')

function holdsSecret(change: ChangeContext['change'], side: 'before' | 'after'): boolean {
  const value = change[side]
  if (value === undefined) return false
  const { lists, index } = change as Partial<ListChange>
  const list = lists?.[side]
  if (typeof value === 'string' && index !== undefined && list?.[index] === value) {
    return (secretsOf(list)[index] ?? []).length > 0
  }
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string')
  return secretsInArguments(texts).some((found) => found.length > 0)
}

/** Each change of a list comes with the whole list. */
const known = new WeakMap<readonly string[], readonly (readonly FoundSecret[])[]>()

function secretsOf(list: readonly string[]): readonly (readonly FoundSecret[])[] {
  const found = known.get(list) ?? secretsInArguments(list)
  known.set(list, found)
  return found
}

interface Word {
  readonly text: string
  /** The option that it is, or whose value it is. */
  readonly option: string
  readonly isValue: boolean
}

function isOptionOf(list: NameList, { option }: Word): boolean {
  return isOption(option) && list.has(option.replace(/^--?/, ''))
}

/** The words that were taken from the arguments and those that were put in. */
function words({ change }: ChangeContext) {
  const { lists, index } = change as Partial<ListChange>
  const options = (list: readonly string[] | undefined) =>
    index === undefined ? undefined : list?.[index - 1]
  const beforeList = change.change === 'removed' ? lists?.before : undefined
  const removed = read(change.before, options(beforeList ?? lists?.after))
  const added = read(change.after, options(lists?.after))
  const key = ({ text, option, isValue }: Word) => JSON.stringify([text, option, isValue])
  const had = new Set(removed.map(key))
  const has = new Set(added.map(key))
  return {
    removed: removed.filter((word) => !has.has(key(word))),
    added: added.filter((word) => !had.has(key(word))),
  }
}

/** Arguments are read as shells do, roughly: what stands in `sh -c "…"` counts. */
function read(value: SettingValue | undefined, previous: string | undefined): readonly Word[] {
  const items = Array.isArray(value) ? value : [value]
  const texts = items.filter((item) => typeof item === 'string')
  const found: Word[] = []
  let option = previous !== undefined && isOption(previous) ? previous : ''
  for (const text of texts.join(' ').split(/[\s;&|]+/)) {
    const bare = text.replace(/^["'`(]+|["'`)]+$/g, '')
    if (bare === '') continue
    const equals = bare.indexOf('=')
    if (isOption(bare) && equals > 0) {
      const name = bare.slice(0, equals)
      found.push({ text: name, option: name, isValue: false })
      found.push({ text: bare.slice(equals + 1), option: name, isValue: true })
      option = ''
    } else if (isOption(bare)) {
      found.push({ text: bare, option: bare, isValue: false })
      option = bare
    } else {
      found.push({ text: bare, option, isValue: option !== '' })
      option = ''
    }
  }
  return found
}

function isOption(text: string): boolean {
  return /^--?[a-z]/i.test(text)
}
