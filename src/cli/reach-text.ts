import { groupBy } from '../diagnostic/group-by.ts'
import { escapeControls, wrap } from '../diagnostic/text.ts'
import { SecretLabels } from '../dialects/masking.ts'
import type { NetworkReach, Reach } from '../dialects/reach.ts'
import { everyAddress, whenConfined } from '../dialects/reach.ts'
import { commonRanges, mapped, withoutRanges } from '../dialects/values/addresses.ts'
import type { AddressPorts } from '../dialects/values/range.ts'
import type { Beyond } from '../reach/beyond.ts'
import { familyWords, isCovered, rangeWords } from '../reach/range-words.ts'
import type { ReachItem } from '../reach/reach-items.ts'
import { addressPortsText, onAnswers, onAnswersAtStart, reachItems } from '../reach/reach-items.ts'
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
  image: 'image',
  malformed: 'malformed',
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
  const never = [labels.addresses, labels.malformed]
  const none = Object.values(labels).filter((label) => !never.includes(label) && !had.has(label))
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
  const placesOf = ({ by }: Beyond) => placesText(by.map((path) => placeOf(slug, path)))
  const groups = groupBy(all, (each) => JSON.stringify([each.part, placesOf(each)]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const whats = group.map(({ what }) => what)
    const text = shorten(first.part, whats).map(shownText).join('; ')
    return rowLines(`${sign} ${labels[first.part]}`, text, placesOf(first), page)
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
  // A line that began with "::" would be taken for a command of a runner.
  const joined = text.replace(/ (?=::)/g, '\u00a0')
  const lines = wrap(joined, Math.max(width - start.length, 20)).map(
    (line, index) =>
      (index === 0 ? start : ' '.repeat(start.length)) + line.replaceAll('\u00a0', ' '),
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
  const { network } = reach
  const isShown = ({ part }: ReachItem) => part !== 'addresses' && part !== 'loopback'
  const items = reachItems(reach).filter(isShown)
  const keyOf = ({ part, depends, note }: ReachItem) => JSON.stringify([part, depends, note])
  const [way = [], ...groups] = groupBy(items, keyOf).values()
  return [
    ...(network.way === 'none' ? [] : rowOf(way)),
    ...addressesOf(reach),
    ...groups.flatMap(rowOf),
  ]
}

/** What is there in any case, then what is there unless gvproxy is confined. */
function addressesOf({ network, confined }: Reach): readonly Row[] {
  const open = networkRows(network)
  if (confined === undefined) return open
  const maybe = open.map((row) => ({ ...row, text: `depends: ${whenConfined}; ${row.text}` }))
  return [...networkRows(confined.network), ...maybe]
}

function networkRows(network: NetworkReach): readonly Row[] {
  const byFamily = ([4, 6] as const).flatMap((family) => addressRows(network, family))
  return [...loopbackRows(network), ...byFamily]
}

function rowOf(group: readonly ReachItem[]): readonly Row[] {
  const [first] = group
  if (first === undefined) return []
  const { part, depends, note } = first
  const whats = shorten(
    part,
    group.map(({ what }) => what),
  )
  const what = part === 'user' ? '' : whats.map(shownText).join(', ')
  const maybe = depends === undefined ? '' : `depends: ${depends}`
  const text = [what, maybe, note ?? ''].filter((each) => each !== '').join('; ')
  const by = [...new Set(group.flatMap((each) => each.by))]
  return [{ label: labels[part], text: text === '' ? 'yes' : text, by }]
}

type Ranges = NetworkReach['tcp']

function loopbackRows({ loopback, named, by }: NetworkReach): readonly Row[] {
  const { tcp, udp, udpPorts } = loopback
  const row = (text: string): Row => ({ label: labels.loopback, text, by })
  if (isCovered(everyAddress, tcp)) return [row('TCP and UDP')]
  const left = (protocol: 'tcp' | 'udp') =>
    withoutRanges(named.loopback[protocol], loopback[protocol])
  const atStart = (protocol: 'tcp' | 'udp') => commonRanges(left(protocol), named.atStart[protocol])
  const later = (protocol: 'tcp' | 'udp') => withoutRanges(left(protocol), atStart(protocol))
  const maybe = (depends: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : [row(`depends: ${depends}; ${texts.join('; ')}`)]
  return [
    ...protocolTexts(tcp, udp, rangeWords).map(row),
    ...udpPorts.map((range) => row(`UDP: ${addressPortsText(range)}`)),
    ...maybe(onAnswers, protocolTexts(later('tcp'), later('udp'), rangeWords)),
    ...maybe(onAnswersAtStart, protocolTexts(atStart('tcp'), atStart('udp'), rangeWords)),
  ]
}

function addressRows(network: NetworkReach, family: 4 | 6): readonly Row[] {
  const { tcp, udp, tcpPorts, udpPorts, by } = network
  const texts = protocolTexts(tcp, udp, (ranges) => familyWords(ranges, family))
  const all = [
    ...texts,
    ...portTexts('TCP', tcpPorts, family),
    ...portTexts('UDP', udpPorts, family),
  ]
  return all.map((text) => ({ label: labels[`IPv${family}`], text, by }))
}

/** Addresses on some of their ports; those of IPv6 that stand for one of IPv4 are not said again. */
function portTexts(
  protocol: string,
  ranges: readonly AddressPorts[],
  family: 4 | 6,
): readonly string[] {
  const ofFour = ranges.filter((range) => range.family === 4)
  const standing = new Set(ofFour.map((range) => addressPortsText({ ...range, ...mapped(range) })))
  const own = ranges.filter((range) => range.family === family)
  const texts = own.map(addressPortsText).filter((text) => !standing.has(text))
  return texts.length === 0 ? [] : [`${protocol}: ${texts.join(', ')}`]
}

/** The ranges in words behind their protocol, or behind both where they are the same. */
function protocolTexts(
  tcp: Ranges,
  udp: Ranges,
  words: (ranges: Ranges) => string,
): readonly string[] {
  const [byTcp, byUdp] = [words(tcp), words(udp)]
  if (byTcp === byUdp) return byTcp === '' ? [] : [`TCP and UDP: ${byTcp}`]
  return [...(byTcp === '' ? [] : [`TCP: ${byTcp}`]), ...(byUdp === '' ? [] : [`UDP: ${byUdp}`])]
}
