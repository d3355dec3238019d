/** A value of an environment variable; numbers and booleans are written as JavaScript writes them. */
export type EnvironmentValue = string | number | boolean

export type Environment = Readonly<Record<string, EnvironmentValue>>

/** The part of a builder that a preset of environment variables needs, whatever the dialect. */
export interface EnvironmentBuilder<Self> {
  env(variables: Environment): Self
}

/** A variable with its value, or null when the author gave its name without `=`. */
export type VariableEntry = readonly [name: string, value: EnvironmentValue | null]

/** The entries of `variables`; of upstream's strings, one without `=` has the value null. */
export function variableEntries(
  variables: Environment | readonly string[],
): readonly VariableEntry[] {
  if (!isStrings(variables)) return Object.entries(variables)
  return variables.map((text) => {
    const end = text.indexOf('=')
    return end === -1 ? [text, null] : [text.slice(0, end), text.slice(end + 1)]
  })
}

function isStrings(variables: Environment | readonly string[]): variables is readonly string[] {
  return Array.isArray(variables)
}
