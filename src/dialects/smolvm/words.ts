import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { nearest, quote } from '../../diagnostic/text.ts'
import type { SmolvmDocument } from './document.ts'

/** That the keys which take one of a few words have one of them. */
export function checkWords(document: SmolvmDocument): readonly Problem[] {
  const { restart, service, stop_signal } = document
  return [
    ...oneOf(['virtio-net', 'tsi'], 'net_backend', document.net_backend),
    ...oneOf(['sync', 'async'], 'block_io', document.block_io),
    ...oneOf(['full', 'deferred'], 'disk_durability', document.disk_durability),
    ...oneOf(
      ['never', 'always', 'on-failure', 'unless-stopped'],
      'restart.policy',
      restart?.policy,
    ),
    ...oneOf(['http', 'tcp'], 'service.protocol', service?.protocol),
    ...checkSignal(stop_signal),
  ]
}

function oneOf(words: readonly string[], path: string, word: string | undefined) {
  if (word === undefined || words.includes(word)) return []
  const guess = nearest(word, words)
  const message = `${path} is ${quote(word)}; it must be ${words.map(quote).join(' or ')}`
  const hint = guess === undefined ? undefined : `did you mean ${quote(guess)}?`
  return [errorAt('BW042', path, message, hint)]
}

/** The names that parse_stop_signal of smolvm-protocol knows. */
const signals = new Set(
  `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP
   TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS RTMIN`.split(/\s+/),
)

function checkSignal(signal: string | undefined): readonly Problem[] {
  if (signal === undefined || isSignal(signal.trim().toUpperCase())) return []
  const message = `stop_signal is ${quote(signal)}; it must be a signal, by name or from 1 to 64`
  return [errorAt('BW042', 'stop_signal', message, 'such as "SIGINT", "SIGRTMIN+3" or "15"')]
}

function isSignal(text: string): boolean {
  if (/^\d+$/.test(text)) return Number(text) >= 1 && Number(text) <= 64
  const realTime = /^(?:SIG)?RTMIN\+(\d+)$/.exec(text)
  // SIGRTMIN is 34 and the last signal 64.
  if (realTime !== null) return Number(realTime[1]) <= 30
  return signals.has(text.replace(/^SIG/, ''))
}
