import { posix } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { escapeControls, quote } from '../../diagnostic/text.ts'
import type { ModuleGraph } from '../front-end/load.ts'
import type { Locator } from '../front-end/locate.ts'
import { refusals } from '../guest/refusals.ts'
import { limits } from '../limits.ts'
import { fleetExtension, isBottleFile, isFleetFile, subjectOf } from '../subject.ts'
import type { Run } from './engine.ts'
import { tooLarge } from './engine.ts'
import { guestApis } from './guest-modules.ts'
import type { Outcome } from './protocol.ts'

/** The outcome of a run of the bottle file `file`, as the host reads it. */
export function outcomeOf(file: string, run: Run, graph: ModuleGraph, locator: Locator): Outcome {
  const failed = (diagnostic: Diagnostic): Outcome => ({
    kind: 'failed',
    printed: run.printed,
    diagnostic: { origin: { file }, ...diagnostic },
  })
  const { name, exports } = subjectOf(file)
  switch (run.kind) {
    case 'judged':
    case 'definition':
      if (isFleetFile(file)) {
        return failed(misplaced(file, 'the default export is one bottle, and no fleet'))
      }
      if (run.text === tooLarge) {
        const message = `the definition is longer than ${limits.outputLength} characters`
        return failed(diagnosticOf('BW113', message))
      }
      return { kind: 'definitions', members: [run.text], printed: run.printed }
    case 'fleet':
      return isFleetFile(file)
        ? fleetOutcome(run, failed)
        : failed(misplaced(file, 'the default export is a fleet, and not one bottle'))
    case 'error':
      return failed(thrownError(file, run.text, graph, locator))
    case 'no-default':
      return failed(notExported(file, `there is no default export; ${exports}`))
    case 'not-a-definition':
      if (run.text === 'list' && isBottleFile(file)) {
        return failed(misplaced(file, 'the default export is a list, and not one bottle'))
      }
      return failed(
        notExported(
          file,
          `the default export is not a ${subjectOf(file).what}: it is of type ${escapeControls(run.text)}`,
        ),
      )
    case 'out-of-fuel':
      return failed(outOfFuel(name))
    case 'out-of-memory':
      return failed(diagnosticOf('BW112', outOfMemory(name)))
    case 'crashed':
      return failed(
        missingExport(file, run.text, graph) ??
          diagnosticOf('BW110', `${name} stopped the engine: ${quote(run.text)}`),
      )
  }
}

/** The definitions of a fleet, or why it has none. */
function fleetOutcome(
  { members, printed }: Extract<Run, { kind: 'fleet' }>,
  failed: (diagnostic: Diagnostic) => Outcome,
): Outcome {
  if (members === undefined) {
    const message = `the definitions of the fleet are longer than ${limits.fleetLength} characters together, or one is longer than ${limits.outputLength}`
    return failed(diagnosticOf('BW113', message, { hint: smallerFleets }))
  }
  if (members.length > limits.fleetMembers) {
    const message = `the fleet has more than ${limits.fleetMembers} bottles`
    return failed(diagnosticOf('BW113', message, { hint: smallerFleets }))
  }
  if (members.length === 0) {
    const hint = 'write the bottles into the list, or remove the file'
    return failed(diagnosticOf('BW114', 'the fleet has no bottle', { hint }))
  }
  return { kind: 'definitions', members, printed }
}

const smallerFleets = 'write several fleet files'

/** What is exported is right for a file of another name. */
function misplaced(file: string, message: string): Diagnostic {
  const name = escapeControls(posix.basename(file))
  const hint = isFleetFile(file)
    ? `write export default fleet([…]), or rename the file to end in ".bottle.ts"`
    : `many bottles are a fleet: rename the file to ${name.replace(/\.bottle\.ts$/, fleetExtension)}, and write export default fleet([…])`
  return diagnosticOf('BW114', message, { origin: { file }, hint })
}

function notExported(file: string, message: string): Diagnostic {
  return diagnosticOf('BW114', message, { hint: subjectOf(file).hint })
}

function outOfFuel(name: string): Diagnostic {
  return diagnosticOf(
    'BW111',
    `${name} ran for too long: its limit is ${limits.interrupts / 100} million operations`,
    {
      hint: 'look for an infinite loop or recursion, or a regular expression that backtracks',
    },
  )
}

function outOfMemory(name: string): string {
  return `${name} used too much memory: its limit is ${limits.memoryBytes / 2 ** 20} MiB`
}

const refusalTexts: ReadonlySet<string> = new Set(Object.values(refusals))

interface Thrown {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** The engine links modules before it runs any, and reports a missing export without a place. */
function missingExport(file: string, message: string, graph: ModuleGraph): Diagnostic | undefined {
  const [, name, target] = /^Could not find export '(.+)' in module '(.+)'$/.exec(message) ?? []
  if (name === undefined || target === undefined) return undefined
  const origin = graph.findImport(file, target, name)
  const module = [...guestApis].find(([, own]) => own === target)?.[0] ?? target
  return diagnosticOf('BW101', `the module ${quote(module)} has no export ${quote(name)}`, {
    origin,
  })
}

function thrownError(file: string, text: string, graph: ModuleGraph, locator: Locator): Diagnostic {
  const { name: subject } = subjectOf(file)
  const thrown = readThrown(text)
  if (thrown === undefined) {
    return diagnosticOf('BW110', `${subject} threw a value that cannot be shown`)
  }
  const { name, message, stack } = thrown
  const link = name === 'SyntaxError' ? missingExport(file, message, graph) : undefined
  if (link !== undefined) return link
  const origin = locator.locateFrame(stack, graph.reach(file))
  if (refusalTexts.has(message)) return diagnosticOf('BW102', message, { origin })
  if (/out of memory/.test(message)) return diagnosticOf('BW112', outOfMemory(subject), { origin })
  const what = name === '' ? quote(message) : `${escapeControls(name)}: ${quote(message)}`
  const hint = missingGlobal(message)
  return diagnosticOf('BW110', `${subject} threw ${what}`, { origin, hint })
}

function missingGlobal(message: string): string | undefined {
  if (!/^'?\w+'? is not defined$|^not a function$/.test(message)) return undefined
  return 'a bottle file has only the JavaScript language: no Node.js, no network, no disk, no timers'
}

/** The thrown value as the guest described it: untrusted, like all that comes out. */
function readThrown(text: string): Thrown | undefined {
  try {
    const { name, message, stack } = JSON.parse(text)
    const texts = [name, message, stack].every((each) => typeof each === 'string')
    return texts ? { name, message, stack } : undefined
  } catch {
    return undefined
  }
}
