import { escapeControls } from '../diagnostic/text.ts'
import type { Progress } from '../synth.ts'
import type { Terminal } from './terminal.ts'

/** From when on a run is long enough to be asked about, and how often that is answered, in ms. */
const after = 500
const every = 80

/** Shows how far a long run is, on a terminal alone. */
export function showProgress(terminal: Terminal): { readonly onProgress?: (at: Progress) => void } {
  if (terminal.status === undefined) return {}
  let last = 0
  let first: { readonly time: number; readonly done: number } | undefined
  return {
    onProgress: ({ done, total, file }) => {
      const now = performance.now()
      first ??= { time: now, done }
      if (now < after || now - last < every || done === total) return
      last = now
      const rate = Math.round(((done - first.done) * 1000) / Math.max(1, now - first.time))
      terminal.status?.(`${done} of ${total} bottles, ${rate} a second: ${escapeControls(file)}`)
    },
  }
}
