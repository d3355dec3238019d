import { diffArrays } from 'diff'
import type { ListChange } from '../dialects/isolation/change.ts'

/** Finding the shortest way takes time with its square: past this the lists have little in common. */
const longestWay = 1_000

/** The lists item by item: one that is put between two others is one that was added. */
export function compareLists(
  setting: string,
  path: string,
  before: readonly string[],
  after: readonly string[],
): readonly ListChange[] {
  const lists = { before, after }
  const whole = { setting, path, lists }
  if (before.length === 0) return after.length === 0 ? [] : [{ ...whole, change: 'added', after }]
  if (after.length === 0) return [{ ...whole, change: 'removed', before }]
  const parts = diffArrays([...before], [...after], { maxEditLength: longestWay })
  if (parts === undefined) return [{ ...whole, change: 'changed', before, after }]
  const changes: ListChange[] = []
  let from = 0
  let to = 0
  for (const [index, part] of parts.entries()) {
    if (part.removed) {
      const next = parts[index + 1]
      const replaced = next?.added === true ? Math.min(part.value.length, next.value.length) : 0
      for (const [offset, item] of part.value.entries()) {
        if (offset < replaced) {
          const other = next?.value[offset] ?? ''
          changes.push({ ...at(to + offset), change: 'changed', before: item, after: other })
        } else {
          changes.push({ ...at(from + offset), change: 'removed', before: item })
        }
      }
      from += part.value.length
    } else if (part.added) {
      const previous = parts[index - 1]
      const replaced =
        previous?.removed === true ? Math.min(part.value.length, previous.value.length) : 0
      for (const [offset, item] of part.value.entries()) {
        if (offset >= replaced) changes.push({ ...at(to + offset), change: 'added', after: item })
      }
      to += part.value.length
    } else {
      from += part.value.length
      to += part.value.length
    }
  }
  return changes

  function at(index: number) {
    return { setting, path: `${path}[${index}]`, lists, index }
  }
}
