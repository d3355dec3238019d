/**
 * What GitHub's runner reads as a command in a line of a log, by its own parser (actions/runner,
 * src/Runner.Common/ActionCommand.cs, TryParseV2 and TryParse), whatever the command's name. .NET
 * compares by culture there, for which characters that nobody sees are not there.
 */
export function readsAsCommand(line: string): boolean {
  const plain = line.replace(ignored, '')
  return [line, plain].some((each) => isCommand(each) || isOldCommand(each))
}

/** The lines that the runner is given: a process's output ends them at CR, LF or both. */
export function runnerLines(output: string): readonly string[] {
  return output.split(/\r\n|\r|\n/)
}

/** Char.IsWhiteSpace, which String.TrimStart removes; the last two in older versions of .NET. */
const whiteSpace =
  /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u200b\ufeff]+/

/** Ignorable to a comparison by culture (UCA, completely ignorable). */
const ignored = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

function isCommand(line: string): boolean {
  const message = line.replace(whiteSpace, '')
  return message.startsWith('::') && message.indexOf('::', 2) >= 0
}

function isOldCommand(line: string): boolean {
  const start = line.indexOf('##[')
  return start >= 0 && line.indexOf(']', start) >= 0
}
