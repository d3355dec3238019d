import type { GvproxyDevice } from './claude-bottle/gvproxy.ts'
import type { Environment } from './environment.ts'
import type { MachineNetwork } from './smolvm/net.ts'
import type { SecretReference } from './smolvm/secrets.ts'
import type { Duration, Port, Volume } from './smolvm/values.ts'

/** The parts of every setting, whatever its kind. */
interface AnyRow {
  /** One line for the JSON Schema and the reference. */
  readonly about: string
  /** The effect of a change on isolation: the name of a list of rules of the dialect. */
  readonly isolation: string
  /** Whether a table must have it. */
  readonly required?: true
  /** The key in a Smolfile. Default: the name in snake_case. */
  readonly key?: string
  /** Set when no method of its own makes the setting. */
  readonly method?: false
  /** The keys of the Smolfile that the method makes. Default: the setting's own. */
  readonly makes?: readonly string[]
  /** Set when it stands in the companion, the file beside the Smolfile, and not in the Smolfile. */
  readonly companion?: true
}

/** The limits of a whole number. */
export interface NumberLimits {
  /** The Rust type that upstream reads it as: u8, u16, u32, or u64. */
  readonly bits: 8 | 16 | 32 | 64
  readonly least?: number
  readonly most?: number
  /** The runtime warns above this. */
  readonly advised?: number
  readonly unit?: 'MiB' | 'GiB' | 'seconds'
}

/** Each kind of setting, with what its rows say beside {@link AnyRow}. */
export interface Kinds {
  readonly text: object
  /** One text alone. */
  readonly constant: { readonly value: string }
  /** An OCI reference, or the path of an archive or a folder. */
  readonly image: object
  /** The absolute path of a folder in the guest. */
  readonly guestPath: object
  /** A name or `uid[:gid]`. */
  readonly user: object
  /** One of a few words. */
  readonly word: { readonly words: readonly string[] }
  readonly duration: object
  readonly signal: object
  readonly flag: object
  readonly count: NumberLimits
  /** A number of MiB, which may be written as `gib()` and `mib()`. */
  readonly mebibytes: NumberLimits
  /** A program's arguments: a later call replaces them. */
  readonly argv: { readonly program: boolean; readonly default?: readonly string[] }
  /** A list that later calls add to. */
  readonly texts: object
  readonly ports: object
  readonly volumes: object
  /** A list whose order says nothing. */
  readonly set: object
  readonly hosts: object
  readonly hostPatterns: object
  readonly ranges: { readonly warnsOfAll?: true }
  /** Ranges of addresses, optionally with ports. */
  readonly udpRanges: object
  /** A list of words whose order and case say nothing; no list is all of them. */
  readonly methods: object
  /** `texts`: whether upstream's `NAME=value` is taken as well. */
  readonly variables: { readonly texts?: true }
  /** References to secrets, by names of the author's. */
  readonly references: { readonly rows: Rows }
  /** An address of the host's loopback that is a bottle's own. */
  readonly loopbackAddress: object
  /** Whether there is a network; the method takes what kind of one. */
  readonly network: object
  /** Network devices: a list of tables, told apart by their place. */
  readonly devices: { readonly rows: Rows }
  /** A table; `options` names the type of the dialect's that editors show for it. */
  readonly table: { readonly rows: Rows; readonly options?: string }
  /** A list of tables, told apart by their `name`. */
  readonly tables: { readonly rows: Rows; readonly options?: string }
}

export type Kind = keyof Kinds
export type RowOf<K extends Kind> = { readonly kind: K } & AnyRow & Kinds[K]
/** One setting of a dialect. */
export type Row = { [K in Kind]: RowOf<K> }[Kind]
/** The settings of a dialect or of a table, by their names in the authoring language. */
export type Rows = Readonly<Record<string, Row>>

/** The value that authors write for a setting of each kind. `Named` has the option types by their names. */
interface Inputs<R extends Row, Named> extends Record<Kind, unknown> {
  readonly text: string
  readonly constant: string
  readonly image: string
  readonly guestPath: string
  readonly user: string
  readonly word: R extends { readonly words: readonly (infer Word)[] } ? Word : string
  readonly duration: Duration
  readonly signal: string | number
  readonly flag: boolean
  readonly count: number
  readonly mebibytes: number
  readonly argv: readonly string[]
  readonly texts: readonly string[]
  readonly ports: readonly Port[]
  readonly volumes: readonly Volume[]
  readonly set: readonly string[]
  readonly hosts: readonly string[]
  readonly hostPatterns: readonly string[]
  readonly ranges: readonly string[]
  readonly udpRanges: readonly string[]
  readonly methods: readonly string[]
  readonly variables: R extends { readonly texts: true }
    ? Environment | readonly string[]
    : Environment
  readonly references: SecretReference
  readonly loopbackAddress: string
  readonly network: MachineNetwork
  readonly devices: GvproxyDevice
  readonly table: OptionsNamed<R, Named>
  readonly tables: readonly OptionsNamed<R, Named>[]
}

type InputOf<R extends Row, Named> = Inputs<R, Named>[R['kind']]

type OptionsNamed<R extends Row, Named> = R extends {
  readonly options: infer Name extends keyof Named
}
  ? Named[Name]
  : R extends { readonly rows: infer T extends Rows }
    ? OptionsOf<T, Named>
    : never

/** The options of a table: those that it must have, and those that may be left out. */
export type OptionsOf<T extends Rows, Named = object> = {
  readonly [K in keyof T as T[K] extends { readonly required: true } ? K : never]: InputOf<
    T[K],
    Named
  >
} & {
  readonly [K in keyof T as T[K] extends { readonly required: true } ? never : K]?: InputOf<
    T[K],
    Named
  >
}

/**
 * The arguments of the method that makes a setting. What is asked is the kind and not the row, which
 * the compiler would take for one of all these kinds within a branch.
 */
type ArgumentsOf<R extends Row, Named> = R['kind'] extends 'flag'
  ? [on?: boolean]
  : R['kind'] extends 'argv'
    ? R extends { readonly program: true }
      ? [program: string, ...args: string[]]
      : [first: string, ...rest: string[]]
    : R['kind'] extends 'texts' | 'ports' | 'volumes'
      ? [...items: ListOf<InputOf<R, Named>>]
      : R['kind'] extends 'references'
        ? [name: string, reference: InputOf<R, Named>]
        : R['kind'] extends 'table'
          ? [options: InputOf<R, Named>]
          : R['kind'] extends 'variables'
            ? [variables: InputOf<R, Named>]
            : [value: InputOf<R, Named>]

type ListOf<Input> = Input extends readonly unknown[] ? Input : never

/** The methods that make the settings of a dialect. Each has the doc comment of its row. */
export type MethodsOf<T extends Rows, Self, Named = object> = {
  readonly [K in keyof T as T[K] extends { readonly method: false } ? never : K]: (
    ...args: ArgumentsOf<T[K], Named>
  ) => Self
}

/** The names of rules that rows give, as far down as they go. */
export type IsolationOf<T extends Rows> = {
  [K in keyof T]:
    | (T[K] extends { readonly kind: 'table' } ? never : T[K]['isolation'])
    | (T[K] extends { readonly rows: infer Inner extends Rows } ? IsolationOf<Inner> : never)
}[keyof T]

/** The key of a Smolfile that a name of the authoring language stands for. */
export function keyOf(name: string, row?: Row): string {
  return row?.key ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
