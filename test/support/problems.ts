import { vetSmolfile } from '../../src/dialects/vet.ts'

/** Warnings of what a network opens: nearly every Smolfile with a list has one. */
const openness = /^\S+ warning BW08[1-4] /

/** What the smolvm dialect objects to in a Smolfile, but for what its network opens. */
export function problemsIn(toml: string): readonly string[] {
  return allProblemsIn(toml).filter((problem) => !openness.test(problem))
}

/** Everything it objects to: place, severity, code, path and message. */
export function allProblemsIn(toml: string): readonly string[] {
  return vetSmolfile('Smolfile', toml, 'smolvm').diagnostics.map((diagnostic) => {
    const { code, severity, path, message, origin } = diagnostic
    return `${origin?.line}:${origin?.column} ${severity} ${code} ${path}: ${message}`
  })
}
