import * as v from 'valibot'
import type { DeepReadonly } from '../deep-readonly.ts'

const deviceSchema = v.strictObject({
  type: v.literal('virtio-net'),
  attachment: v.literal('unixgram'),
  socket: v.string(),
})

const variableSchema = v.strictTuple([v.string(), v.union([v.string(), v.number(), v.boolean()])])

/** The settings as a bottle file makes them. */
export const settingsSchema = v.strictObject({
  command: v.optional(v.array(v.string())),
  env: v.array(variableSchema),
  net: v.array(deviceSchema),
})

/** The Smolfile document, its keys in the order of the text. */
export const documentSchema = v.strictObject({
  name: v.string(),
  command: v.array(v.string()),
  env: v.array(v.string()),
  net: v.array(deviceSchema),
})

export type ClaudeBottleDocument = DeepReadonly<v.InferOutput<typeof documentSchema>>

/** The settings of one bottle in the form that rules read, whether from a bottle file or TOML. */
export interface ClaudeBottleSettings {
  readonly slug: string
  readonly command: readonly string[] | undefined
  readonly env: readonly (readonly [name: string, value: string])[]
  readonly net: ClaudeBottleDocument['net']
}

export const namePrefix = 'claude-bottle-'
export const defaultCommand: readonly string[] = ['sleep', 'infinity']

export function makeDocument(settings: ClaudeBottleSettings): ClaudeBottleDocument {
  const { slug, command = defaultCommand, env, net } = settings
  const sorted = [...env].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return {
    name: namePrefix + slug,
    command: [...command],
    env: sorted.map(([name, value]) => `${name}=${value}`),
    net: net.map(({ type, attachment, socket }) => ({ type, attachment, socket })),
  }
}
