/** A value of an environment variable; numbers and booleans are written as JavaScript writes them. */
export type EnvironmentValue = string | number | boolean

export type Environment = Readonly<Record<string, EnvironmentValue>>

/** The part of a builder that a preset of environment variables needs, whatever the dialect. */
export interface EnvironmentBuilder<Self> {
  env(variables: Environment): Self
}

export type EnvironmentEntry = readonly [name: string, value: EnvironmentValue]

/** `entries` with `variables` set; a name that is there already takes the new value. */
export function setVariables(
  entries: readonly EnvironmentEntry[],
  variables: Environment,
): readonly EnvironmentEntry[] {
  const added = Object.entries(variables)
  if (entries.length === 0) return added
  return [...entries.filter((entry) => !Object.hasOwn(variables, entry[0])), ...added]
}

/** `entries` without those of `names`. */
export function unsetVariables(
  entries: readonly EnvironmentEntry[],
  names: readonly string[],
): readonly EnvironmentEntry[] {
  return entries.filter((entry) => !names.includes(entry[0]))
}
