/** The names that parse_stop_signal of smolvm-protocol knows. */
export const signalNames: readonly string[] =
  `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP
   TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS RTMIN`.split(/\s+/)

const names = new Set(signalNames)

/** Whether `text`, in capitals, is a signal: its name, its number, or one of real time. */
export function isSignal(text: string): boolean {
  if (/^\+?\d+$/.test(text)) return Number(text) >= 1 && Number(text) <= 64
  const realTime = /^(?:SIG)?RTMIN\+\+?(\d+)$/.exec(text)
  // SIGRTMIN is 34 and the last signal 64.
  if (realTime !== null) return Number(realTime[1]) <= 30
  return names.has(text.replace(/^SIG/, ''))
}
