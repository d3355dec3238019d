/**
 * What a project says of itself: data of the branch, and as untrusted as the rest of it.
 */
import { join } from 'node:path'
import * as v from 'valibot'
import type { Diagnostic, Origin } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { nearest, quote } from '../diagnostic/text.ts'
import { layouts } from '../dialects/dialect.ts'
import { hideLoosely } from '../dialects/masking.ts'
import { partNames } from '../dialects/parts.ts'
import { allowedRange } from '../dialects/values/own-address.ts'
import type { TextPlace } from '../files/json-places.ts'
import { placeInJson, placeOfSyntaxError, repeatedKeyIn } from '../files/json-places.ts'
import { version } from '../files/package-files.ts'
import { decodeText, readRegularFile } from '../files/read-file.ts'
import { isAbsent, systemReason } from '../files/system-errors.ts'
import { isTable } from '../smolfile/is-table.ts'
import type { Settings } from './configuration-form.ts'
import { configurationSchema, defaultSettings, gates } from './configuration-form.ts'

/** The files that a configuration can stand in: under a key of the first, or all of the second. */
export const packageName = 'package.json'
export const configurationName = 'bottleworks.config.json'
const configurationKey = 'bottleworks'

/** Largest file that is read for a configuration, in bytes. */
const largestConfiguration = 1024 * 1024

/** A project's configuration as it was read. The settings hold when nothing is wrong. */
export interface ReadConfiguration {
  readonly settings: Settings
  /** The file that it stands in; absent without one. */
  readonly file?: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Gives the text of a file of the project; undefined when it is not there. */
export type ReadText = (name: string) => string | undefined

/** Reads the configuration of the project on disk. */
export function readConfiguration(project: string): Promise<ReadConfiguration> {
  return readConfigurationOf((name) => {
    const path = join(project, name)
    try {
      return decodeText(readRegularFile(path, { most: largestConfiguration }))
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw new Unreadable(systemReason(error))
    }
  })
}

/** Whether a file of a project configures it; one that cannot be read may, and says so later. */
export function isConfigured(project: string, name: string): boolean {
  try {
    const text = decodeText(readRegularFile(join(project, name), { most: largestConfiguration }))
    return sourceIn(name, name, text) !== undefined
  } catch {
    return true
  }
}

/**
 * Reads a configuration, wherever its files are.
 *
 * @param called What a file is called in messages. Default: by its name.
 * @param forWhom Whether the range that it requires has to hold this version of the tool.
 */
export async function readConfigurationOf(
  read: ReadText,
  called: (name: string) => string = (name) => name,
  forWhom: 'this version' | 'any version' = 'this version',
): Promise<ReadConfiguration> {
  const sources: Source[] = []
  try {
    for (const name of [packageName, configurationName]) {
      const text = read(name)
      const source = text === undefined ? undefined : sourceIn(name, called(name), text)
      if (source !== undefined) sources.push(source)
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return failed([diagnosticOf('BW150', `the configuration cannot be read: ${error.message}`)])
  }
  const [source, other] = sources
  if (source === undefined) return { settings: defaultSettings, diagnostics: [] }
  if (other !== undefined) {
    const message = `the project is configured twice, in ${packageName} and in ${configurationName}`
    const origin = { file: other.called }
    return failed([diagnosticOf('BW152', message, { origin, hint: 'keep one of them' })])
  }
  return check(source, forWhom)
}

/** A configuration as data, with what it takes to say where something of it is. */
interface Source {
  readonly name: string
  readonly called: string
  readonly text: string
  readonly data: unknown
  /** The keys that lead to the configuration in the file. */
  readonly keys: readonly string[]
  readonly isJson: boolean
}

class Unreadable extends Error {}

function sourceIn(name: string, called: string, text: string): Source | undefined {
  const source = { name, called, text: text.replace(/^\ufeff/, ''), keys: [] }
  let data: unknown
  try {
    data = JSON.parse(source.text)
  } catch {
    // Whether a package.json that is no JSON has the key is not known: it may be the gate's.
    return { ...source, data: undefined, isJson: false }
  }
  if (name === configurationName) return { ...source, data, isJson: true }
  if (!isTable(data) || !Object.hasOwn(data, configurationKey)) return undefined
  return { ...source, data: data[configurationKey], keys: [configurationKey], isJson: true }
}

async function check(
  source: Source,
  forWhom: 'this version' | 'any version',
): Promise<ReadConfiguration> {
  const { called: file } = source
  if (!source.isJson) {
    const origin = { file, ...shown(await placeOfSyntaxError(source.text)) }
    return failed([diagnosticOf('BW150', `${source.name} is not JSON`, { origin })])
  }
  const twice = await repeatedKeyIn(source.text, source.keys)
  if (twice !== undefined) {
    const what = twice.key === undefined ? 'a key' : `the key ${quote(twice.key)}`
    const details = { origin: { file, ...shown(twice.place) }, hint: 'keep one of them' }
    return failed([diagnosticOf('BW150', `${what} stands twice`, details)], file)
  }
  const problem = async (keys: readonly string[], message: string, hint?: string) =>
    diagnosticOf('BW150', message, {
      path: keys.join('.'),
      origin: await locate(source, keys),
      hint,
    })
  if (!isTable(source.data)) {
    return failed([await problem([], 'the configuration must be an object')], file)
  }
  const result = v.safeParse(configurationSchema, source.data)
  if (!result.success) {
    const found = await Promise.all(
      result.issues.map((issue) => {
        // What is wrong with an entry of a list is wrong with the list.
        const keys = (issue.path ?? []).slice(0, 1).map(({ key }) => String(key))
        return problem(keys, objectionTo(issue, keys), hintFor(issue, keys))
      }),
    )
    return failed(found, file)
  }
  const { $schema: _, ...keys } = result.output
  const given = Object.entries(keys).filter(([, value]) => value !== undefined)
  const settings: Settings = { ...defaultSettings, ...Object.fromEntries(given) }
  const { out, bottles, requires } = settings
  if (isWithin(out, bottles) || isWithin(bottles, out)) {
    const message = `out is ${quote(out)} and bottles is ${quote(bottles)}; neither may hold the other`
    return failed(
      [await problem([result.output.out === undefined ? 'bottles' : 'out'], message)],
      file,
    )
  }
  if (requires === undefined) return { settings, file, diagnostics: [] }
  const { satisfies, validRange } = (await import('semver')).default
  if (validRange(requires) === null) {
    const message = `requires is ${quote(requires)}; it must be a range of versions`
    return failed([await problem(['requires'], message, 'such as "^1.2" or ">=1.2 <2"')], file)
  }
  if (forWhom === 'any version' || satisfies(version(), requires, { includePrerelease: true })) {
    return { settings, file, diagnostics: [] }
  }
  const message = `the project requires bottleworks ${quote(requires)}; this is ${version()}`
  const origin = await locate(source, ['requires'])
  const hint = 'install a version of that range'
  return failed([diagnosticOf('BW151', message, { path: 'requires', origin, hint })], file)
}

function failed(diagnostics: readonly Diagnostic[], file?: string): ReadConfiguration {
  return { settings: defaultSettings, diagnostics, ...(file === undefined ? {} : { file }) }
}

type Issue = v.InferIssue<typeof configurationSchema>

function objectionTo(issue: Issue, keys: readonly string[]): string {
  const [key = ''] = keys
  if (issue.type === 'strict_object') {
    return `there is no key ${quote(key)}`
  }
  const value = typeof issue.input === 'string' ? quote(issue.input) : describe(issue.input)
  return `${key} is ${value}; it must be ${allowed[key as keyof typeof allowed] ?? issue.expected}`
}

const allowedFolder =
  'a normalized path inside the project, and not in .git, .github or node_modules'

const allowed = {
  out: allowedFolder,
  bottles: allowedFolder,
  strict: 'true or false',
  failOn: gates.map(quote).join(' or '),
  failOnParts: `a list of ${partNames.map(quote).join(', ')}`,
  gatewayAddresses: allowedRange,
  layout: layouts.map(quote).join(' or '),
  requires: 'a range of versions',
} as const satisfies Readonly<Record<keyof Settings, string>>

function describe(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  return Array.isArray(value) ? 'a list' : 'an object'
}

function hintFor({ type, input }: Issue, [key = '']: readonly string[]): string | undefined {
  if (key === 'failOnParts' && typeof input === 'string') {
    const part = nearest(input, partNames)
    return part === undefined ? undefined : `did you mean ${part}?`
  }
  if (type !== 'strict_object') return undefined
  const guess = nearest(key, Object.keys(allowed))
  if (guess !== undefined) return `did you mean ${guess}?`
  return `there are ${Object.keys(allowed).join(', ')}`
}

function isWithin(path: string, outer: string): boolean {
  const [one, other] = [path, outer].map((each) => each.normalize('NFC').toLowerCase())
  return one === other || `${one}`.startsWith(`${other}/`)
}

async function locate(
  { text, called, keys: outer }: Source,
  keys: readonly string[],
): Promise<Origin> {
  const place = await placeInJson(text, [...outer, ...keys], keys.length > 0)
  return { file: called, ...shown(place) }
}

/** A package.json has more in it than the configuration. */
function shown(place: TextPlace | undefined): TextPlace | undefined {
  return place && { ...place, text: hideLoosely(place.text) }
}
