import { escapeControls } from '../diagnostic/text.ts'
import { withoutOldCommands } from '../diagnostic/unseen.ts'
import { hideTokens } from '../dialects/masking.ts'

/** Colours, as `styleText` writes them. */
const colour = /(\u001b\[\d{1,2}m)/

/**
 * `text` as it is written to a terminal or a log, whoever has made it: nothing in it moves a cursor
 * or is not seen but line feeds and our own colours, no line is a command to a runner, and nothing
 * has the form of a token.
 *
 * @param isPainted Whether the text has colours of ours. What others wrote is escaped before.
 */
export function logText(text: string, isPainted: boolean): string {
  const lines = hideTokens(text)
    .split('\n')
    .map((line) => {
      if (!isPainted) return escapeControls(line)
      return line
        .split(colour)
        .map((part, index) => (index % 2 === 1 ? part : escapeControls(part)))
        .join('')
    })
  return withoutCommands(lines.join('\n'))
}

/**
 * `text` without what a runner of a pipeline reads as a command, since a bottle file, a file's name
 * or a value may hold one, and logs are read by more runners than the one that sets a variable.
 * GitHub's begins a line with `::`, behind whatever .NET takes for white space, of which only the
 * plain space is left here, or has `##[` anywhere (actions/runner, ActionCommand.cs); those of Azure
 * Pipelines and TeamCity are `##vso[` and `##teamcity[`.
 */
function withoutCommands(text: string): string {
  return withoutOldCommands(text.replace(/^( *):(?=:)/gm, '$1: '))
}
