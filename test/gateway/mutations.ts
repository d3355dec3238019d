/** A line of a configuration, and its index. */
export interface Line {
  readonly at: number
  readonly line: string
  /** Another line in the place of one that says to be gvproxy's default. */
  readonly other?: string
}

const mark = " # gvproxy's default, pinned"

/** Other values of what a companion pins. */
const others: Readonly<Record<string, string>> = {
  'mtu: 1500': '  mtu: 1400',
  'subnet: 192.168.127.0/24': '  subnet: 192.168.126.0/23',
  'gatewayIP: 192.168.127.1': '  gatewayIP: 192.168.127.9',
}

/** The lines that say something. */
export function linesOf(text: string): readonly Line[] {
  const all = text.split('\n').map((line, at) => ({ at, line: line.trim() }))
  const said = all.filter(({ line }) => line !== '' && !line.startsWith('#'))
  return said.map(({ at, line }) => {
    if (!line.endsWith(mark)) return { at, line }
    const pinned = line.slice(0, -mark.length)
    const other = others[pinned]
    if (other === undefined) throw new Error(`no other value of what is pinned is known: ${pinned}`)
    return { at, line, other }
  })
}
