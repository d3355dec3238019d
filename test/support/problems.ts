import { vetSmolfile } from '../../src/dialects/vet.ts'

/** What the smolvm dialect objects to in a Smolfile: place, severity, code, path and message. */
export function problemsIn(toml: string): readonly string[] {
  return vetSmolfile('Smolfile', toml, 'smolvm').diagnostics.map((diagnostic) => {
    const { code, severity, path, message, origin } = diagnostic
    return `${origin?.line}:${origin?.column} ${severity} ${code} ${path}: ${message}`
  })
}
