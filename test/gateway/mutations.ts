/** A line of a configuration, and its index. */
export interface Line {
  readonly at: number
  readonly line: string
}

/** The lines that say something. */
export function linesOf(text: string): readonly Line[] {
  return text
    .split('\n')
    .map((line, at) => ({ at, line: line.trim() }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
}

/** Lines that say what is gvproxy's default as well, each with another in its place. */
export const pinned: Readonly<Record<string, string>> = {
  'mtu: 1500': '  mtu: 1400',
  'subnet: 192.168.127.0/24': '  subnet: 192.168.126.0/23',
  'gatewayIP: 192.168.127.1': '  gatewayIP: 192.168.127.9',
}
