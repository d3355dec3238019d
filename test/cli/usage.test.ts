import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { plain } from '../../src/diagnostic/format.ts'
import { bottle, program, run } from '../support/command.ts'
import { makeProject } from '../support/project.ts'

const more = (command?: string) =>
  command === undefined
    ? '(bottle --help lists the commands)\n'
    : `(bottle ${command} --help shows its usage)\n`

describe('wrong usage', () => {
  it.each([
    ['an unknown command', ['snyth'], `error: unknown command 'snyth'\n(Did you mean synth?)\n`],
    ['an unknown command that is near to none', ['deploy'], `error: unknown command 'deploy'\n`],
    [
      'an unknown option',
      ['synth', '--kep-going'],
      `error: unknown option '--kep-going'\n(Did you mean --keep-going?)\n`,
    ],
    ['an option of another command', ['check', '--force'], `error: unknown option '--force'\n`],
    [
      'an option without its value',
      ['synth', '--project'],
      `error: option '--project <dir>' argument missing\n`,
    ],
    [
      'no slug for --only',
      ['synth', '--only'],
      `error: option '--only <slug...>' argument missing\n`,
    ],
    [
      'an empty folder',
      ['synth', '--out', ''],
      `error: option '--out <dir>' argument '' is invalid. It is empty.\n`,
    ],
    [
      'an argument too many',
      ['init', 'demo'],
      `error: too many arguments for 'init'. Expected 0 arguments but got 1.\n`,
    ],
  ])('is %s: exit code 64, on stderr alone', (_title, argv, message) => {
    const isKnown = ['synth', 'check', 'init'].includes(argv[0] ?? '')
    const stderr = message + more(isKnown ? argv[0] : undefined)
    expect(bottle(argv)).toEqual({ status: 64, stdout: '', stderr })
  })

  it('is no command at all: exit code 64, with the help on stderr', () => {
    const { status, stdout, stderr } = bottle([])
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
    expect(stderr).toBe(bottle(['--help']).stdout)
  })

  it.each([
    ['is not there', 'nowhere/at-all', (path: string) => `there is no folder "${path}"`],
    [
      'is below a file',
      'file/below',
      (path: string) => `the folder "${path}" cannot be opened (ENOTDIR)`,
    ],
    ['is a file', 'file', (path: string) => `"${path}" is not a folder`],
  ])('is a project that %s', (_title, name, message) => {
    const folder = makeProject({ file: '' })
    const stderr = `error: ${message(join(folder, name))}\n`
    const argv = ['check', '--project', name]
    expect(bottle(argv, { cwd: folder })).toEqual({ status: 64, stdout: '', stderr })
  })
})

describe('an empty --out', () => {
  it.each([['synth'], ['watch'], ['diff'], ['rename', 'a', 'b']])('is refused by %s', (...argv) => {
    const { status, stdout, stderr } = bottle([...argv, '--out='], { cwd: makeProject() })
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
    expect(stderr).toContain("option '--out <dir>' argument '' is invalid. It is empty.")
  })
})

describe('a current folder that is not there any more', () => {
  it.each(['synth', 'list', 'init', 'diff'])('is said by %s', (command) => {
    const folder = makeProject({ 'gone/file': '' })
    const script = `cd gone && rm file && rmdir ../gone && exec "$@"`
    const argv = ['-c', script, 'sh', process.execPath, program, command]
    const stderr = 'error: the current folder no longer exists\n'
    expect(run('sh', argv, { cwd: folder })).toEqual({ status: 64, stdout: '', stderr })
  })
})

describe('help', () => {
  it('is a result: on stdout, with exit code 0', () => {
    const { status, stdout, stderr } = bottle(['synth', '--help'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toBe(`Usage: bottle synth [options] [slug...]

make the output tree match the source

Arguments:
  slug               slugs, or patterns such as "team-*" (default: all bottles)

Options:
  --project <dir>    the project's folder (default: the one that this is in)
  --json             print one JSON document to stdout
  -q, --quiet        print errors and warnings alone
  --out <dir>        the output tree, from the project (default: smolfiles)
  --only <slug...>   these bottles alone, by slug or pattern
  --no-cache         evaluate every bottle, and keep nothing
  --no-types         do not check the types of bottle files
  --strict           let warnings fail like errors
  --no-strict        let them pass, whatever is configured
  --shard <i/n>      look at the i-th of n parts of the bottles alone
  --shard-dir <dir>  where a shard leaves what the last step compares
  --join <path...>   be the last step: look at what is no shard's alone, by
                     these folders
  --keep-going       write the good bottles when some are bad
  --force            overwrite and remove Smolfiles that were edited by hand
  --dry-run          say what would be written, and write nothing
  -h, --help         display help for command
`)
  })

  it('tells the version of the package', () => {
    const url = new URL('../../package.json', import.meta.url)
    const { version } = JSON.parse(readFileSync(url, 'utf8'))
    for (const option of ['--version', '-V']) {
      expect(bottle([option])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
    }
  })
})

describe('a bug in the tool', () => {
  it('ends with exit code 70, and says with its stack that it is one', async () => {
    const lines: string[] = []
    const terminal: Terminal = {
      out: () => {
        throw new Error('the terminal is broken')
      },
      err: (text) => void lines.push(text),
      note: () => {},
      paintOut: plain,
      paintErr: plain,
    }
    expect(await runCommandLine(['--version'], terminal)).toBe(70)
    expect(lines[0]).toBe(
      'BW900: this is a bug in bottleworks, not in your files; please report it',
    )
    expect(lines[1]).toMatch(/^Error: the terminal is broken\n {4}at .*usage\.test\.ts/)
  })
})

describe('the program', () => {
  it('runs through a link to it, as npm makes one', () => {
    const folder = makeProject()
    expect(run('ln', ['-s', program, join(folder, 'bottle')]).status).toBe(0)
    expect(run(join(folder, 'bottle'), ['--version'])).toMatchObject({ status: 0, stderr: '' })
  })

  it('does nothing when it is imported', () => {
    const folder = makeProject()
    writeFileSync(join(folder, 'import.mjs'), `await import(${JSON.stringify(program)})\n`)
    const { status, stdout, stderr } = run(process.execPath, [join(folder, 'import.mjs')])
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
  })
})
