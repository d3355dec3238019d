/**
 * What `values` has for the setting at `path`, or for what it is part of: for `net[0].socket`,
 * what there is for `net[0]`. At last, what made the bottle itself.
 */
export function nearestOf<T>(values: ReadonlyMap<string, T>, path: string): T | undefined {
  for (let part = path; part !== ''; part = parentOf(part)) {
    const value = values.get(part)
    if (value !== undefined) return value
  }
  return path === 'name' ? values.get('slug') : undefined
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0))
}
