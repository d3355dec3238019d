import { diffArrays } from 'diff'
import type { Node } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import type { Code } from '../dialects/code.ts'
import { calleeOf, unwrapped } from './chain.ts'

/** What is wanted at a key, or as the element of a list. */
export interface Wanted {
  readonly key: number | string
  readonly code: Code
}

interface Written {
  readonly key: number | string | undefined
  readonly node: Node
}

/** Which of the wanted items are which of the written ones. */
export interface Matched<Place> {
  readonly kept: readonly (readonly [Place, Wanted])[]
  readonly removed: readonly Place[]
  /** Each behind an item that is kept, or before all. */
  readonly added: readonly { readonly behind: Place | undefined; readonly item: Wanted }[]
}

/** Matches keys by their names, and elements so that most of them stay as they are. */
export function matchItems<Place extends Written>(
  places: readonly Place[],
  items: readonly Wanted[],
): Matched<Place> {
  const isKeyed = items.some(({ key }) => typeof key === 'string')
  return isKeyed ? matchKeys(places, items) : matchElements(places, items)
}

function matchKeys<Place extends Written>(
  places: readonly Place[],
  items: readonly Wanted[],
): Matched<Place> {
  const placeOf = ({ key }: Wanted) => places.findLast((each) => each.key === key)
  const kept = items.flatMap((item) => {
    const place = placeOf(item)
    return place === undefined ? [] : [[place, item] as const]
  })
  const removed = places.filter((place) => !kept.some(([each]) => each === place))
  const behind = places.findLast((place) => !removed.includes(place))
  const added = items.filter((item) => placeOf(item) === undefined)
  return { kept, removed, added: added.map((item) => ({ behind, item })) }
}

function matchElements<Place extends Written>(
  places: readonly Place[],
  items: readonly Wanted[],
): Matched<Place> {
  const kept: (readonly [Place, Wanted])[] = []
  const removed: Place[] = []
  const added: { readonly behind: Place | undefined; readonly item: Wanted }[] = []
  let run: { readonly old: Place[]; readonly now: Wanted[] } = { old: [], now: [] }
  const endRun = () => {
    const { old, now } = run
    const both = Math.min(old.length, now.length)
    kept.push(...old.slice(0, both).map((place, index) => [place, now[index] as Wanted] as const))
    removed.push(...old.slice(both))
    const behind = kept.at(-1)?.[0]
    added.push(...now.slice(both).map((item) => ({ behind, item })))
    run = { old: [], now: [] }
  }
  const parts = diffArrays<Place | Wanted>([...places], [...items], {
    comparator: (place, item) => says((place as Place).node, (item as Wanted).code),
  })
  let [place, item] = [0, 0]
  for (const part of parts) {
    const [old, now] = [places.slice(place), items.slice(item)]
    if (part.removed) run.old.push(...old.slice(0, part.count))
    else if (part.added) run.now.push(...now.slice(0, part.count))
    else {
      endRun()
      kept.push(
        ...old.slice(0, part.count).map((each, index) => [each, now[index] as Wanted] as const),
      )
    }
    if (!part.added) place += part.count
    if (!part.removed) item += part.count
  }
  endRun()
  return { kept, removed, added }
}

/** Whether `node` says `code` already, in whatever quotes and layout. */
export function says(node: Node, code: Code): boolean {
  const value = unwrapped(node)
  if (code.kind === 'literal') return literalOf(value) === code.value
  if (code.kind === 'asserted') return false
  const list = value.asKind(SyntaxKind.ArrayLiteralExpression)?.getElements()
  if (code.kind === 'list')
    return (
      list !== undefined &&
      saysAll(
        list,
        code.items.map((each) => each.code),
      )
    )
  if (code.kind === 'call') {
    const call = value.asKind(SyntaxKind.CallExpression)
    return (
      call !== undefined &&
      calleeOf(call) === code.callee &&
      saysAll(call.getArguments(), code.args)
    )
  }
  const properties = value.asKind(SyntaxKind.ObjectLiteralExpression)?.getProperties()
  return (
    properties?.length === code.entries.length &&
    properties.every((each) => {
      const assignment = each.asKind(SyntaxKind.PropertyAssignment)
      const entry = code.entries.find(({ key }) => key === propertyName(each))
      const initializer = assignment?.getInitializer()
      return entry !== undefined && initializer !== undefined && says(initializer, entry.code)
    })
  )
}

function saysAll(nodes: readonly Node[], codes: readonly Code[]): boolean {
  return (
    nodes.length === codes.length && nodes.every((node, index) => says(node, codes[index] as Code))
  )
}

function literalOf(value: Node): string | number | boolean | undefined {
  const text =
    value.asKind(SyntaxKind.StringLiteral) ?? value.asKind(SyntaxKind.NoSubstitutionTemplateLiteral)
  if (text !== undefined) return text.getLiteralText()
  if (value.isKind(SyntaxKind.TrueKeyword)) return true
  if (value.isKind(SyntaxKind.FalseKeyword)) return false
  return value.asKind(SyntaxKind.NumericLiteral)?.getLiteralValue()
}

/** The key that a property sets; none when it is computed or spread. */
export function propertyName(property: Node): string | undefined {
  const named =
    property.asKind(SyntaxKind.PropertyAssignment) ??
    property.asKind(SyntaxKind.ShorthandPropertyAssignment)
  const name = named?.getNameNode()
  const computedName = name?.asKind(SyntaxKind.ComputedPropertyName)?.getExpression()
  const text = (computedName ?? name)?.asKind(SyntaxKind.StringLiteral)?.getLiteralText()
  return text ?? (computedName === undefined ? name?.getText() : undefined)
}
