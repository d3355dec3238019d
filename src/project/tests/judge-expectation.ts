import { isDeepStrictEqual } from 'node:util'
import { count, cut, quote } from '../../diagnostic/text.ts'
import type { SmolfileDocument } from '../../dialects/dialects.ts'
import { commonRanges, parseRange } from '../../dialects/values/addresses.ts'
import type { RawDefinition } from '../../evaluate/definition.ts'
import type { ExpectedOf } from '../../evaluate/tests.ts'
import { answer } from '../../reach/answer.ts'
import { parseQuestion } from '../../reach/question.ts'
import { isCovered, rangeWords } from '../../reach/range-words.ts'
import { reachOf } from '../bottle-reach.ts'
import type { Bottle, BottleProblem } from '../validate.ts'

/** What came of one expectation. */
export interface JudgedExpectation {
  readonly isMet: boolean
  readonly expected: string
  readonly received: string
  /** The setting that decided, by its path. */
  readonly path?: string | undefined
}

/** A bottle of a test, as it was validated. */
export interface TestSubject {
  readonly definition: RawDefinition
  /** Absent when it has errors. */
  readonly bottle: Bottle | undefined
  readonly problems: readonly BottleProblem[]
}

/** Judges an expectation of a bottle; `undefined` is what is no bottle. */
export function judgeExpectation(
  { matcher, isNot, args }: ExpectedOf,
  subject: TestSubject | undefined,
): JudgedExpectation {
  if (subject === undefined) {
    return { isMet: false, expected: 'a bottle', received: 'what expect() was given is none' }
  }
  if (matcher === 'toReport') return judgeReport(String(args[0]), isNot, subject)
  const { bottle, problems } = subject
  if (bottle === undefined) {
    const [first] = problems.filter(({ severity }) => severity === 'error')
    const received = `it has errors: ${first?.code} ${first?.message}`
    return { isMet: false, expected: 'a bottle without errors', received, path: first?.path }
  }
  return matcher === 'toHave'
    ? judgeValue(String(args[0]), args.slice(1), isNot, bottle.document)
    : judgeReach(args[0], isNot, bottle)
}

function judgeReport(code: string, isNot: boolean, { problems }: TestSubject): JudgedExpectation {
  const found = problems.find((problem) => problem.code === code)
  const codes = [...new Set(problems.map((problem) => problem.code))].sort()
  return {
    isMet: (found !== undefined) !== isNot,
    expected: `${isNot ? 'not ' : ''}to report ${quote(code)}`,
    received: codes.length === 0 ? 'it reports nothing' : `it reports ${codes.join(', ')}`,
    path: found?.path,
  }
}

function judgeValue(
  path: string,
  values: readonly unknown[],
  isNot: boolean,
  document: SmolfileDocument,
): JudgedExpectation {
  const value = valueAt(document, path)
  const [wanted] = values
  const isSame = values.length === 0 ? value !== undefined : isDeepStrictEqual(value, wanted)
  const what = values.length === 0 ? quote(path) : `${quote(path)} as ${shown(wanted)}`
  return {
    isMet: isSame !== isNot,
    expected: `${isNot ? 'not ' : ''}to have ${what}`,
    received: value === undefined ? 'it has no such setting' : `it has ${shown(value)}`,
    path: value === undefined ? undefined : path,
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quote(value) : cut(JSON.stringify(value) ?? 'nothing', 120)
}

/** The value of a setting as its author knows it: a variable by its name, a member by its index. */
function valueAt(document: SmolfileDocument, path: string): unknown {
  const [, list, name] = /^((?:dev\.)?env)\.(.+)$/s.exec(path) ?? []
  if (list !== undefined) {
    const entries = valueAt(document, list)
    if (!Array.isArray(entries)) return undefined
    const entry = entries.find((each) => String(each).startsWith(`${name}=`))
    return entry === undefined ? undefined : String(entry).slice(`${name}=`.length)
  }
  const keys = path.match(/[^.[\]]+/g) ?? []
  return keys.reduce<unknown>((value, key) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    return isObject ? (value as Readonly<Record<string, unknown>>)[key] : undefined
  }, document)
}

function judgeReach(target: unknown, isNot: boolean, bottle: Bottle): JudgedExpectation {
  const entries = typeof target === 'object' && target !== null ? Object.entries(target) : []
  const [[kind, what] = ['', '']] = entries
  if (entries.length !== 1 || typeof what !== 'string') {
    const received = 'what toReach() was given is another'
    return { isMet: false, expected: "one target, such as { tcp: 'example.com:443' }", received }
  }
  const expected = `${isNot ? 'not ' : ''}to reach ${kind} ${quote(what)}`
  const found = kind === 'cidr' ? reachesRange(bottle, what) : reaches(bottle, kind, what)
  if ('wrong' in found) return { isMet: false, expected, received: found.wrong }
  const { answer: is, why, depends, assumes, path } = found
  const more =
    depends !== undefined
      ? `; it depends: ${depends}`
      : assumes === undefined
        ? ''
        : `; taken for granted: ${assumes}`
  const isMet = is === (isNot ? 'no' : 'yes')
  return { isMet, expected, received: `${is}: ${why}${more}`, path }
}

interface Reaching {
  readonly answer: 'yes' | 'no' | 'depends'
  readonly why: string
  readonly depends?: string | undefined
  readonly assumes?: string | undefined
  readonly path?: string | undefined
}

function reaches(bottle: Bottle, kind: string, what: string): Reaching | { wrong: string } {
  const question = parseQuestion(kind, what)
  if ('wrong' in question) {
    const { wrong, advice } = question
    return { wrong: advice === undefined ? wrong : `${wrong} (${advice})` }
  }
  const { answer: is, why, by, depends, assumes } = answer(reachOf(bottle), question)
  const assumed = assumes.length === 0 ? undefined : assumes.join(', ')
  return { answer: is, why, depends, assumes: assumed, path: by[0] }
}

/** Whether all addresses of a range are reached, or none. */
function reachesRange(bottle: Bottle, what: string): Reaching | { wrong: string } {
  const range = parseRange(what)
  if (range === undefined) return { wrong: `${quote(what)} is no range of addresses` }
  const reach = reachOf(bottle)
  const of = ({ network }: typeof reach): Reaching => {
    const path = network.by[0]
    const byName = network.named.names.length > 0 ? network.named.opens : []
    const ports = [...network.tcpPorts, ...network.udpPorts]
    const open = [network.tcp, network.udp, ports].map((each) => commonRanges([range], each))
    const sure = open.flat()
    if (open.slice(0, 2).every((each) => isCovered([range], each))) {
      return { answer: 'yes', why: 'every address of it is open', path }
    }
    if (sure.length > 0) {
      const why = `${count(sure.length, 'range')} of it ${sure.length === 1 ? 'is' : 'are'} open`
      return { answer: 'depends', why, depends: `on which address: ${rangeWords(sure)}`, path }
    }
    const answered = commonRanges([range], byName)
    if (answered.length === 0) return { answer: 'no', why: 'no address of it is open', path }
    const depends = `an allowed name answers ${rangeWords(answered)}`
    return { answer: 'depends', why: 'only what a name answers is open', depends, path }
  }
  const found = of(reach)
  if (reach.confined === undefined || found.answer === 'no') return found
  const confined = of(reach.confined)
  if (confined.answer === found.answer) return found
  return { ...found, answer: 'depends', depends: 'gvproxy is confined' }
}
