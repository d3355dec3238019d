import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.ts'
import { plain } from '../../src/diagnostic/format.ts'
import { bottleSource, makeProject } from '../support/project.ts'
import { runHere } from '../support/terminal.ts'

describe('a command that ends with 64 or 70', () => {
  it.each([
    ['an unknown option', ['synth', '--kep-going'], "unknown option '--kep-going'"],
    ['an unknown command', ['snyth'], "unknown command 'snyth'"],
    ['a missing argument', ['set', 'demo'], "missing required argument 'path'"],
    ['an argument too many', ['init', 'demo'], 'too many arguments for '],
    ['a project that is not there', ['check', '--project', '/none'], 'there is no folder "/none"'],
    ['a malformed question', ['can', 'foo'], 'the question "foo tcp" has no end'],
    ['an unknown code', ['explain', 'BW999'], 'unknown code "BW999"'],
    ['no code', ['explain'], "missing required argument 'slug'"],
    ['an unknown dialect', ['vet', '-', '--dialect', 'x'], 'unknown dialect "x"'],
    ['a dialect of a copy', ['new', 'a', '--from', 'b', '--dialect', 'smolvm'], '--from takes'],
    ['a repository alone', ['check', '--repository', '.'], '--repository says where --base is'],
    ['the same of reach', ['reach', '--repository', '.'], '--repository says where --base is'],
    ['two slugs for one name', ['import', 'a', 'b', '--as', 'c'], '--as sets the slug of one'],
    ['one path alone', ['diff', 'a'], 'diff takes no path, or two'],
    ['a watch of nothing', ['watch', '--project', '/none'], 'there is no folder "/none"'],
  ])('prints a document on one line with --json: %s', async (_title, argv, message) => {
    const { status, stdout, stderr } = await runHere([...argv, '--json'])
    expect(status).toBe(64)
    expect(stdout).toMatch(/^[^\n]+\n$/)
    const document = JSON.parse(stdout)
    expect(document).toEqual({
      ok: false,
      exit: 64,
      message: expect.stringContaining(message),
      advice: expect.any(Array),
    })
    expect(stderr).toContain(`error: ${document.message}`)
    for (const advice of document.advice) expect(stderr).toContain(`(${advice})`)
  })

  it('prints none behind half of a result, and none that nobody asked for', async () => {
    const [results, errors]: [string[], string[]] = [[], []]
    const terminal = {
      out: (text: string) => {
        results.push(text)
        throw new Error('the terminal is broken')
      },
      err: (text: string) => void errors.push(text),
      note: () => {},
      paintOut: plain,
      paintErr: plain,
    }
    expect(await runCommandLine(['explain', '--codes', '--json'], terminal)).toBe(70)
    expect(results).toHaveLength(1)
    expect(errors[0]).toMatch(/^BW900: /)
    expect((await runHere(['set', 'x', 'y', '--', '--json'])).stdout).toBe('')
    expect((await runHere(['snyth'])).stdout).toBe('')
  })

  it('names the help of the command that was not understood', async () => {
    const help = '(bottle set --help shows its usage)\n'
    expect((await runHere(['set', 'demo'])).stderr).toContain(help)
    expect((await runHere(['rename', 'a', 'b', '--no'])).stderr).toContain(
      '(bottle rename --help shows its usage)\n',
    )
  })
})

describe('bottle set', () => {
  it.each([
    [
      ['set', 'x', 'command', 'claude', '--print'],
      'words of a value that begin with - stand behind --: bottle set x command -- claude --print',
    ],
    [
      ['set', '--project', '.', 'x', 'command', 'sh', '-c', "echo 'a b'"],
      "words of a value that begin with - stand behind --: bottle set x command -- sh -c 'echo '\\''a b'\\'''",
    ],
    [['set', 'demo', 'env.A=1'], 'the value is a word of its own: bottle set demo env.A 1'],
    [['set', 'demo', 'memory='], "the value is a word of its own: bottle set demo memory ''"],
  ])('says how %j is meant', async (argv, advice) => {
    const { status, stderr } = await runHere(argv)
    expect(status).toBe(64)
    expect(stderr.split('\n').slice(-2)).toEqual([`(${advice})`, ''])
  })
})

describe('bottle unset', () => {
  it('says that nothing is called so, and what is', async () => {
    const source = bottleSource('demo', ".env({ TERM: 'dumb' }).net(gvproxy('/run/demo.sock'))")
    const project = makeProject({ 'bottles/demo.bottle.ts': source })
    expect(await runHere(['unset', 'demo', 'env.NOPE', '--project', project])).toEqual({
      status: 0,
      stdout: 'nothing to do: "demo" has no setting "env.NOPE"\n',
      stderr: '',
    })
    expect(await runHere(['unset', 'demo', 'env.TREM', '--project', project])).toMatchObject({
      status: 0,
      stderr: '(did you mean env.TERM?)\n',
    })
  })
})
