import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { stringify } from 'smol-toml'
import { renderSmolfile } from '../../src/dialects/render.ts'
import type { SettingRow } from '../../src/dialects/rows.ts'
import { settingRows } from '../../src/dialects/rows.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { settings } from '../../src/language/smolvm/settings.ts'
import { documentWith, sample, schemaKeys } from '../conformance/generate.ts'
import { validMachine } from '../support/valid-document.ts'
import { differences } from './differences.ts'
import { networkDocuments } from './network-documents.ts'
import { valuesOf } from './values.ts'
import { wrongToday } from './wrong-today.ts'

/** A Smolfile that the engine is asked about. */
export interface Case {
  readonly name: string
  readonly text: string
  /** Whether its paths of the host are moved to where they can be made. */
  readonly isMoved?: true
}

const root = new URL('../../', import.meta.url)

/** All Smolfiles that the engine is asked about, by what they are for. */
export function caseGroups(): ReadonlyMap<string, readonly Case[]> {
  return new Map([
    ['each setting with the edges of its values', settingRows(settings).flatMap(settingCases)],
    ['settings of the network together', networkDocuments().map(documentCase)],
    ['lists that dev replaces', replacedLists.map(textCase)],
    ['every key of every table', schemaKeys().map(keyCase)],
    ['drawn at random, from a fixed seed', randomCases()],
    ['golden machines', smolfiles('test/golden/smolvm/')],
    ['what import is tested with', smolfiles('test/golden/import/')],
    ['examples', smolfiles('smolfiles/')],
    ['listed differences', [...differences, ...wrongToday].map(exampleCase)],
  ])
}

export function allCases(): readonly Case[] {
  return [...caseGroups().values()].flat()
}

/** Those of numbers and switches alone. */
export function scalarCases(): readonly Case[] {
  const scalars = settingRows(settings).filter(({ path, row }) => {
    return ['flag', 'count', 'mebibytes'].includes(row.kind) && !path.startsWith('network.')
  })
  const cases = scalars.flatMap(settingCases)
  return cases.filter(({ text }) => {
    const { diagnostics } = vetSmolfile('Smolfile', text, 'smolvm')
    return diagnostics.every(({ severity }) => severity !== 'error')
  })
}

/** A setting's values, each alone and in a machine that has an image and a network. */
function settingCases({ path, row }: SettingRow): readonly Case[] {
  const keys = path.split('.')
  return valuesOf(row).flatMap((value) =>
    companions(path).map((around) => documentCase(withValue(around, keys, value))),
  )
}

/** What a setting needs beside it to be looked at at all. */
function companions(path: string): readonly object[] {
  const machine = { image: 'alpine:3.22', net: true }
  if (path === 'image') return [{}, { net: true }]
  if (path === 'env') return [{}, { auto_graph: true }]
  if (/^(?:net|net_backend|network)\b/.test(path) && !path.includes('credentials'))
    return [{}, machine]
  if (/ports$|volumes$/.test(path)) return [machine]
  if (/^(?:fork|branch)\.enabled$/.test(path)) return [{}, { cuda: true }]
  if (/^(?:fork|branch)\.pool_size$/.test(path)) return [{ cuda: true }, { auto_graph: true }]
  if (/\.cuda_vram_limit_mib$/.test(path)) {
    return [{ cuda: true, [path.split('.')[0] ?? '']: { pool_size: 1 } }]
  }
  return [{}]
}

/** Good and bad lists, each beside one of dev. */
const replacedLists = [
  ['ports', '"80", "80/", "1:0", "5-4"', '"81"'],
  ['ports', '"80"', '"81", "81"'],
  ['ports', '"80/"', ''],
  ['volumes', '"/etc:/a", "~/a:/a", "/dev", "a"', '"./b:/b"'],
  ['volumes', '"./a:/a"', '"/etc:/a"'],
  ['volumes', '"/etc:/a"', ''],
  ['init', '"true"', '"false"'],
  ['init', '"true"', ''],
].map(([key, list, own]) => `${key} = [${list}]\n[dev]\n${key} = [${own}]\n`)

const credential = { name: 'a', environment_variable: 'A', allowed_hosts: ['a.example'] }

function withValue(around: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  if (rest.length === 0) return { ...around, [key]: value }
  const inner = (around as Readonly<Record<string, object>>)[key] ?? {}
  if (key !== 'credentials') return { ...around, [key]: withValue(inner, rest, value) }
  return { ...around, [key]: [withValue(credential, rest, value)] }
}

function documentCase(document: object): Case {
  return textCase(stringify(document))
}

function textCase(text: string): Case {
  return { name: text.trim().replaceAll('\n', '; ').slice(0, 120), text }
}

function keyCase(key: ReturnType<typeof schemaKeys>[number]): Case {
  return documentCase(documentWith(key, sample(key.schema)))
}

function randomCases(): readonly Case[] {
  return fc.sample(validMachine, { numRuns: 400, seed: 1 }).map((document, index) => ({
    name: `random ${index}`,
    text: renderSmolfile('smolvm', document, { source: 'random' }),
    isMoved: true,
  }))
}

/** The Smolfiles of the dialect in a folder's folders. */
function smolfiles(folder: string): readonly Case[] {
  return readdirSync(new URL(folder, root)).flatMap((name): readonly Case[] => {
    const text = readFileSync(new URL(`${folder}${name}/Smolfile`, root), 'utf8')
    return isOther(text) ? [] : [{ name: `${folder}${name}`, text, isMoved: true }]
  })
}

/** Whether a Smolfile is of the other dialect. */
function isOther(text: string): boolean {
  return /^(?:command|\[\[net\]\])/m.test(text)
}

function exampleCase({ example }: { readonly example: string }): Case {
  return textCase(example)
}
