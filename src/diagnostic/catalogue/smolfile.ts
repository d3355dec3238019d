import type { CodeEntries } from './code-entry.ts'

/** A Smolfile of any origin, before its settings are looked at. */
export const smolfileCodes = {
  BW070: {
    severity: 'error',
    title: 'a Smolfile cannot be read',
    why: 'A Smolfile is a regular file of UTF-8 text, of at most 1 MiB. Nothing else is opened but the standard input (`-`) and what is below `/dev`, such as the pipe of a shell, so that a FIFO that lies in a folder cannot block the command; of all, no more than 1 MiB is read.',
    bad: { setup: 'bottle vet is given a path at which there is no file.' },
    good: { setup: 'bottle vet is given the path of a Smolfile.' },
  },
  BW071: {
    severity: 'error',
    title: 'a Smolfile is not valid TOML',
    why: 'A Smolfile is TOML 1.0. Parsers differ in what they make of a broken file, so what the machine gets is unclear.',
    bad: { smolfile: 'cpus = 2\nimage = ./alpine.tar\n' },
    good: { smolfile: 'cpus = 2\nimage = "./alpine.tar"\n' },
    upstream: 'smolvm refuses the file.',
  },
  BW072: {
    severity: 'error',
    title: 'the dialect of a Smolfile is not clear',
    why: 'The keys of a Smolfile tell its dialect, and here they fit both equally well. The two dialects have different rules, so the file cannot be checked until `--dialect` names one.',
    bad: { smolfile: 'name = "claude-bottle-web"\nimage = "./alpine.tar"\n' },
    good: { smolfile: 'image = "./alpine.tar"\n' },
    upstream: 'smolvm refuses the key `name`, which only the dialect claude-bottle has.',
  },
  BW073: {
    severity: 'warning',
    title: 'a Smolfile had errors before the change',
    why: 'The review compares with a Smolfile that cannot be read in full. What can be read of it is compared; where nothing can, every setting of the bottle counts as new, so that none is hidden.',
    bad: { setup: 'bottle diff compares with a Smolfile that has cpus = 4.0.' },
    good: { setup: 'The Smolfile that is compared with has cpus = 4.' },
  },
} as const satisfies CodeEntries
