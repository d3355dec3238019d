import { hasErrors } from '../diagnostic/diagnostic.ts'
import { groupBy } from '../diagnostic/group-by.ts'
import { count, escapeControls, nearest, quote, quotePath } from '../diagnostic/text.ts'
import type { Assumption } from '../project/bottle-reach.ts'
import type { Answer } from '../reach/ask.ts'
import type { Question, WrongQuestion } from '../reach/question.ts'
import { isQuestionKind, parseQuestion } from '../reach/question.ts'
import type { AskOutcome, BottleAnswer } from '../review/ask-bottles.ts'
import { askBottles } from '../review/ask-bottles.ts'
import type { PlacedSetting, PlaceOf } from '../review/reach-places.ts'
import { nameText } from '../review/shown.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { CanDocument } from './json-reach-documents.ts'
import type { ProjectOptions } from './options.ts'
import { jsonSettings, pageOf, showErrors } from './reach-command.ts'
import type { Page } from './reach-text.ts'
import { placesText, rowLines, shownText } from './reach-text.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface CanCommandOptions extends ProjectOptions {
  readonly assume?: Assumption
  readonly expect?: string
}

const expectations = ['yes', 'no'] as const

/** Answers whether a bottle can reach, read, write or have one thing, or which bottles can. */
export async function runCan(
  words: readonly string[],
  options: CanCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { project, json, expect, assume } = options
  const asked = readWords(words)
  if ('wrong' in asked) throw usageError(asked)
  const wrong = wrongExpectation(expect)
  if (wrong !== undefined) throw usageError(wrong)
  const { question, slug } = asked
  const outcome = await askBottles(question, { project, slug, assume })
  const { answers, diagnostics } = outcome
  const isGood = !hasErrors(diagnostics)
  const isExpected = expect === undefined || answers.every(({ answer }) => answer === expect)
  if (json) {
    terminal.out(jsonText<CanDocument>(jsonCan(question, outcome, isGood && isExpected, expect)))
  } else {
    showErrors(terminal, diagnostics, project)
    const [only] = answers
    if (slug === undefined) showAnswers(question, outcome, expect, terminal)
    else if (only !== undefined) showAnswer(question, only, outcome.placeOf, terminal)
  }
  if (!isGood) return exitCode.sourceErrors
  return isExpected ? exitCode.clean : exitCode.outOfDate
}

function usageError({ wrong, advice }: WrongQuestion): UsageError {
  return new UsageError(wrong, ...(advice === undefined ? [] : [advice]))
}

interface Asked {
  readonly question: Question
  /** Absent when all bottles are asked. */
  readonly slug?: string
}

/** Three words name a bottle, two name none: so one may be called `read`. */
function readWords(words: readonly string[]): Asked | WrongQuestion {
  const [first = '', second = '', third] = words
  if (words.length === 2 && !isQuestionKind(first) && isQuestionKind(second)) {
    return missing(`${escapeControls(first)} ${second}`, second)
  }
  if (words.length === 1) {
    return isQuestionKind(first) ? missing(first, first) : missing(`${first} tcp`, 'tcp')
  }
  if (words.length === 0 || words.length > 3) {
    return {
      wrong: `can takes a question of two words, behind a slug or not; it has ${words.length}`,
      advice: 'such as: bottle can demo tcp example.com:443',
    }
  }
  const [kind, target] = third === undefined ? [first, second] : [second, third]
  const question = parseQuestion(kind, target)
  if ('wrong' in question) return question
  return third === undefined ? { question } : { question, slug: first }
}

function missing(asked: string, kind: string): WrongQuestion {
  const example = parseQuestion(kind, '')
  const advice = 'advice' in example ? { advice: `${example.advice}` } : {}
  return { wrong: `the question ${quote(asked)} has no end`, ...advice }
}

function wrongExpectation(expect: string | undefined): WrongQuestion | undefined {
  if (expect === undefined || expectations.some((each) => each === expect)) return undefined
  const guess = nearest(expect, expectations)
  const advice = guess === undefined ? '' : `; did you mean ${quote(guess)}?`
  return {
    wrong: `--expect is ${quote(expect)}; it must be ${expectations.map(quote).join(' or ')}${advice}`,
    advice: 'such as: bottle can demo tcp host:5432 --expect no',
  }
}

const styles = { yes: 'red', depends: 'yellow', no: 'green' } as const

function showAnswer(
  question: Question,
  found: BottleAnswer,
  placeOf: PlaceOf,
  terminal: Terminal,
): void {
  const { slug, answer, way, why, by, assumes, depends } = found
  const page = pageOf(terminal)
  const lines = [
    `${terminal.paintOut(styles[answer], answer)}  ${nameText(slug)} ${asText(question)}`,
    ...rowLines('way', way.join(' -> '), [], page),
    ...(depends === undefined ? [] : rowLines('depends', shownText(depends), [], page)),
    ...rowLines('why', shownText(why), [], page),
    ...settingLines(
      by.map((path) => placeOf(slug, path) ?? { path }),
      page,
    ),
    ...assumes.flatMap((text) => rowLines('assumes', shownText(text), [], page)),
    ...hintLines(question, slug).flatMap((text) => rowLines('hint', text, [], page)),
  ]
  terminal.out(lines.join('\n'))
}

/** Settings that were made at one place stand beside it together. */
function settingLines(settings: readonly PlacedSetting[], page: Page): readonly string[] {
  const places = groupBy(settings, (setting) => placesText([setting])[0] ?? '')
  return [...places].flatMap(([place, made]) => {
    const paths = made.map(({ path }) => shownText(path))
    return rowLines('settings', paths.join(', '), place === '' ? [] : [place], page)
  })
}

/** Who asks for the guest itself has probably meant its host. */
function hintLines(question: Question, slug?: string): readonly string[] {
  if (!('host' in question) || question.host !== 'guest') return []
  const { kind, port, target } = question
  const words = [...(slug === undefined ? [] : [slug]), kind, `host:${port}`].join(' ')
  const itself = `${quotePath(target)} means the guest itself`
  return [`${itself}; for the loopback of the host, ask bottle can ${words}`]
}

/** `tcp example.com:443`, in words. */
function asText({ kind, target }: Question): string {
  const shown = shownText(target)
  switch (kind) {
    case 'tcp':
    case 'udp':
      return `${kind} ${shown}`
    default:
      return `${kind} ${quotePath(target)}`
  }
}

function showAnswers(
  question: Question,
  { answers, placeOf }: AskOutcome,
  expect: string | undefined,
  terminal: Terminal,
): void {
  const page = pageOf(terminal)
  const blocks = words.flatMap((word) => {
    // Which bottles cannot is asked by who expects that all can.
    if (word === 'no' && expect !== 'yes') return []
    const keyOf = ({ why, assumes, depends }: BottleAnswer) =>
      JSON.stringify([why, assumes, depends])
    const reasons = groupBy(ofAnswer(answers, word), keyOf).values()
    return [...reasons].flatMap((group) => [...reasonLines(group, terminal), ...groupLines(group)])
  })
  function groupLines(group: readonly BottleAnswer[]): readonly string[] {
    return group.flatMap(({ slug, source, by }) => {
      const [place = nameText(source)] = placesText(by.map((path) => placeOf(slug, path)))
      return rowLines('', nameText(slug), [place], page)
    })
  }
  const sum = words.map((word) => `${word}: ${ofAnswer(answers, word).length}`)
  const hints = hintLines(question).flatMap((text) => rowLines('hint', text, [], page))
  const end = `${asText(question)}: ${count(answers.length, 'bottle')}; ${sum.join(', ')}`
  terminal.out([...blocks, ...hints, end].join('\n'))
}

/** An answer and its reason, which several bottles may share. */
function reasonLines(group: readonly BottleAnswer[], terminal: Terminal): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const { answer, why, assumes, depends } = first
  const text = [
    ...(depends === undefined ? [] : [depends]),
    why,
    ...assumes.map((each) => `assumes ${each}`),
  ].join('; ')
  return rowLines(answer, shownText(text), [], pageOf(terminal)).map((line, index) =>
    index === 0 ? line.replace(answer, terminal.paintOut(styles[answer], answer)) : line,
  )
}

const words = ['yes', 'depends', 'no'] as const

function ofAnswer(answers: readonly BottleAnswer[], word: Answer): readonly BottleAnswer[] {
  return answers.filter(({ answer }) => answer === word)
}

function jsonCan(
  { kind, target }: Question,
  { answers, diagnostics, placeOf }: AskOutcome,
  ok: boolean,
  expected: string | undefined,
): CanDocument {
  return {
    ok,
    question: kind,
    target,
    expected,
    bottles: answers.map(({ slug, by, way, why, ...rest }) => ({
      slug,
      dialect: rest.dialect,
      source: rest.source,
      answer: rest.answer,
      way,
      why,
      by: jsonSettings(slug, by, placeOf),
      assumes: rest.assumes,
      depends: rest.depends,
    })),
    diagnostics: jsonDiagnostics(diagnostics),
  }
}
