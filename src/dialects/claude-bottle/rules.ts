import type { Problem } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { unwritable } from '../../smolfile/toml-text.ts'
import { secretReason } from '../secrets.ts'
import { checkSlug } from '../slug.ts'
import type { ClaudeBottleSettings } from './document.ts'
import { namePrefix } from './document.ts'
import { checkProxyVariable } from './proxy-variables.ts'
import { checkSockets } from './sockets.ts'

/** Everything that the dialect's rules object to, in the order of the Smolfile. */
export function checkRules(settings: ClaudeBottleSettings): readonly Problem[] {
  return [
    ...checkSlug(settings.slug, namePrefix),
    ...checkCommand(settings.command),
    ...settings.env.flatMap(([name, value]) => checkVariable(name, value)),
    ...checkSockets(settings),
  ]
}

function checkCommand(command: readonly string[] | undefined): readonly Problem[] {
  if (command === undefined) return []
  const hint = "leave .command() out to run 'sleep infinity'"
  if (command.length === 0 || command[0] === '') {
    const what = command.length === 0 ? 'has no argument' : 'has an empty program'
    return [
      {
        code: 'BW004',
        severity: 'error',
        path: 'command',
        message: `the command ${what}; it needs a program to run`,
        hint,
      },
    ]
  }
  return command.flatMap((argument, index) =>
    checkText(`command[${index}]`, `argument ${index} of the command`, argument),
  )
}

function checkVariable(name: string, value: string): readonly Problem[] {
  const path = `env.${name}`
  if (!/^[\x21-\x3c\x3e-\x7e]+$/.test(name)) {
    const message = `the name ${quote(name)} of an environment variable is malformed`
    const hint = 'a name is printable ASCII without "=" and space, and not empty'
    return [{ code: 'BW006', severity: 'error', path, message, hint }]
  }
  const secret = secretReason(name, value)
  return [
    ...checkText(path, `the value of ${name}`, value),
    ...checkProxyVariable(name, value, path),
    ...(secret === undefined ? [] : [secretProblem(name, secret, path)]),
  ]
}

/** The value is left out: the message may end up in a public log. */
function secretProblem(name: string, reason: string, path: string): Problem {
  return {
    code: 'BW033',
    severity: 'warning',
    path,
    message: `${name} looks like a secret: ${reason}; it would be committed in plain text`,
    hint: 'hand the secret to the bottle when it starts, or behind the gateway',
  }
}

function checkText(path: string, what: string, text: string): readonly Problem[] {
  const reason = unwritable(text)
  if (reason === undefined) return []
  const message = `${what} has ${reason}, which a Smolfile cannot hold: ${quote(text)}`
  return [{ code: 'BW005', severity: 'error', path, message }]
}
