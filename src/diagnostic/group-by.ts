/** What has the same key, in the order in which it stands; as `Map.groupBy`, which Node 20 lacks. */
export function groupBy<T, K>(
  all: Iterable<T>,
  keyOf: (each: T) => K,
): ReadonlyMap<K, readonly [T, ...T[]]> {
  const groups = new Map<K, [T, ...T[]]>()
  for (const each of all) {
    const key = keyOf(each)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [each])
    else group.push(each)
  }
  return groups
}
