import type { ReachItem } from './reach-items.ts'

/** What items of one part are, in fewer words where several of them are one thing to a reader. */
export function shorten(part: ReachItem['part'], whats: readonly string[]): readonly string[] {
  if (part === 'published') return joinPorts(whats)
  if (part === 'names' || part === 'dns') return joinNames(whats)
  if (part === 'files') return joinBy(whats, /^(?<each>read|write) (?<rest>.*)$/s, filesText)
  if (part === 'credentials') return joinBy(whats, credentialForm, credentialText)
  return whats
}

const credentialForm = /^(?<rest>.*) by (?<each>[A-Z]+) (?<end>in .*)$/s

const filesText = (modes: string, path: string) => `${modes} ${path}`
const credentialText = (verbs: string, start: string, end: string) => `${start} by ${verbs} ${end}`

/** Joins those that differ in one word alone, which the form calls `each`. */
function joinBy(
  whats: readonly string[],
  form: RegExp,
  text: (words: string, rest: string, end: string) => string,
): readonly string[] {
  const joined = new Map<string, { readonly words: string[]; rest: string; end: string }>()
  for (const what of whats) {
    const { each, rest = '', end = '' } = form.exec(what)?.groups ?? { rest: what }
    const key = JSON.stringify([each === undefined, rest, end])
    const same = joined.get(key) ?? { words: [], rest, end }
    if (each !== undefined) same.words.push(each)
    joined.set(key, same)
  }
  return [...joined.values()].map(({ words, rest, end }) =>
    words.length === 0 ? rest : text(words.join(', '), rest, end),
  )
}

/** A name and what is below it, in fewer words. */
function joinNames(whats: readonly string[]): readonly string[] {
  const all = new Set(whats)
  return [...all].flatMap((what) => {
    if (what === '*') return ['any name']
    if (what.startsWith('*.')) return all.has(what.slice(2)) ? [] : [what]
    return all.has(`*.${what}`) ? [`${what} and below`] : [what]
  })
}

const portForm = /^(tcp|udp) (\d+) to (\d+)$/

/** Joins ports that follow one another, on both sides, to a range. */
function joinPorts(whats: readonly string[]): readonly string[] {
  const spans: { protocol: string; host: number; guest: number; more: number }[] = []
  const others: string[] = []
  for (const what of whats) {
    const [, protocol, host, guest] = portForm.exec(what) ?? []
    if (protocol === undefined) {
      others.push(what)
      continue
    }
    const port = { protocol, host: Number(host), guest: Number(guest), more: 0 }
    const last = spans.at(-1)
    const next = last === undefined ? 0 : last.more + 1
    const follows =
      last?.protocol === protocol &&
      last.host + next === port.host &&
      last.guest + next === port.guest
    if (last !== undefined && follows) last.more = next
    else spans.push(port)
  }
  const range = (first: number, more: number) =>
    more === 0 ? `${first}` : `${first}-${first + more}`
  const texts = spans.map(({ protocol, host, guest, more }) => {
    return `${protocol} ${range(host, more)} to ${range(guest, more)}`
  })
  return [...texts, ...others]
}
