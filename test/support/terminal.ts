import { runCommandLine } from '../../src/cli/command-line.ts'
import { plain } from '../../src/diagnostic/format.ts'
import type { Finished } from './command.ts'

/** Runs the command line in this process: no time goes into starting one. */
export async function runHere(
  argv: readonly string[],
  size: { readonly width?: number } = {},
): Promise<Finished> {
  const [out, err]: [string[], string[]] = [[], []]
  const status = await runCommandLine(argv, {
    out: (text) => void out.push(`${text}\n`),
    err: (text) => void err.push(`${text}\n`),
    note: (text) => void err.push(`${text}\n`),
    paintOut: plain,
    paintErr: plain,
    ...size,
  })
  return { status, stdout: out.join(''), stderr: err.join('') }
}
