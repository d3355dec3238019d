import { posix } from 'node:path'
import * as v from 'valibot'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { quote } from '../diagnostic/text.ts'
import { fromCarriageReturns } from '../files/line-ends.ts'
import { nearestOf } from '../smolfile/setting-path.ts'
import type { Place } from '../smolfile/toml-parse.ts'
import { plainLines } from '../smolfile/toml-parse.ts'
import type { TomlTree } from '../smolfile/toml-tree.ts'
import { readToml } from '../smolfile/toml-tree.ts'
import type { ReadCompanion } from './companion.ts'
import { companionName } from './companion.ts'
import type { DialectName, SmolfileDocument } from './dialects.ts'
import { dialectNames, dialectOf } from './dialects.ts'
import { readForms } from './forms.ts'
import { isListKind } from './kinds.ts'
import { lazy } from './lazy.ts'
import { KnownSecrets, looseSecrets, secretsIn } from './masking.ts'
import { bare, nearWords, wordIn } from './near-words.ts'
import { ProblemList } from './problem-list.ts'
import { rowOfKey } from './rows.ts'
import { hideInSmolfile } from './smolfile-secrets.ts'

/** One Smolfile: what it says, and what is wrong with it. */
export interface Vetted {
  /** Absent when the text is no TOML, or could be of several dialects. */
  readonly dialect?: DialectName
  /** What of the data has the form of the dialect; all of it when no error is about the form. */
  readonly document?: SmolfileDocument
  /** The rest, by its path with every name as a key of TOML. */
  readonly unfit?: ReadonlyMap<string, unknown>
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads the text of any Smolfile, and checks it by the rules of its dialect, which its keys tell.
 *
 * @param file What the file is called in diagnostics.
 * @param companion The text of the companion beside it; undefined when there is none.
 */
export function vetSmolfile(
  file: string,
  source: string,
  forced?: DialectName,
  companion?: string,
): Vetted {
  const text = plainLines(source)
  const lines = lazy(() => hideInSmolfile(text).split('\n'))
  const read = readToml(source)
  const secrets = lazy(
    () => new KnownSecrets(read.ok ? secretsIn(read.tree.data) : looseSecrets(text)),
  )
  const at = (problem: Problem, place?: Place): Diagnostic => {
    const line = place === undefined ? undefined : lines()[place.line - 1]
    const origin = { file, ...place, ...(line === undefined ? {} : { text: line }) }
    const { code, severity, path, hint } = problem
    const message = secrets().hide(problem.message)
    const more = hint === undefined ? {} : { hint: secrets().hide(hint) }
    return { code, severity, message, path: secrets().hide(path), origin, ...more }
  }
  if (!read.ok) {
    const what = read.isLimit ? 'this is not read' : 'this is not valid TOML 1.0'
    return { diagnostics: [at(errorAt('BW071', '', `${what}: ${read.message}`), read.place)] }
  }
  const { data, places } = read.tree
  const dialect = forced ?? recognize(data)
  if (dialect === undefined) return { diagnostics: [at(unclear)] }
  const { closed, vet } = dialectOf(dialect)
  const { fit, unfit, problems } = readForms(dialect, read.tree)
  const document = { ...closed, ...fit } as SmolfileDocument
  const beside = readBeside(dialect, document, file, companion)
  const found = problems.length > 0 ? problems : shortened(vet(fit, beside.address))
  const own = found.map((each) => at(each, nearestOf(places, each.path)))
  return {
    dialect,
    document: beside.document,
    unfit: new Map([...unfit, ...beside.unfit]),
    diagnostics: [...own, ...beside.diagnostics],
  }
}

interface Beside {
  readonly document: SmolfileDocument
  readonly address?: string | undefined
  readonly unfit: ReadonlyMap<string, unknown>
  readonly diagnostics: readonly Diagnostic[]
}

/** The document with what its companion says. */
function readBeside(
  dialect: DialectName,
  document: SmolfileDocument,
  file: string,
  text: string | undefined,
): Beside {
  if (text === undefined) return { document, unfit: new Map(), diagnostics: [] }
  const name = posix.join(posix.dirname(file), companionName)
  const { companion } = dialectOf(dialect)
  if (companion === undefined) {
    const message = `a Smolfile of ${dialect} has no companion`
    const stranger = diagnosticOf('BW020', message, { origin: { file: name }, hint: 'remove it' })
    return { document, unfit: new Map([[companionName, message]]), diagnostics: [stranger] }
  }
  const read = companion.add(document as never, text)
  return { ...read, diagnostics: companionDiagnostics(name, text, read.problems) }
}

/** Checks a companion by itself, where no Smolfile says which socket it is to name. */
export function vetCompanion(file: string, text: string): Vetted {
  const [dialect] = dialectNames.filter((name) => dialectOf(name).companion !== undefined)
  if (dialect === undefined) return { diagnostics: [] }
  const { closed, companion } = dialectOf(dialect)
  const problems = companion?.add(closed as never, text).problems ?? []
  return { dialect, diagnostics: companionDiagnostics(file, text, problems) }
}

/** The objections to a companion by itself, at their lines. */
function companionDiagnostics(
  file: string,
  text: string,
  problems: ReadCompanion['problems'],
): readonly Diagnostic[] {
  const lines = fromCarriageReturns(text).split('\n')
  return problems.map(({ code, message, hint, line }) => {
    const shown = line === undefined ? {} : { line, text: lines[line - 1] ?? '' }
    return diagnosticOf(code, message, { origin: { file, ...shown }, hint })
  })
}

function shortened(problems: readonly Problem[]): readonly Problem[] {
  const list = new ProblemList()
  for (const each of distinct(problems)) list.add(each.code, () => each)
  return list.all()
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((each) => [`${each.path} ${each.message}`, each])).values()]
}

const unclear = errorAt(
  'BW072',
  '',
  `the dialect is not clear: the keys are as much of ${dialectNames.map(quote).join(' as of ')}`,
  `pass --dialect ${dialectNames.join(' or --dialect ')}`,
)

/** The dialect that knows the most keys; none when several know as many. */
function recognize(data: TomlTree['data']): DialectName | undefined {
  const scored = dialectNames.map((name) => ({ name, score: scoreOf(name, data) }))
  const most = Math.max(...scored.map(({ score }) => score))
  const [best, other] = scored.flatMap(({ name, score }) => (score === most ? [name] : []))
  if (other === undefined) return best
  // A Smolfile that sets nothing but what all know is of the dialect in which all may be left out.
  const isOwn = (key: string) => dialectNames.filter((name) => knows(name, key)).length === 1
  if (Object.keys(data).some(isOwn)) return undefined
  return dialectNames.find((name) => v.is(dialectOf(name).schema, {}))
}

/**
 * Counts the keys that a dialect knows; of those that others know too, its own form counts more, and
 * a near word counts less.
 */
function scoreOf(name: DialectName, data: TomlTree['data']): number {
  return Object.entries(data).reduce((score, [key, value]) => {
    if (!knows(name, key)) return score + (isNear(name, key) ? 1 : 0)
    const others = dialectNames.filter((other) => other !== name && knows(other, key))
    const isOwnForm = others.length > 0 && !others.some((other) => fits(other, key, value))
    return score + (isOwnForm && fits(name, key, value) ? 4 : 2)
  }, 0)
}

function isNear(name: DialectName, key: string): boolean {
  return wordIn(nearWords[name].tables[''] ?? {}, bare(key)) !== undefined
}

/** Whether both are a list, or neither is. */
function fits(name: DialectName, key: string, value: unknown): boolean {
  const row = rowOfKey(dialectOf(name).rows, key)
  return row !== undefined && isListKind(row) === Array.isArray(value)
}

function knows(name: DialectName, key: string): boolean {
  return Object.hasOwn(dialectOf(name).schema.entries, key)
}
