import type { CodeEntries } from './code-entry.ts'

/** The codes for a source file before it is run: reading, imports, types. */
export const sourceCodes = {
  BW100: {
    severity: 'error',
    title: 'a source file cannot be read',
    why: 'A source file is a regular file of UTF-8 text inside the project, of at most 1 MiB. A symbolic link is not followed: through one, a bottle file could copy any of your files into a Smolfile.',
    bad: { setup: 'A bottle imports ./ca.pem, and there is no such file.' },
    good: { setup: 'A bottle imports ./ca.pem, which lies beside it.' },
  },
  BW101: {
    severity: 'error',
    title: 'an import is refused',
    why: 'A bottle file imports `bottleworks`, and by relative path files inside the project. A module of Node.js, a package or a URL would bring in authority, or code that nobody reviews with the bottle. The same holds for what is imported for its types alone, and for what tsconfig.json extends: a type error would show what is in it.',
    bad: {
      bottle: `import { hostname } from 'node:os'
import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ HOST: hostname() })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ HOST: 'build-1' })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW102: {
    severity: 'error',
    title: 'the language feature is not available in a bottle file',
    why: 'The same files must always give the same output. So there is no clock, no randomness, no code from strings, no dynamic import and nothing asynchronous.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ STARTED: Date.now() })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ RELEASE: '2026-11-28' })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW103: {
    severity: 'error',
    title: 'imports form a cycle',
    why: 'Of two files that import each other one runs before the other, so it sees values that are not set yet. Which one it is depends on who imports them first.',
    bad: { setup: 'bottles/base.ts imports ./sizes.ts, which imports ./base.ts.' },
    good: { setup: 'bottles/base.ts imports ./sizes.ts, which imports nothing.' },
  },
  BW104: {
    severity: 'error',
    title: 'a source file does not parse',
    why: 'The file is not valid TypeScript or JSON, or it is nested so deeply that the parser crashes or takes longer than 10 seconds. None of it is run.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' })
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW105: {
    severity: 'error',
    title: 'the types do not check',
    why: "The message has TypeScript's own code and text. The compiler finds what no rule sees, such as a text where a number is expected, or an argument that nothing reads. Of one fault, its word replaces that of BW007 and BW110.",
    bad: { setup: "A bottle has the line const jobs: number = '4'." },
    good: { setup: 'A bottle has the line const jobs: number = 4.' },
    upstream: 'TypeScript: every code, such as TS2322, is explained in its own documentation.',
  },
  BW106: {
    severity: 'error',
    title: 'the types cannot be checked',
    why: 'There is no compiler for the platform, or it took more time, memory or output than it may. Those are limits of the whole project first, and where that fails of each bottle file by itself, so that one of them does not stop the others. Errors that it would have found are unknown, so the bottle is not written; pass `--no-types` to go on without it.',
    bad: {
      setup:
        'Five files that a bottle imports for their types have an error each, of a name of 900,000 letters.',
    },
    good: { setup: 'None of them has an error.' },
  },
  BW107: {
    severity: 'error',
    title: 'a file declares for files that do not import it',
    why: 'What a file declares holds for those that import it. `declare module`, `declare global`, `export as namespace` and `/// <reference>` change the types of other files: with them, one bottle could make the errors of another, or hide them.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

declare global {
  type Size = 'small' | 'large'
}

const size: Size = 'small'

export default bottle('web')
  .env({ SIZE: size })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

type Size = 'small' | 'large'

const size: Size = 'small'

export default bottle('web')
  .env({ SIZE: size })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW108: {
    severity: 'warning',
    title: 'what looks like a bottle file is not read',
    why: 'Bottle files are those whose names end in `.bottle.ts`, in the folder of the bottles and not behind a symbolic link. A bottle that is left out is in no output tree and no review, and nobody would notice.',
    bad: { setup: 'The folder bottles has a file web.bottle.js.' },
    good: { setup: 'The folder bottles has a file web.bottle.ts.' },
  },
} as const satisfies CodeEntries
