/** A fault of the tool's own: never the author's. */
export class BugError extends Error {
  override readonly name = 'BugError'
}
