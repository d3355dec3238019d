import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { settings } from '../../language/claude-bottle/settings.ts'
import { longestText, unwritable } from '../../smolfile/toml-text.ts'
import { checkValues } from '../rows.ts'
import { checkArguments } from '../secret-problems.ts'
import { secretReason } from '../secrets.ts'
import { checkUnseen } from '../unseen-texts.ts'
import type { Variable } from '../variable-rules.ts'
import { checkVariableName, readVariables } from '../variable-rules.ts'
import type { ClaudeBottleDocument } from './document.ts'
import { checkProxyVariable } from './proxy-variables.ts'
import { checkSockets } from './sockets.ts'

const hint = 'hand the secret to the bottle when it starts, or behind the gateway'

/** Everything that the dialect's rules object to, in the order of the Smolfile. */
export function checkRules(document: ClaudeBottleDocument, slug: string): readonly Problem[] {
  const { name: _, ...texts } = document // what its slug may not have is an error
  const { command, env } = texts
  const { variables, problems } = readVariables(env, 'env', unassigned)
  return [
    ...checkValues(settings, document),
    ...command.flatMap((argument, index) =>
      checkText(`command[${index}]`, `argument ${index} of the command`, argument),
    ),
    ...checkArguments(command, 'command', hint),
    ...problems,
    ...variables.flatMap(checkVariable),
    ...checkSockets(document, slug),
    ...checkUnseen(texts),
  ]
}

function checkVariable({ name, value, path }: Variable): readonly Problem[] {
  const malformed = checkVariableName(name, path)
  if (malformed.length > 0) return malformed
  const secret = secretReason(name, value)
  // The text is both: neither alone may be too long.
  const isLong = name.length + value.length >= longestText
  return [
    ...checkText(path, `the value of ${name}`, isLong ? `${name}=${value}` : value),
    ...checkProxyVariable(name, value, path),
    ...(secret === undefined ? [] : [secretProblem(name, secret, path)]),
  ]
}

function unassigned(_entry: string, path: string): Problem {
  return errorAt('BW040', path, 'the entry has no "="', 'write NAME=value')
}

/** The value is left out: the message may end up in a public log. */
function secretProblem(name: string, reason: string, path: string): Problem {
  const message = `${name} looks like a secret: ${reason}; it would be committed in plain text`
  return warningAt('BW033', path, message, hint)
}

function checkText(path: string, what: string, text: string): readonly Problem[] {
  const reason = unwritable(text)
  if (reason === undefined) return []
  const message = `${what} has ${reason}, which a Smolfile cannot hold: ${quote(text)}`
  return [errorAt('BW005', path, message)]
}
