/**
 * The effect of a change on the isolation of a bottle: it reaches more, or less; or the same, and
 * `inside` the boundary something else runs, or what changed is proven to say the same.
 */
export type IsolationClass = 'widens' | 'narrows' | 'inside' | 'neutral'

/** A value of TOML, or `null` for a variable that has a name and no value. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | { readonly [key: string]: SettingValue }

/** One change of one setting. A value that is absent is a setting that is absent. */
export interface Change {
  /** The setting in the table of classes, such as `env` or `net.socket`. */
  readonly setting: string
  /**
   * Which one it is: `env.NO_PROXY`, `net[0].socket`, `command[2]`, `volumes./work`. A member of a
   * set has the path of the set, and is the value. An argument that was removed has its place in
   * the list before; one that was added or changed, in the list after. A credential's name is
   * written as a key of TOML, since more may follow it; other names end the path as they are.
   */
  readonly path: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly before?: SettingValue
  readonly after?: SettingValue
}

/** A change of one item of a list, or of a whole list, with the lists around it. */
export interface ListChange extends Change {
  readonly lists: { readonly before: readonly string[]; readonly after: readonly string[] }
  /** The item's place: before when it was removed, after otherwise. Absent for a whole list. */
  readonly index?: number
}
