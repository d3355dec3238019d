import type { CodeEntries } from './code-entry.ts'

/** The codes for a bottle file before it is a definition: the sandbox. */
export const evaluationCodes = {
  BW110: {
    severity: 'error',
    title: 'the bottle file threw an error',
    why: 'The file ended before it exported its bottle. A bottle file has only the JavaScript language: `process`, `require`, `fetch` and timers are not defined.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const sizes: Record<string, string[]> = { small: ['--jobs', '1'] }

export default bottle('web')
  .command('make', ...sizes.large!)
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const sizes = { small: ['--jobs', '1'] }

export default bottle('web')
  .command('make', ...sizes.small)
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW111: {
    severity: 'error',
    title: 'the bottle file ran for too long',
    why: 'A bottle file has about 10 million operations, which are counted, so that it ends at the same point on every machine. What the engine cannot count is stopped after 5 seconds.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

let jobs = 1
while (jobs > 0) jobs = jobs === 1024 ? 1 : jobs * 2

export default bottle('web')
  .command('make', '--jobs', String(jobs))
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

let jobs = 1
while (jobs < 1024) jobs = jobs * 2

export default bottle('web')
  .command('make', '--jobs', String(jobs))
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW112: {
    severity: 'error',
    title: 'the bottle file used too much memory',
    why: 'A bottle file has 64 MiB of memory. A definition takes some kilobytes, so using more means an infinite loop, or data that does not belong in a bottle.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const text = 'x'.repeat(2 ** 20)
const lines = Array.from({ length: 100 }, () => text.split(''))

export default bottle('web')
  .env({ LINES: lines.length })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const text = 'x'.repeat(64)
const lines = Array.from({ length: 100 }, () => text.split(''))

export default bottle('web')
  .env({ LINES: lines.length })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW113: {
    severity: 'error',
    title: 'the definition is too large',
    why: 'A definition has at most 10,000 values and a million characters, and all definitions together 64 million. The bottles of one fleet are at most 500, of 8 million characters and 500,000 values together. Nobody can review more, and the limit keeps one bottle from filling the memory of the host.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const names = Array.from({ length: 10_000 }, (_, index) => \`FLAG_\${index}\`)

export default bottle('web')
  .env(Object.fromEntries(names.map((name) => [name, 'on'])))
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ FLAGS_FILE: '/etc/flags.json' })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW114: {
    severity: 'error',
    title: 'the default export is not a bottle, or not a fleet',
    why: 'A bottle file describes one bottle and exports it as its default. A file of many bottles ends in `.bottles.ts`, and exports `fleet([…])` with at least one. Other files may import its named exports, which synth ignores.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export const web = bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW115: {
    severity: 'error',
    title: 'the definition is malformed',
    why: 'What came out of the sandbox is not what a builder makes: a text is missing, a key is `__proto__`, the dialect is unknown. The file passed a value of another type than it declared, or modified the builders.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const notes = JSON.parse('{ "why": "it only compiles" }')

export default bottle('web')
  .env({ NO_PROXY: '*' })
  .acknowledge('BW032', notes.reason)
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

const notes = JSON.parse('{ "why": "it only compiles" }')

export default bottle('web')
  .env({ NO_PROXY: '*' })
  .acknowledge('BW032', notes.why)
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW116: {
    severity: 'error',
    title: 'the bottle was not evaluated',
    why: 'A bottle that runs for more than a tenth of a second is stopped, and runs again when all others are done: for at most 5 seconds, and 20 seconds for all of these together, in equal shares. When the shares are too short, when 400 bottles had to be stopped, or when what a bottle imports is too large to be held, it is not evaluated. No other bottle is kept from its Smolfile by that.',
    bad: { setup: 'A bottle imports 600 MiB of text.' },
    good: { setup: 'A bottle imports some text.' },
  },
  BW117: {
    severity: 'error',
    title: 'the sandbox cannot start',
    why: 'The machine does not give what the sandbox needs: threads, processes, WebAssembly, and addresses for its memory. No bottle file is to blame. Those that are more than an expression were not evaluated.',
    bad: {
      setup:
        'bottle check runs with NODE_OPTIONS=--jitless, which switches WebAssembly off, and a bottle has a loop.',
    },
    good: { setup: 'bottle check runs with WebAssembly.' },
  },
  BW120: {
    severity: 'error',
    title: 'there is no bottle',
    why: 'No file under `bottles/` has a name that ends in `.bottle.ts`. Synth of nothing would remove every Smolfile, and a wrong folder is the more likely cause.',
    bad: { setup: 'bottle synth runs in a folder without bottles/.' },
    good: { setup: 'bottle synth runs in a folder with bottles/web.bottle.ts.' },
  },
  BW121: {
    severity: 'error',
    title: 'no bottle has that slug',
    why: 'The slug is that of the file `<slug>.bottle.ts` under `bottles/`. A misspelled one is an error, since a command that does nothing looks like one that has found nothing.',
    bad: { setup: 'bottle synth --only wbe runs where the only bottle is web.' },
    good: { setup: 'bottle synth --only web runs where there is a bottle web.' },
  },
  BW122: {
    severity: 'error',
    title: 'there is no such test',
    why: 'Tests are in files `*.bottle-test.ts` beside the bottles. Running none, or none of a file, is an error, since it looks like all of them passing.',
    bad: { setup: 'bottle test runs in a project without a test file.' },
    good: { setup: 'bottle test runs in a project with bottles/web.bottle-test.ts.' },
  },
} as const satisfies CodeEntries
