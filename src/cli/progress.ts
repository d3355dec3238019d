import { setFlagsFromString } from 'node:v8'
import { escapeControls } from '../diagnostic/text.ts'
import type { Progress } from '../synth.ts'
import type { Terminal } from './terminal.ts'

/** From when on a run is long enough to be asked about, and how often that is answered, in ms. */
const after = 500
const every = 80

/** From how many bottles on the memory that a run takes counts for more than its time. */
const manyBottles = 20_000

/**
 * Has the garbage of this process collected when it is a third of what is in use, and not only when
 * it is three times as much. The flag is the whole process's, so only the program sets it.
 */
function keepLessGarbage(): void {
  setFlagsFromString('--heap-growing-percent=30')
}

/** Shows how far a long run is, on a terminal alone. */
export function showProgress(terminal: Terminal): { readonly onProgress: (at: Progress) => void } {
  let last = 0
  let isBegun = false
  let first: { readonly time: number; readonly done: number } | undefined
  return {
    onProgress: ({ done, total, file }) => {
      if (!isBegun && total >= manyBottles) keepLessGarbage()
      isBegun = true
      if (terminal.status === undefined) return
      const now = performance.now()
      first ??= { time: now, done }
      if (now < after || now - last < every || done === total) return
      last = now
      const rate = Math.round(((done - first.done) * 1000) / Math.max(1, now - first.time))
      terminal.status?.(`${done} of ${total} bottles, ${rate} a second: ${escapeControls(file)}`)
    },
  }
}
