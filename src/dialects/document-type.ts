import type { Kind, Row, Rows } from '../language/rows.ts'

/** The value in a Smolfile of a setting of each kind. */
interface Values<R extends Row> extends Record<Kind, unknown> {
  readonly text: string
  readonly constant: R extends { readonly value: infer Value } ? Value : string
  readonly image: string
  readonly guestPath: string
  readonly user: string
  readonly word: string
  readonly duration: string
  readonly signal: string
  readonly flag: boolean
  readonly count: number
  readonly mebibytes: number
  readonly argv: readonly string[]
  readonly texts: readonly string[]
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly set: readonly string[]
  readonly hosts: readonly string[]
  readonly hostPatterns: readonly string[]
  readonly ranges: readonly string[]
  readonly udpRanges: readonly string[]
  readonly methods: readonly string[]
  readonly variables: readonly string[]
  readonly references: Readonly<Record<string, TableOf<R>>>
  readonly loopbackAddress: string
  readonly network: boolean
  readonly devices: readonly TableOf<R>[]
  readonly table: TableOf<R>
  readonly tables: readonly TableOf<R>[]
}

type TableOf<R extends Row> = R extends { readonly rows: infer Inner extends Rows }
  ? DocumentOf<Inner>
  : never

type ValueOf<R extends Row> = Values<R>[R['kind']]

type KeyOf<Name extends string, R extends Row> = R extends {
  readonly key: infer Key extends string
}
  ? Key
  : Snake<Name>

type Snake<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : Name

/** The document of a dialect, or one of its tables: the data of a Smolfile. */
export type DocumentOf<T extends Rows> = {
  readonly [K in keyof T & string as T[K] extends { readonly required: true }
    ? KeyOf<K, T[K]>
    : never]: ValueOf<T[K]>
} & {
  readonly [K in keyof T & string as T[K] extends { readonly required: true }
    ? never
    : KeyOf<K, T[K]>]?: ValueOf<T[K]> | undefined
}
