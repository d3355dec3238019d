/** A value that is made when it is first asked for: a run needs the schemas of one dialect at most. */
export function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
