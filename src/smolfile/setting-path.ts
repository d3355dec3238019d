/** `keys` as the path of a setting: `net[0].socket`; or, from the setting at `outer`, one in it. */
export function settingPath(keys: readonly (string | number)[], outer = ''): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`
    return path === '' ? key : `${path}.${key}`
  }, outer)
}

/** The setting that the one at `path` is directly part of: `net[0]` for `net[0].socket`. */
export function parentPath(path: string): string | undefined {
  const end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))
  return end <= 0 ? undefined : path.slice(0, end)
}

/** `path`, and the paths of the settings that it is part of: `net[0].socket`, `net[0]`, `net`. */
export function pathWithParents(path: string): readonly string[] {
  const parent = parentPath(path)
  return parent === undefined ? [path] : [path, ...pathWithParents(parent)]
}

/** Returns what `values` has for the setting at `path`, or for the nearest one that it is part of. */
export function nearestOf<T>(values: ReadonlyMap<string, T>, path: string): T | undefined {
  const nearest = pathWithParents(path).find((each) => values.get(each) !== undefined)
  return nearest === undefined ? undefined : values.get(nearest)
}

/** Whether `path` is `outer`, or a part of it. */
export function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`)
}
