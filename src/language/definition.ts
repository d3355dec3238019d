/**
 * The data that a builder gives to the host: plain, recorded and not validated. The host validates
 * it, since a bottle file could change anything that runs in here.
 */
export interface Definition {
  readonly dialect: string
  readonly slug: string
  readonly smolfile: unknown
  readonly acknowledged: readonly Acknowledgement[]
  /** Every builder call that made this definition, oldest first. */
  readonly calls: readonly Call[]
  /** Path of a setting, and the index in `calls` of the call that made it. */
  readonly origins: readonly (readonly [path: string, call: number])[]
  readonly overridden: readonly Overridden[]
}

/**
 * The state of a builder: the settings as they are now, and the steps that led there, latest first.
 * Steps are shared between the builders that have them in common, so a call costs the same however
 * many came before it.
 */
export interface Draft<Settings> {
  readonly dialect: string
  readonly slug: string
  readonly smolfile: Settings
  readonly last: Step
}

/** A setting that a later call made again, with the value that it had until then. */
export interface Overridden {
  readonly path: string
  readonly call: number
  readonly value: unknown
}

interface Step {
  readonly call: Call
  /** The settings before the call. */
  readonly before?: unknown
  /** The settings that the call made. */
  readonly paths: readonly string[]
  readonly acknowledged?: Omit<Acknowledgement, 'call'>
  readonly previous?: Step
}

export interface Call {
  readonly name: string
  readonly stack: string
}

export interface Acknowledgement {
  readonly code: string
  readonly reason: string
  /** The setting that it is about; absent when it is about all of the bottle. */
  readonly at?: string
  readonly call: number
}

/** Under this key a builder gives its definition to the host, and to nobody else by name. */
export const definitionKey: unique symbol = Symbol.for('bottleworks.definition')

const CapturedError = Error

let known: string | undefined

/** The call under way, for the origin of what it sets. */
export function currentCall(name: string): Call {
  return { name, stack: known ?? String(new CapturedError().stack) }
}

/** Runs `work`, whose calls have this stack: on the host one would tell of the host alone. */
export function withStack<T>(stack: string, work: () => T): T {
  known = stack
  try {
    return work()
  } finally {
    known = undefined
  }
}

/** The draft that `call` begins. */
export function beginDraft<Settings>(
  dialect: string,
  slug: string,
  smolfile: Settings,
  call: Call,
): Draft<Settings> {
  return { dialect, slug, smolfile, last: { call, paths: ['slug'] } }
}

/** `draft` after `call`, which made the settings at `paths`: they are now `smolfile`. */
export function recordCall<Settings>(
  draft: Draft<Settings>,
  call: Call,
  paths: readonly string[],
  smolfile: Settings,
): Draft<Settings> {
  const { dialect, slug, last, smolfile: before } = draft
  return { dialect, slug, smolfile, last: { call, paths, before, previous: last } }
}

/** `draft` with what is told by `code` accepted for `reason`, at one setting or wherever it is told. */
export function recordAcknowledgement<Settings>(
  draft: Draft<Settings>,
  call: Call,
  acknowledged: Omit<Acknowledgement, 'call'>,
): Draft<Settings> {
  return { ...draft, last: { call, paths: [], acknowledged, previous: draft.last } }
}

/**
 * Returns what the host gets of a draft. A later call is the origin of what it set again.
 *
 * @param isReplaced Whether a later call replaces what is at a key, be it a list or a device.
 */
export function finishDraft(
  { dialect, slug, smolfile, last }: Draft<unknown>,
  isReplaced: (key: string) => boolean,
): Definition {
  const steps: Step[] = []
  for (let step: Step | undefined = last; step !== undefined; step = step.previous) steps.push(step)
  steps.reverse()
  const origins = new Map<string, number>()
  const acknowledged: Acknowledgement[] = []
  const overridden: Overridden[] = []
  const calls: Call[] = []
  for (const step of steps) {
    for (const path of step.paths) {
      const call = origins.get(path)
      const value = call === undefined ? undefined : valueAt(step.before, path, isReplaced)
      if (call !== undefined && value !== undefined) overridden.push({ path, call, value })
      origins.set(path, calls.length)
    }
    if (step.acknowledged) {
      acknowledged.push({ ...step.acknowledged, call: calls.length })
      origins.set(`acknowledged.${step.acknowledged.code}`, calls.length)
    }
    calls.push(step.call)
  }
  return { dialect, slug, smolfile, acknowledged, calls, origins: [...origins], overridden }
}

/** The single value at `path`, if there is one: a list that grows and a table are not made again. */
function valueAt(settings: unknown, path: string, isReplaced: (key: string) => boolean): unknown {
  const end = path.indexOf('.')
  const key = end === -1 ? path : path.slice(0, end)
  const name = end === -1 ? undefined : path.slice(end + 1)
  const held = (settings as Readonly<Record<string, unknown>>)[key]
  if (name === undefined) return isReplaced(key) ? held : undefined
  // Variables and secrets are pairs of a name and a value; a table has its keys.
  if (Array.isArray(held)) return held.find((entry) => entry[0] === name)?.[1]
  return (held as Readonly<Record<string, unknown>> | undefined)?.[name]
}
