/**
 * What a builder holds: plain data, recorded and not validated. The host validates it, since a
 * bottle file could change anything that runs in here.
 */
export interface Definition<Dialect extends string = string, Settings = unknown> {
  readonly dialect: Dialect
  readonly slug: string
  readonly smolfile: Settings
  readonly acknowledged: readonly Acknowledgement[]
  /** Every builder call that made this definition, oldest first. */
  readonly calls: readonly Call[]
  /** Path of a setting, and the index in `calls` of the call that made it. */
  readonly origins: readonly (readonly [path: string, call: number])[]
}

export interface Call {
  readonly name: string
  readonly stack: string
}

export interface Acknowledgement {
  readonly code: string
  readonly reason: string
  readonly call: number
}

/** Under this key a builder gives its definition to the host, and to nobody else by name. */
export const definitionKey: unique symbol = Symbol.for('bottleworks.definition')

const CapturedError = Error

/** The call under way, for the origin of what it sets. */
export function currentCall(name: string): Call {
  return { name, stack: String(new CapturedError().stack) }
}

/** `definition` after `call`, which sets `settings` and made the settings at `paths`. */
export function recordCall<D extends Definition>(
  definition: D,
  call: Call,
  paths: readonly string[],
  settings: D['smolfile'],
): D {
  const index = definition.calls.length
  const made = new Set(paths)
  return {
    ...definition,
    smolfile: settings,
    calls: [...definition.calls, call],
    origins: [
      ...definition.origins.filter(([path]) => !made.has(path)),
      ...paths.map((path) => [path, index] as const),
    ],
  }
}

/** `definition` with the warning `code` accepted for `reason`. */
export function recordAcknowledgement<D extends Definition>(
  definition: D,
  call: Call,
  code: string,
  reason: string,
): D {
  return {
    ...definition,
    calls: [...definition.calls, call],
    acknowledged: [...definition.acknowledged, { code, reason, call: definition.calls.length }],
  }
}
