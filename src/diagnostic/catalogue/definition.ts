import type { CodeEntries } from './code-entry.ts'

/** The codes for what every bottle has, whatever its dialect: a slug, a command, variables. */
export const definitionCodes = {
  BW001: {
    severity: 'error',
    title: 'the slug is malformed',
    why: 'The slug names the machine, the folder of its Smolfile and the host name in its network, so it must be one label of a host name: at most 63 bytes (RFC 1035, 2.3.4), of which `claude-bottle-` takes 14. Lower-case letters, digits and single hyphens name the same file on every file system.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('Web_App')
  .net(gvproxy('/run/web-app/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web-app')
  .net(gvproxy('/run/web-app/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW002: {
    severity: 'error',
    title: 'the slug differs from the file name',
    why: 'The Smolfile is written to the folder of the slug, and reviewers look for its source by that name. A file that claims the slug of another bottle would write the Smolfile of that bottle.',
    bad: { setup: "The file bottles/web.bottle.ts exports bottle('api')." },
    good: { setup: "The file bottles/web.bottle.ts exports bottle('web')." },
  },
  BW003: {
    severity: 'error',
    title: 'two bottles have one slug',
    why: 'Both would write the same Smolfile, and the order of evaluation would decide which one is kept. A slug is unique in the project, whatever the folder of the file, and whether a bottle has a file of its own or is one of a fleet. None of those that share it is written, and what is in the output tree stays.',
    bad: { setup: 'There are bottles/web.bottle.ts and bottles/staging/web.bottle.ts.' },
    good: { setup: 'There are bottles/web.bottle.ts and bottles/staging/web-staging.bottle.ts.' },
  },
  BW004: {
    severity: 'error',
    title: 'the command is empty',
    why: 'A command is a program and its arguments. Without a program there is nothing to run, and the machine fails when it starts instead of in review.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .command('')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .command('claude', '--print')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    upstream: 'smolvm refuses the empty program when the machine starts.',
  },
  BW005: {
    severity: 'error',
    title: 'a text has a NUL or a lone surrogate, or is too long',
    why: 'A NUL ends an argument or a variable in the kernel (execve(2)), so what follows it would be lost. A lone surrogate is not valid Unicode, and TOML cannot hold it. A text of more than 65,536 characters is not read back.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .command('printf', 'one\\0two')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .command('printf', 'one\\\\0two')
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
  },
  BW006: {
    severity: 'error',
    title: 'the name of an environment variable is malformed',
    why: 'A Smolfile writes a variable as `NAME=value`, so a name with `=` would be read as another name. A name with a space or without a character is one that no shell can set or read.',
    bad: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ 'LOG LEVEL': 'debug' })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    good: {
      bottle: `import { bottle, gvproxy } from 'bottleworks'

export default bottle('web')
  .env({ LOG_LEVEL: 'debug' })
  .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))
`,
    },
    upstream: 'smolvm silently drops an entry with an empty name.',
  },
  BW007: {
    severity: 'error',
    title: 'a setting is unknown or has the wrong type',
    why: 'Every table of a Smolfile refuses unknown keys, and every key has one type. If a misspelled key were ignored, the machine would have a default that nobody has reviewed.',
    bad: { smolfile: 'image = "./alpine.tar"\ncpu = 2\n', dialect: 'smolvm' },
    good: { smolfile: 'image = "./alpine.tar"\ncpus = 2\n', dialect: 'smolvm' },
    upstream: 'smolvm refuses an unknown key and a wrong type when the machine is created.',
  },
} as const satisfies CodeEntries
