import * as v from 'valibot'
import { sortByName, sortEntries } from '../variables.ts'
import type { SmolvmDocument } from './document.ts'
import { documentSchema } from './document.ts'
import { devSchema, networkSchema, secretSchema } from './tables.ts'

const value = v.union([v.string(), v.number(), v.boolean()])
const variables = v.array(v.strictTuple([v.string(), v.nullable(value)]))

const { env: _env, net, net_backend, network, ...same } = documentSchema.entries
const networkEntries = { net, net_backend, network }
const { env: _devEnv, ...devSame } = devSchema.entries

/** The settings as a bottle file makes them: the document, but for what has a form of its own. */
export const settingsSchema = v.strictObject({
  ...same,
  env: variables,
  secrets: v.array(v.strictTuple([v.string(), secretSchema])),
  dev: v.optional(v.strictObject({ ...devSame, env: v.optional(variables) })),
  net: v.optional(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('virtio-net'), network: networkSchema }),
      v.strictObject({ kind: v.literal('tsi'), reason: v.string() }),
      v.strictObject({ kind: v.literal('raw'), ...networkEntries }),
    ]),
  ),
})

export type SmolvmSettings = v.InferOutput<typeof settingsSchema>
type Variables = SmolvmSettings['env']

/** The document that the settings stand for. Whether it is right is not asked here. */
export function makeDocument(settings: SmolvmSettings): SmolvmDocument {
  const { env, secrets, net, dev, ...same } = settings
  const document = {
    ...same,
    env: variableTexts(env),
    ...networkKeys(net),
    dev: dev && { ...dev, env: dev.env && variableTexts(dev.env) },
    secrets: secrets.length === 0 ? undefined : Object.fromEntries(sortByName(secrets)),
  }
  return withoutAbsent(document) as SmolvmDocument
}

/** The document without what says nothing, and with its variables and secrets sorted. */
export function normalizeDocument(document: SmolvmDocument): SmolvmDocument {
  const { env, dev, secrets } = document
  const sorted = {
    ...document,
    env: env && sortEntries(env),
    dev: dev && { ...dev, env: dev.env && sortEntries(dev.env) },
    secrets: secrets && Object.fromEntries(sortByName(Object.entries(secrets))),
  }
  return withoutAbsent(sorted) as SmolvmDocument
}

function variableTexts(entries: Variables): readonly string[] {
  return sortByName(entries).map(([name, text]) => (text === null ? name : `${name}=${text}`))
}

function networkKeys(net: SmolvmSettings['net']) {
  if (net === undefined) return {}
  if (net.kind === 'raw') {
    const { kind: _, ...keys } = net
    return keys
  }
  if (net.kind === 'tsi') return { net: true, net_backend: 'tsi' }
  return { net: true, net_backend: 'virtio-net', network: net.network }
}

/** Without what TOML has no form for, undefined, and what says nothing: an empty list or table. */
function withoutAbsent(table: object): object {
  const kept = Object.entries(table).flatMap(([key, value]) => {
    if (value === undefined) return []
    if (Array.isArray(value)) return value.length === 0 ? [] : [[key, value]]
    if (!isTable(value)) return [[key, value]]
    const inner = withoutAbsent(value)
    return Object.keys(inner).length === 0 ? [] : [[key, inner]]
  })
  return Object.fromEntries(kept)
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
