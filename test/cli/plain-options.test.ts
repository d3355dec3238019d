import { describe, expect, it } from 'vitest'
import { plainCommand } from '../../src/cli/plain-options.ts'
import { makeProgram } from '../../src/cli/program.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

const terminal: Terminal = {
  out: () => {},
  err: () => {},
  note: () => {},
  paintOut: (_style, text) => text,
  paintErr: (_style, text) => text,
}

/** The options of a command, as the parser of command lines reads them. */
function parsed([name = '', ...words]: readonly string[]): object {
  const command = makeProgram(terminal, () => {}).commands.find((each) => each.name() === name)
  const left = command?.parseOptions(words)
  expect([...(left?.operands ?? []), ...(left?.unknown ?? [])]).toEqual([])
  // What is quiet is the whole program's.
  const { quiet: _, ...options } = command?.opts() ?? {}
  return options
}

const words = [
  ...[['--json'], ['--strict'], ['--no-strict'], ['--no-types'], ['--no-cache']],
  ...[['--keep-going'], ['--force'], ['--project', 'a'], ['--project', 'b c']],
]

describe('a plain command line', () => {
  it.each(['synth', 'check'])('is read as the parser of command lines does: %s', (name) => {
    const lines = [[], ...words, ...words.flatMap((one) => words.map((two) => [...one, ...two]))]
    const plain = lines.flatMap((line) => {
      const command = plainCommand([name, ...line])
      return command === undefined ? [] : [{ line, options: command.options }]
    })
    expect(plain.length).toBeGreaterThan(50)
    for (const { line, options } of plain) {
      expect(options, line.join(' ')).toEqual(parsed([name, ...line]))
    }
  })

  it.each([
    [],
    ['list'],
    ['synth', '--help'],
    ['synth', 'x'],
    ['synth', '--project'],
    ['synth', '--project', ''],
    ['synth', '--project', '--json'],
    ['synth', '--project=a'],
    ['synth', '--only', 'a'],
    ['check', '--base', 'main'],
    ['check', '--force'],
    ['synth', '--constructor'],
    ['synth', 'constructor'],
    ['--project', 'a', 'synth'],
  ])('is not %j %j %j', (...line) => {
    expect(plainCommand(line)).toBeUndefined()
  })
})
