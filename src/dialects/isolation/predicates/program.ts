import { gateway } from '../../../language/claude-bottle/gateway.ts'
import {
  authorityVariables,
  exemptionVariables,
  proxyVariables,
  steeringVariables,
  verificationVariables,
} from '../../environment-names.ts'
import { gatewayPort } from '../../gateway-urls.ts'
import type { NameList } from '../../name-list.ts'
import type { ProgramOptions } from '../../program-options.ts'
import {
  governingOptions,
  looseningOptions,
  loosestValues,
  looseValues,
  steeringKeys,
  steeringOptions,
  strictestValues,
} from '../../program-options.ts'
import type { FoundSecret } from '../../secrets.ts'
import { secretsInArguments } from '../../secrets.ts'
import type { ArgumentWord, Start } from '../argument-words.ts'
import { readWords, startsIn } from '../argument-words.ts'
import type { ListChange, SettingValue } from '../change.ts'
import type { ChangeContext, Predicate } from '../class-rule.ts'

/** A setting of an agent's permissions among its arguments, as in `-c approval_policy="never"`. */
const permissionSetting =
  /(?:approval|sandbox|permission)[\w.-]{0,64}\s{0,8}[=:]\s{0,8}([\w-]{1,64})/i

/** Whether the program is told to ask less or to do more. */
export const loosensProgram: Predicate = (each) => {
  const { removed, added } = words(each)
  return added.some(loosens) || removed.some((word) => governs(word) && !word.isValue)
}

/** Whether the program is no longer told to ask less or to do more. */
export const tightensProgram: Predicate = (each) => words(each).removed.some(loosens)

/** Whether an option that governs permissions has another value, which may be worse. */
export const regoverns: Predicate = (each) => {
  const { removed, added } = words(each)
  const has = added.filter((word) => word.isValue && governs(word))
  if (has.length > 0) return has.some(({ text }) => !strictestValues.has(text))
  return removed.some((word) => word.isValue && governs(word))
}

/** Whether the program is told otherwise how to connect, whom to trust or what to load. */
export const resteers: Predicate = (each) => {
  const { removed, added } = words(each)
  return removed.some(steers) || added.some((word) => steers(word) && !pointsAtFilter(word))
}

function loosens(word: ArgumentWord): boolean {
  if (isOptionOf(looseningOptions, 'loosening', word) || loosestValues.has(word.text)) return true
  if (word.isValue && governs(word) && looseValues.has(word.text)) return true
  const text = word.isValue ? `${word.option}=${word.text}` : word.text
  const [, value] = permissionSetting.exec(text) ?? []
  return value !== undefined && looseValues.has(value)
}

function governs(word: ArgumentWord): boolean {
  return isOptionOf(governingOptions, 'governing', word)
}

function steers(word: ArgumentWord): boolean {
  if (isOptionOf(steeringOptions, 'steering', word)) return true
  const [, name = '', equals] = /^([^=]*)(=)?/.exec(word.text) ?? []
  // A name alone is one that is unset or exported; as a word of its own it is in capitals.
  if (isVariable(name) && (equals !== undefined || /^[A-Z]+_[A-Z_]+$/.test(name))) return true
  return (equals !== undefined || isKey(word)) && steeringKeys.has(name)
}

/** Whether a word is the key of a setting although its value is another word. */
function isKey({ option, previous }: ArgumentWord): boolean {
  return option === 'c' || option === 'config' || /^(?:config|set|--[a-z-]+)$/.test(previous)
}

const variables = [
  proxyVariables,
  exemptionVariables,
  authorityVariables,
  verificationVariables,
  steeringVariables,
]

function isVariable(name: string): boolean {
  return /^\w+$/.test(name) && variables.some((list) => list.has(name))
}

/** Whether a word sets a proxy to the gateway's filter, as a variable may be set. */
function pointsAtFilter({ text }: ArgumentWord): boolean {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(text) ?? []
  return proxyVariables.has(name) && gatewayPort(value) === gateway.ports.pipelock
}

function isOptionOf(
  list: NameList,
  own: Exclude<keyof ProgramOptions, 'short'>,
  { option, program }: ArgumentWord,
): boolean {
  return option !== '' && (list.has(option) || program?.[own]?.has(option) === true)
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

interface ChangedWords {
  readonly removed: readonly ArgumentWord[]
  readonly added: readonly ArgumentWord[]
}

/** Each rule asks for the words of the same change. */
const knownWords = new WeakMap<ChangeContext['change'], ChangedWords>()

function words(each: ChangeContext): ChangedWords {
  const found = knownWords.get(each.change) ?? findWords(each)
  knownWords.set(each.change, found)
  return found
}

/** The words that were taken from the arguments and those that were put in. */
function findWords(each: ChangeContext): ChangedWords {
  const { change } = each
  const { lists, index } = change as Partial<ListChange>
  // What was changed had the place that its successor has.
  const isRemoved = change.change === 'removed'
  const removed = isRemoved
    ? read(each.before, change, change.before, lists?.before, index)
    : read(each.after, change, change.before, lists?.after, index)
  const added = read(each.after, change, change.after, lists?.after, index)
  const key = ({ text, option, isValue }: ArgumentWord) => JSON.stringify([text, option, isValue])
  const had = new Set(removed.map(key))
  const has = new Set(added.map(key))
  return {
    removed: removed.filter((word) => !has.has(key(word))),
    added: added.filter((word) => !had.has(key(word))),
  }
}

/** The words of a value that stands behind others, which the program's own name may be among. */
function read(
  document: unknown,
  { setting }: ChangeContext['change'],
  value: SettingValue | undefined,
  list: readonly string[] = [],
  index = 0,
): readonly ArgumentWord[] {
  const items = Array.isArray(value) ? value : [value]
  const texts = items.filter((item) => typeof item === 'string')
  if (texts.length === 0) return []
  return readWords(texts, startsOf(list, programBefore(document, setting))[index])
}

/** Each change of a list comes with the whole list, which is of one document. */
const knownStarts = new WeakMap<readonly string[], readonly Start[]>()

function startsOf(list: readonly string[], program: readonly string[]): readonly Start[] {
  const starts = knownStarts.get(list) ?? startsIn(list, startsIn(program).at(-1))
  knownStarts.set(list, starts)
  return starts
}

/** Arguments stand behind the entrypoint, and that may be the image's own. */
function programBefore(document: unknown, setting: string): readonly string[] {
  if (!/(?:^|\.)(?:cmd|entrypoint)$/.test(setting)) return []
  const { image, entrypoint } = document as {
    readonly image?: string
    readonly entrypoint?: readonly string[]
  }
  const program = setting.endsWith('cmd') ? (entrypoint ?? []) : []
  return [...(image === undefined ? [] : [image]), ...program]
}
