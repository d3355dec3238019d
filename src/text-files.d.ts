// What a bottle file has beside the language itself. The compiler merges the console with that of
// other environments, which an editor may bring in.
interface Console {
  debug(...data: unknown[]): void
  error(...data: unknown[]): void
  info(...data: unknown[]): void
  log(...data: unknown[]): void
  warn(...data: unknown[]): void
}
declare var console: Console

// Files that a bottle may import as text: `import ca from './ca.pem' with { type: 'text' }`.
declare module '*.txt' {
  const text: string
  export default text
}
declare module '*.md' {
  const text: string
  export default text
}
declare module '*.pem' {
  const text: string
  export default text
}
