import { dirname } from 'node:path'
import { nearest, quote } from '../diagnostic/text.ts'
import { bwrapCommand } from '../gateway/bwrap-command.ts'
import type { GatewayRun } from '../gateway/gateway-run.ts'
import { servicePorts } from '../gateway/gateway-run.ts'
import { planGateway } from '../gateway/plan-gateway.ts'
import { isRefusal, readProxyAddress } from '../gateway/proxy-address.ts'
import type { Refusal } from '../gateway/refusal.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonText } from './json.ts'
import type { GatewayDocument } from './json-documents.ts'
import type { ProjectOptions } from './options.ts'
import { showErrors } from './reach-command.ts'
import type { Terminal } from './terminal.ts'

export interface GatewayCommandOptions extends Pick<ProjectOptions, 'project'> {
  readonly out?: string
  readonly print: string
  readonly pipelock?: string
  readonly gitGate?: string
  readonly supervise?: string
}

const forms: Readonly<Record<string, (run: GatewayRun) => string>> = {
  bwrap: (run) => bwrapCommand(run).trimEnd(),
  env: (run) => jsonText<GatewayDocument>(documentOf(run)),
}

/** Prints how the gvproxy of a bottle is run, and runs nothing. */
export async function runGateway(
  slug: string,
  options: GatewayCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { print, project, out, pipelock, gitGate, supervise } = options
  const form = Object.hasOwn(forms, print) ? forms[print] : undefined
  if (form === undefined) {
    showRefusals(terminal, [wrongForm(print)])
    return exitCode.usage
  }
  const told = Object.entries({ pipelock, 'git-gate': gitGate, supervise })
  const read = told.flatMap(([name, text]) =>
    text === undefined ? [] : [[name, readProxyAddress(name, text)] as const],
  )
  const wrong = read.flatMap(([, each]) => (isRefusal(each) ? [each] : []))
  if (wrong.length > 0) {
    showRefusals(terminal, wrong)
    return exitCode.usage
  }
  const proxies = new Map(
    read.flatMap(([name, each]) => (isRefusal(each) ? [] : [[name, each] as const])),
  )
  const planned = await planGateway(slug, {
    project,
    proxies,
    ...(out === undefined ? {} : { out }),
  })
  showErrors(terminal, planned.diagnostics, project)
  showRefusals(terminal, planned.refusals)
  if (planned.run === undefined) return exitCode.sourceErrors
  terminal.out(form(planned.run))
  return exitCode.clean
}

function wrongForm(print: string): Refusal {
  const known = Object.keys(forms)
  const guess = nearest(print, known)
  const advice = guess === undefined ? '' : `; did you mean ${quote(guess)}?`
  return {
    message: `--print is ${quote(print)}; it must be ${known.map(quote).join(' or ')}${advice}`,
    hint: 'such as: bottle gateway demo --print bwrap',
  }
}

function showRefusals(terminal: Terminal, refusals: readonly Refusal[]): void {
  for (const { message, hint } of refusals) {
    terminal.err(`${terminal.paintErr('red', 'error')}: ${message}`)
    terminal.err(`  hint: ${hint}`)
  }
}

function documentOf({
  slug,
  socket,
  configuration,
  address,
  proxies,
}: GatewayRun): GatewayDocument {
  return {
    slug,
    socket,
    folder: dirname(socket),
    configuration,
    address,
    ports: Object.fromEntries(servicePorts),
    proxies: Object.fromEntries(proxies),
  }
}
