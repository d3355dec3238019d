import type { CodeEntries } from './code-entry.ts'

/** Settings of a machine that contradict each other, and what a machine is given of the host. */
export const machineCodes = {
  BW051: {
    severity: 'error',
    title: 'the settings for copies contradict each other',
    why: 'A pool of copies exists for machines with a graphics processor: `pool_size` needs `cuda` or `auto_graph`, and the memory limit needs `pool_size`. A contradiction keeps the machine from starting.',
    bad: { smolfile: '[branch]\npool_size = 2\n', dialect: 'smolvm' },
    good: { smolfile: 'cuda = true\n\n[branch]\npool_size = 2\n', dialect: 'smolvm' },
    upstream: 'smolvm refuses the contradiction when the machine starts.',
  },
  BW052: {
    severity: 'error',
    title: 'one thing is set in two places',
    why: 'Only one of the two can apply, and which one it is depends on the reader: a reviewer may look at the other. `fork` and `branch` are two names of one table, as are `artifact` and `pack`.',
    bad: { smolfile: '[artifact]\ncpus = 1\n\n[pack]\ncpus = 2\n', dialect: 'smolvm' },
    good: { smolfile: '[artifact]\ncpus = 2\n', dialect: 'smolvm' },
    upstream: 'smolvm refuses `fork` with `branch`, and lets lists of `[dev]` replace the others.',
  },
  BW053: {
    severity: 'error',
    title: 'a reference to a secret is malformed',
    why: 'A secret has the name of a variable and exactly one source: a variable, an absolute file or a keychain entry of the host. With two sources nobody can say which value the machine gets.',
    bad: {
      smolfile: '[secrets]\nTOKEN = { from_env = "TOKEN", from_file = "/run/token" }\n',
      dialect: 'smolvm',
    },
    good: { smolfile: '[secrets]\nTOKEN = { from_env = "TOKEN" }\n', dialect: 'smolvm' },
    upstream: 'smolvm refuses the reference when the machine starts.',
  },
  BW054: {
    severity: 'error',
    title: 'an image, a folder or a user is malformed',
    why: 'An image is a reference of a registry, or the path of an archive or a folder; a folder of the guest is absolute; a user is a name or `uid[:gid]`. Another form fails only when the machine starts.',
    bad: { smolfile: 'image = "file:///srv/images/app.tar"\n', dialect: 'smolvm' },
    good: { smolfile: 'image = "/srv/images/app.tar"\n', dialect: 'smolvm' },
    upstream: 'smolvm refuses URLs of files.',
  },
  BW059: {
    severity: 'error',
    title: 'a token is in plain text',
    why: 'The text has the form that an issuer documents for its tokens, so this is no coincidence. A Smolfile is committed: it holds references to secrets, and never their values.',
    bad: { smolfile: 'env = ["AWS_KEY=AKIAABCDEFGHABCDEFGH"]\n', dialect: 'smolvm' },
    good: { smolfile: '[secrets]\nAWS_KEY = { from_env = "AWS_KEY" }\n', dialect: 'smolvm' },
    upstream: 'smolvm reads `[secrets]` on the host when the machine starts.',
  },
  BW061: {
    severity: 'warning',
    title: 'the Docker socket is offered to the host',
    why: 'The socket of a Docker daemon is equivalent to root where the daemon runs (Docker, "Protect the Docker daemon socket"). `docker_socket` offers that of the guest\'s daemon to the host, so every program there that reaches it is root in the guest.',
    bad: {
      bottle: `import { machine } from 'bottleworks'

export default machine('builder').image('./docker.tar').dockerSocket()
`,
    },
    good: {
      bottle: `import { machine } from 'bottleworks'

export default machine('builder').image('./docker.tar')
`,
    },
    accept:
      'Accept it when a build on the host uses the daemon and nobody else has an account there.',
  },
  BW062: {
    severity: 'warning',
    title: 'a sensitive folder of the host is mounted',
    why: "In a home folder are keys, tokens and the files that run at the next login; beside it are sockets of daemons that do what they are told, and the guest's own project. Read-only keeps the guest from changing them, and not from reading them.",
    bad: {
      bottle: `import { machine } from 'bottleworks'

export default machine('worker').volumes('/home/ada:/work')
`,
    },
    good: {
      bottle: `import { machine } from 'bottleworks'

export default machine('worker').volumes('/home/ada/projects/web:/work')
`,
    },
    accept: 'Accept it when the folder is that of an account for this machine alone.',
    upstream: 'smolvm 1.32.2 refuses folders of the system, and takes homes and credentials.',
  },
  BW065: {
    severity: 'warning',
    title: 'a setting has no effect',
    why: 'smolvm reads the setting and does nothing with it, because another one that it needs is missing. A reader would assume that it applies.',
    bad: {
      bottle: `import { gib, machine } from 'bottleworks'

export default machine('worker').gpuVram(gib(2))
`,
    },
    good: {
      bottle: `import { gib, machine } from 'bottleworks'

export default machine('worker').gpu().gpuVram(gib(2))
`,
    },
    accept:
      'Accept it when a copy of the bottle adds what is missing, and the setting is meant for it.',
  },
  BW066: {
    severity: 'warning',
    title: 'there are more processors than smolvm advises',
    why: 'smolvm advises at most 16 virtual processors. More than the host has make the machine slower, since they wait for each other.',
    bad: {
      bottle: `import { machine } from 'bottleworks'

export default machine('builder').cpus(32)
`,
    },
    good: {
      bottle: `import { machine } from 'bottleworks'

export default machine('builder').cpus(16)
`,
    },
    accept: 'Accept it when every host of the machine has that many processors.',
    upstream: 'smolvm prints a warning of its own and starts the machine.',
  },
  BW067: {
    severity: 'error',
    title: 'a list is where a table belongs',
    why: 'The parser of smolvm reads the list as the values of the table, in the order of its source code. Which setting a value is for then depends on the version, and no reviewer can see it.',
    bad: { smolfile: 'auth = [true]\n', dialect: 'smolvm' },
    good: { smolfile: '[auth]\nssh_agent = true\n', dialect: 'smolvm' },
    upstream: 'The parser of the crate `smolfile` silently accepts the list.',
  },
  BW086: {
    severity: 'warning',
    title: 'the name of a program has a blank',
    why: 'No shell splits the list: its first text is the program, whole. `["curl -f http://x"]` looks for a program of that name, and a health check then fails for ever.',
    bad: {
      bottle: `import { machine } from 'bottleworks'

export default machine('web').health({ exec: ['curl -f http://127.0.0.1'] })
`,
    },
    good: {
      bottle: `import { machine } from 'bottleworks'

export default machine('web')
  .health({ exec: ['curl', '-f', 'http://127.0.0.1:8080'] })
`,
    },
    accept: 'Accept it when the path of the program does have a blank in it.',
    upstream: 'According to its source, smolvm runs `health.exec` without a shell.',
  },
} as const satisfies CodeEntries
