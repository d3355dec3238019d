/** The words of a program's arguments, each with the option that it is or belongs to. */
import type { ProgramOptions } from '../program-options.ts'
import { longOptions, programAliases, programOptions } from '../program-options.ts'

export interface ArgumentWord {
  readonly text: string
  /** The name of the option that it is, or whose value it is, without hyphens; "" when it is none's. */
  readonly option: string
  readonly isValue: boolean
  /** The program that it is said to, where it is one with options of its own. */
  readonly program: ProgramOptions | undefined
  /** The word in front of it. */
  readonly previous: string
}

/** Where the reading of words begins: behind others, of which the last option may go on. */
export interface Start {
  readonly option: string
  readonly program: string
  readonly previous: string
}

const atStart: Start = { option: '', program: '', previous: '' }

/** Arguments are read as shells do, roughly: what stands in `sh -c "…"` counts. */
export function readWords(
  texts: readonly string[],
  start: Start = atStart,
): readonly ArgumentWord[] {
  return read(texts, start).words
}

/** Where each of these arguments begins, and at the end what follows them. */
export function startsIn(texts: readonly string[], start: Start = atStart): readonly Start[] {
  const starts = [start]
  for (const text of texts) starts.push(read([text], starts.at(-1) ?? start).end)
  return starts
}

function read(
  texts: readonly string[],
  start: Start,
): { readonly words: readonly ArgumentWord[]; readonly end: Start } {
  const words: ArgumentWord[] = []
  let { option, program, previous } = start
  const take = (text: string, name: string, isValue: boolean) =>
    words.push({ text, option: name, isValue, program: optionsOf(program), previous })
  for (const text of texts.join(' ').split(/[\s;&|]+/)) {
    const bare = withoutParentheses(text.replace(/["'`\\]/g, ''))
    if (bare === '') continue
    if (isOption(bare)) {
      option = ''
      for (const { name, value } of optionsIn(bare, optionsOf(program))) {
        take(`--${name}`, name, false)
        if (value === undefined || longOptions.has(name)) option = name
        if (value !== undefined) take(value, name, true)
      }
    } else {
      take(bare, option, option !== '')
      if (!longOptions.has(option)) option = ''
      program = programIn(bare) ?? program
    }
    previous = bare
  }
  return { words, end: { option, program, previous } }
}

/** Without those around it. A pattern would look at each of many again and again. */
function withoutParentheses(text: string): string {
  let [start, end] = [0, text.length]
  while (text[start] === '(') start++
  while (end > start && text[end - 1] === ')') end--
  return text.slice(start, end)
}

interface Option {
  readonly name: string
  readonly value?: string
}

/** The options that a word is: several letters may stand behind one hyphen, or a letter and its value. */
function optionsIn(text: string, program: ProgramOptions | undefined): readonly Option[] {
  const [, dashes = '', name = '', equals, value = ''] = /^(--?)([^=]*)(=)?(.*)$/s.exec(text) ?? []
  const whole = [equals === undefined ? { name } : { name, value }]
  if (dashes === '--' || program === undefined) return whole
  const full = (letter: string) =>
    Object.hasOwn(program.short, letter) ? program.short[letter] : undefined
  const first = full(name.slice(0, 1))
  const rest = name.slice(1)
  if (first === undefined) {
    const isLetters = /^[a-z]{1,4}$/i.test(name)
    const known = isLetters ? [...name].flatMap((letter) => full(letter) ?? []) : []
    return [...whole, ...known.map((each) => ({ name: each }))]
  }
  if (rest === '') return [equals === undefined ? { name: first } : { name: first, value }]
  const others = [...rest].map(full)
  return others.every((each) => each !== undefined)
    ? [first, ...others].map((each) => ({ name: each ?? '' }))
    : [{ name: first, value: text.slice(2) }]
}

function optionsOf(program: string): ProgramOptions | undefined {
  return Object.hasOwn(programOptions, program) ? programOptions[program] : undefined
}

/** The program of a word, such as `/usr/bin/codex`, `@openai/codex@latest` or `node:22`. */
function programIn(word: string): string | undefined {
  const [name = ''] = (word.split('/').at(-1) ?? '').split(/[@:]/)
  const known = Object.hasOwn(programAliases, name) ? programAliases[name] : name
  return known !== undefined && Object.hasOwn(programOptions, known) ? known : undefined
}

function isOption(text: string): boolean {
  return /^--?[a-z]/i.test(text)
}
