import { readFileSync, writeFileSync } from 'node:fs'
import type { Observed } from './lab/host.ts'
import { daemonId, probes } from './probes.ts'

/** What a guest reaches in one way of running gvproxy: what is not among the open is closed. */
export interface Measured {
  /** The host's address or service that answered, or what came of the host, by the probe's id. */
  readonly open: Readonly<Record<string, string>>
  /** What gvproxy's DNS, DHCP and API say. */
  readonly answers: Readonly<Record<string, string>>
}

interface File {
  readonly gvproxy: string
  readonly ways: Readonly<Record<string, Measured>>
}

const path = new URL('measured.json', import.meta.url)

/** The committed measurements, by the names of the ways. */
export function readMeasured(): Readonly<Record<string, Measured>> {
  return (JSON.parse(readFileSync(path, 'utf8')) as File).ways
}

export function writeMeasured(gvproxy: string, ways: Readonly<Record<string, Measured>>): void {
  writeFileSync(path, `${JSON.stringify({ gvproxy, ways } satisfies File, null, 2)}\n`)
}

/** In the order of the probes, so that one measurement is one text. */
export function inOrder({ open, answers }: Observed): Measured {
  const ids = [...probes.map(({ id }) => id), daemonId, 'dhcp']
  const sorted = (found: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      ids.flatMap((id) => {
        const word = found[id]
        return word === undefined ? [] : [[id, word.trim()]]
      }),
    )
  return { open: sorted(open), answers: sorted(answers) }
}
