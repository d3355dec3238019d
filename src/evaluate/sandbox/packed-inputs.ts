import type { JudgedBottle } from '../../language/policy/judged.ts'

/** What policies judge, as texts for the engine. To read JSON takes most of its time. */
export interface PackedInputs {
  /** A list of values that are in many inputs, which is read once. */
  readonly shared: string
  /** One for each time that the policies judge. */
  readonly inputs: readonly string[]
}

/** Inputs that share nothing. */
export function packWhole(given: readonly object[]): PackedInputs {
  return { shared: '[]', inputs: given.map((each) => JSON.stringify(each)) }
}

/** From how many bottles on a value is read once. */
const manyBottles = 4
/** The values that are read once, in UTF-16 code units together: they make the heap larger. */
const mostShared = 48 * 1024

/**
 * Each bottle as an input. In its document and its reach stands for each value its number among the
 * shared ones, or the value itself in a list.
 */
export function packBottles(bottles: readonly JudgedBottle[]): PackedInputs {
  const texts = bottles.map(({ document, reach }) => [textsOf(document), textsOf(reach)] as const)
  const counts = new Map<string, number>()
  for (const [, text] of texts.flat(2)) counts.set(text, (counts.get(text) ?? 0) + 1)
  const shared = sharedOf(counts)
  const pack = (parts: readonly Part[]) =>
    `{${parts.map(([key, text]) => `${key}:${shared.get(text) ?? `[${text}]`}`).join()}}`
  const inputs = bottles.map(({ document: _, reach: __, ...own }, index) => {
    const [document = [], reach = []] = texts[index] ?? []
    return `{"bottle":${JSON.stringify(own)},"document":${pack(document)},"reach":${pack(reach)}}`
  })
  return { shared: `[${[...shared.keys()].join()}]`, inputs }
}

type Part = readonly [key: string, text: string]

function textsOf(values: object): readonly Part[] {
  return Object.entries(values).flatMap(([key, value]): readonly Part[] =>
    value === undefined ? [] : [[JSON.stringify(key), JSON.stringify(value)]],
  )
}

/** The texts that are worth it, each with its number. */
function sharedOf(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const worth = ([text, count]: readonly [string, number]) => text.length * count
  const many = [...counts].filter(([, count]) => count >= manyBottles)
  const shared = new Map<string, number>()
  let length = 0
  for (const [text] of many.sort((a, b) => worth(b) - worth(a))) {
    if (length + text.length > mostShared) continue
    length += text.length
    shared.set(text, shared.size)
  }
  return shared
}
