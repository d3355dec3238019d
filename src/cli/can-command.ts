import { hasErrors } from '../diagnostic/diagnostic.ts'
import { count, escapeControls, nearest, quote, quotePath } from '../diagnostic/text.ts'
import type { Question, WrongQuestion } from '../reach/question.ts'
import { isQuestionKind, parseQuestion } from '../reach/question.ts'
import type { AskOutcome, BottleAnswer } from '../review/ask-bottles.ts'
import { askBottles } from '../review/ask-bottles.ts'
import type { PlaceOf } from '../review/reach-places.ts'
import { nameText } from '../review/shown.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { CanDocument } from './json-reach-documents.ts'
import type { ProjectOptions } from './options.ts'
import { jsonSettings, pageOf, showErrors } from './reach-command.ts'
import { placesText, rowLines, shownText } from './reach-text.ts'
import type { Terminal } from './terminal.ts'

export interface CanCommandOptions extends ProjectOptions {
  readonly expect?: string
}

const expectations = ['yes', 'no'] as const

/** Answers whether a bottle can reach, read, write or have one thing, or which bottles can. */
export async function runCan(
  words: readonly string[],
  options: CanCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { project, json, expect } = options
  const asked = readWords(words)
  const wrong = 'wrong' in asked ? asked : wrongExpectation(expect)
  if (wrong !== undefined || 'wrong' in asked) {
    terminal.err(`error: ${wrong?.wrong}`)
    if (wrong?.advice !== undefined) terminal.err(`(${wrong.advice})`)
    return exitCode.usage
  }
  const { question, slug } = asked
  const outcome = await askBottles(question, { project, slug })
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
  if (words.length > 3) {
    return {
      wrong: `can takes two or three words, and not ${words.length}`,
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
  const { slug, answer, way, why, by, assumes } = found
  const page = pageOf(terminal)
  const settings = by.map((path) => placeOf(slug, path) ?? { path })
  const lines = [
    `${terminal.paintOut(styles[answer], answer)}  ${nameText(slug)} ${asText(question)}`,
    ...rowLines('way', way.join(' -> '), [], page),
    ...rowLines('why', shownText(why), [], page),
    ...settings.flatMap((setting) =>
      rowLines('setting', shownText(setting.path), placesText([setting]), page),
    ),
    ...assumes.flatMap((text) => rowLines('assumes', shownText(text), [], page)),
    ...hintLines(question, slug).flatMap((text) => rowLines('hint', text, [], page)),
  ]
  terminal.out(lines.join('\n'))
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
  const isShown = ({ answer }: BottleAnswer) =>
    answer !== 'no' || (expect === 'yes' && answers.length > 0)
  const order = ['yes', 'depends', 'no'] as const
  const lines = order.flatMap((word) =>
    answers
      .filter((each) => each.answer === word && isShown(each))
      .flatMap(({ slug, answer, why, by, assumes }) => {
        const places = placesText(by.map((path) => placeOf(slug, path))).slice(0, 1)
        const [first = '', ...rest] = rowLines(nameText(slug), shownText(why), places, page)
        const more = assumes.flatMap((text) => rowLines('', `assumes ${shownText(text)}`, [], page))
        return [`${terminal.paintOut(styles[answer], answer.padEnd(7))}${first}`, ...rest, ...more]
      }),
  )
  const sum = order.map((word) => {
    const number = answers.filter(({ answer }) => answer === word).length
    return `${word}: ${number}`
  })
  const hints = hintLines(question)
  terminal.out(
    [
      ...lines,
      ...hints,
      `${asText(question)}: ${count(answers.length, 'bottle')}; ${sum.join(', ')}`,
    ].join('\n'),
  )
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
    })),
    diagnostics: jsonDiagnostics(diagnostics),
  }
}
