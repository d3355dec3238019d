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
