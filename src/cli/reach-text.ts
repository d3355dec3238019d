import { escapeControls, wrap } from '../diagnostic/text.ts'
import { SecretLabels } from '../dialects/masking.ts'
import type { NetworkReach, Reach } from '../dialects/reach.ts'
import { rangeText } from '../dialects/values/addresses.ts'
import type { Beyond } from '../reach/beyond.ts'
import { rangeWords } from '../reach/range-words.ts'
import type { ReachItem } from '../reach/reach-items.ts'
import { reachItems } from '../reach/reach-items.ts'
import { shorten } from '../reach/shorten.ts'
import type { PlacedSetting, PlaceOf } from '../review/reach-places.ts'
import { nameText } from '../review/shown.ts'

/** What parts are called in the table, in its order. */
const labels: Readonly<Record<ReachItem['part'] | 'IPv4' | 'IPv6', string>> = {
  network: 'network',
  loopback: 'host loopback',
  addresses: 'addresses',
  IPv4: 'IPv4',
  IPv6: 'IPv6',
  names: 'names',
  dns: 'DNS',
  gateway: 'gateway',
  published: 'published',
  files: 'files',
  secrets: 'secrets',
  credentials: 'credentials',
  devices: 'devices',
  agent: 'agents',
  variables: 'variables',
  user: 'root',
}

const labelWidth = Math.max(...Object.values(labels).map((label) => label.length))

export interface Page {
  readonly width: number
  dim(text: string): string
}

/** A line of the table: what it is about, what is so, and the settings that grant it. */
interface Row {
  readonly label: string
  readonly text: string
  readonly by: readonly string[]
}

/** A text from a Smolfile without the secrets in it. */
export function maskedText(text: string): string {
  return new SecretLabels().mask(text)
}

/** The same with what is not seen escaped. */
export function shownText(text: string): string {
  return escapeControls(maskedText(text))
}

/** The table of what one bottle can get at. What it cannot stands together at the end. */
export function reachLines(slug: string, reach: Reach, placeOf: PlaceOf, page: Page): string[] {
  const rows = rowsOf(reach)
  const had = new Set(rows.map(({ label }) => label))
  const none = Object.values(labels).filter(
    (label) => label !== labels.addresses && !had.has(label),
  )
  const places = (by: readonly string[]) => placesText(by.map((path) => placeOf(slug, path)))
  return [
    ...rows.flatMap(({ label, text, by }) => rowLines(label, text, places(by), page)),
    ...(none.length === 0 ? [] : rowLines('none of', none.join(', '), [], page).map(page.dim)),
  ]
}

/** What was gained, was lost, or is too much: a sign, the part, and what it is. */
export function beyondLines(
  sign: string,
  slug: string,
  all: readonly Beyond[],
  placeOf: PlaceOf,
  page: Page,
): string[] {
  const groups = groupBy(all, ({ part, by }) => JSON.stringify([part, by]))
  return groups.flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const whats = group.map(({ what }) => what)
    const text = shorten(first.part, whats).map(shownText).join(', ')
    const places = placesText(first.by.map((path) => placeOf(slug, path)))
    return rowLines(`${sign} ${labels[first.part]}`, text, places, page)
  })
}

/** The distinct places of settings, as `file:line`. */
export function placesText(settings: readonly (PlacedSetting | undefined)[]): readonly string[] {
  const texts = settings.flatMap((setting) => {
    if (setting?.origin === undefined) return []
    const { file, line } = setting.origin
    return [line === undefined ? nameText(file) : `${nameText(file)}:${line}`]
  })
  return [...new Set(texts)]
}

/** A label, a text that is wrapped beside it, and places at the right margin. */
export function rowLines(
  label: string,
  text: string,
  places: readonly string[],
  { width, dim }: Page,
): string[] {
  const start = `  ${label.padEnd(labelWidth)}  `
  const lines = wrap(text, Math.max(width - start.length, 20)).map((line, index) =>
    index === 0 ? start + line : ' '.repeat(start.length) + line,
  )
  for (const place of places) {
    const last = lines.at(-1) ?? ''
    const room = width - last.length - place.length
    const isFirst = place === places[0]
    if (isFirst && room >= 2) lines[lines.length - 1] = last + ' '.repeat(room) + dim(place)
    else lines.push(' '.repeat(Math.max(width - place.length, 4)) + dim(place))
  }
  return lines
}

function rowsOf(reach: Reach): readonly Row[] {
  const items = reachItems(reach).filter(({ part }) => part !== 'addresses')
  const rows = groupBy(items, (item) =>
    JSON.stringify([item.part, item.by, item.depends, item.note]),
  )
    .flatMap(rowOf)
    .filter(({ label, text }) => label !== labels.network || text !== 'none')
  const addresses = ([4, 6] as const).flatMap((family) => addressRows(reach.network, family))
  const at = rows.findIndex(({ label }) => label !== labels.network && label !== labels.loopback)
  return at === -1 ? [...rows, ...addresses] : rows.toSpliced(at, 0, ...addresses)
}

function rowOf(group: readonly ReachItem[]): readonly Row[] {
  const [first] = group
  if (first === undefined) return []
  const { part, by, depends, note } = first
  const whats = shorten(
    part,
    group.map(({ what }) => what),
  )
    .map(shownText)
    .join(', ')
  const text = part === 'dns' && whats === '*' ? 'any name' : whats
  const more = depends === undefined ? note : `depends: ${depends}`
  return [{ label: labels[part], text: more === undefined ? text : `${text}; ${more}`, by }]
}

function addressRows({ tcp, udp, udpPorts, by }: NetworkReach, family: 4 | 6): readonly Row[] {
  const words = (ranges: NetworkReach['tcp']) => {
    return rangeWords(ranges.filter((range) => range.family === family)).join(', ')
  }
  const [byTcp, byUdp] = [words(tcp), words(udp)]
  const ports = udpPorts
    .filter((range) => range.family === family)
    .map((range) => {
      const { first, last } = range.ports
      const span = first === last ? `port ${first}` : `ports ${first}-${last}`
      return `${rangeText(range)} ${first === 1 && last === 65_535 ? '' : span}`.trim()
    })
  const udpText = [...(byUdp === '' ? [] : [byUdp]), ...ports].join(', ')
  const texts =
    byTcp === udpText
      ? [['TCP and UDP', byTcp]]
      : [
          ['TCP', byTcp],
          ['UDP', udpText],
        ]
  return texts.flatMap(([protocol, text = '']) =>
    text === '' ? [] : [{ label: labels[`IPv${family}`], text: `${protocol}: ${text}`, by }],
  )
}

function groupBy<T>(all: readonly T[], keyOf: (each: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const each of all) {
    const key = keyOf(each)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [each])
    else group.push(each)
  }
  return [...groups.values()]
}
