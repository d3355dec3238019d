import type { AcknowledgeableCode } from '../diagnostic/catalogue.ts'
import type { Call, Definition, Draft } from './definition.ts'
import {
  beginDraft,
  currentCall,
  definitionKey,
  finishDraft,
  recordAcknowledgement,
  recordCall,
} from './definition.ts'
import { kindOf } from './kinds.ts'
import type { Row, Rows } from './rows.ts'
import { keyOf } from './rows.ts'

/** A function from builder to builder: what `.use()` takes. */
export type Preset<B> = (builder: B) => B

/** How far an acknowledgement goes. */
export interface AcknowledgementDetails {
  /** The path of the setting that it is about, with all that is part of it. */
  readonly at?: string
}

/** The methods that the builders of all dialects have, beside those of their settings. */
export interface CommonMethods<Self> {
  /**
   * Removes environment variables that an earlier call set, for instance in a preset. A name that
   * is not set is no error.
   *
   * @example
   * ```ts
   * export default bottle('with-unset')
   *   .env({ TERM: 'xterm', DEBUG: 1 })
   *   .unset('DEBUG')
   *   .net(gvproxy('/run/claude-bottle/with-unset/gvproxy.sock'))
   * ```
   * ```toml
   * env = ["TERM=xterm"]
   * ```
   */
  unset(...names: readonly string[]): Self

  /**
   * Applies a preset: a function that takes this builder and returns another. It is the only way
   * to compose, and a preset can use presets.
   *
   * @example
   * ```ts
   * const small = (builder: MachineBuilder) => builder.cpus(1).memory(mib(512))
   *
   * export default machine('with-preset').use(small)
   * ```
   * ```toml
   * cpus = 1
   * memory = 512
   * ```
   */
  use(preset: Preset<Self>): Self

  /**
   * Accepts a warning for this bottle, so that it is no longer shown and does not fail `--strict`.
   *
   * @param code The code of a warning, or the name of a rule of your own, such as `team/rule`. An
   *   error cannot be acknowledged (BW034); a warning that this bottle does not raise leaves the
   *   call without effect, which is warned of (BW035).
   * @param reason Why it is right here, for whoever reviews the file; not empty.
   * @param details One setting, such as `{ at: 'network.allow_hosts' }`: what is warned of elsewhere
   *   in the bottle stays a warning.
   *
   * @example
   * ```ts
   * export default machine('with-acknowledgement')
   *   .cpus(32)
   *   .acknowledge('BW066', 'the build farm has 64 cores')
   * ```
   * ```toml
   * cpus = 32
   * ```
   */
  acknowledge(
    code: AcknowledgeableCode | `${string}/${string}`,
    reason: string,
    details?: AcknowledgementDetails,
  ): Self

  /** @internal Read by the host after the bottle file has run. */
  readonly [definitionKey]: Definition
}

type Table = Readonly<Record<string, unknown>>
type Entries = readonly (readonly [name: string, ...unknown[]])[]
type Args = readonly unknown[]

/** What a call has made: the paths of it, and the value of the setting. */
interface Recorded {
  readonly paths: readonly string[]
  readonly value: unknown
}

/** Gives what a call makes of the value before, which is absent at first. */
type Recorder = (before: unknown, args: Args) => Recorded

/** Makes the function that starts a builder of a dialect, which has a method for each setting. */
export function builderOf<B extends CommonMethods<B>>(
  dialect: string,
  rows: Rows,
): (slug: string, call: Call) => B {
  class Builder {
    readonly #draft: Draft<Table>

    constructor(draft: Draft<Table>) {
      this.#draft = draft
      Object.freeze(this)
    }

    unset(...names: readonly string[]): Builder {
      const paths = names.map((name) => `env.${name}`)
      const { smolfile } = this.#draft
      const env = (smolfile.env as Entries).filter(([name]) => !names.includes(name))
      const call = currentCall('unset')
      return new Builder(recordCall(this.#draft, call, paths, { ...smolfile, env }))
    }

    use(preset: Preset<Builder>): Builder {
      return preset(this)
    }

    acknowledge(code: string, reason: string, { at }: AcknowledgementDetails = {}): Builder {
      const acknowledged = at === undefined ? { code, reason } : { code, reason, at }
      return new Builder(
        recordAcknowledgement(this.#draft, currentCall('acknowledge'), acknowledged),
      )
    }

    get [definitionKey](): Definition {
      return finishDraft(this.#draft, isReplaced)
    }

    /** The builder after a call of the method that makes the setting `key`. */
    static record(builder: Builder, key: string, made: Recorder, args: Args, call: Call): Builder {
      const { smolfile } = builder.#draft
      const { paths, value } = made(smolfile[key], args)
      return new Builder(recordCall(builder.#draft, call, paths, { ...smolfile, [key]: value }))
    }
  }
  const byKey = Object.entries(rows).map(([name, row]) => ({ name, key: keyOf(name, row), row }))
  const replaced = new Set(
    byKey.flatMap(({ key, row }) => (kindOf(row).combines === 'replace' ? [key] : [])),
  )
  const isReplaced = (key: string) => replaced.has(key)
  for (const { name, key, row } of byKey) {
    if (row.method === false) continue
    const made = recorderOf(key, row)
    // The engine tells a place by the name of the function that is called there.
    const methods = {
      [name](this: Builder, ...args: readonly unknown[]) {
        return Builder.record(this, key, made, args, currentCall(name))
      },
    }
    Object.defineProperty(Builder.prototype, name, {
      value: methods[name],
      writable: true,
      configurable: true,
    })
  }
  const empty = Object.fromEntries(
    byKey.flatMap(({ key, row }) => (startsEmpty(row) ? [[key, []]] : [])),
  )
  // The methods that the type has are those which the rows have just given.
  return (slug, call) => new Builder(beginDraft(dialect, slug, empty, call)) as unknown as B
}

/** Makes what the method of the setting `key` records, once: calls are many. */
function recorderOf(key: string, row: Row): Recorder {
  const { takes, combines, record } = kindOf(row)
  if (takes === 'pair') return (before, args) => addNamed(key, before as Entries, [args as never])
  const isSwitch = takes === 'switch'
  const given: (args: Args) => never =
    takes === 'items'
      ? (args) => args as never
      : (args) => (isSwitch && args.length === 0 ? true : args[0]) as never
  const value = (args: Args) => record(given(args), row as never)
  const made = row.makes ?? [key]
  switch (combines) {
    case 'replace':
      return (_before, args) => ({ paths: made, value: value(args) })
    case 'append':
      return takes === 'items'
        ? (before, args) => addItems(key, before as Args, value(args) as Args, made)
        : (before, args) => addItems(key, before as Args, [value(args)], [])
    case 'merge':
      return (before, args) => {
        const table = value(args) as Table
        const paths = Object.keys(table).map((name) => `${key}.${name}`)
        return { paths: [key, ...paths], value: { ...(before as Table | undefined), ...table } }
      }
    case 'byName':
      return (before, args) => addNamed(key, before as Entries, value(args) as Entries)
  }
}

/** @param whole The path of the list, when it is a setting as a whole. */
function addItems(key: string, before: Args = [], items: Args, whole: readonly string[]): Recorded {
  const paths = items.map((_, index) => `${key}[${before.length + index}]`)
  return { paths: [...whole, ...paths], value: [...before, ...items] }
}

/** A name that is there already takes the new value. */
function addNamed(key: string, before: Entries, added: Entries): Recorded {
  const paths = added.map((entry) => `${key}.${entry[0]}`)
  if (before.length === 0) return { paths, value: added }
  const names = new Set(added.map((entry) => entry[0]))
  const kept = before.filter((entry) => !names.has(entry[0]))
  return { paths, value: [...kept, ...added] }
}

/** Whether a setting is recorded as a list from the start: of names, or of devices. */
export function startsEmpty(row: Row): boolean {
  return kindOf(row).combines === 'byName' || row.kind === 'devices'
}
