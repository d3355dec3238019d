import type { CodeEntries } from './code-entry.ts'

/** The codes that are never the author's fault. */
export const bugCodes = {
  BW900: {
    severity: 'error',
    title: 'a bug in bottleworks',
    why: 'The code reached a state that should be impossible, such as a Smolfile that does not read back as its document. Nothing is wrong with your files: please report it with the stack that is shown.',
    bad: { setup: 'bottleworks contradicts itself.' },
    good: { setup: 'bottleworks does not.' },
  },
} as const satisfies CodeEntries
