import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { escapeControls, quote } from '../../diagnostic/text.ts'
import type { ModuleGraph } from '../front-end/load.ts'
import type { Locator } from '../front-end/locate.ts'
import { apiSpecifier } from '../front-end/resolve.ts'
import { refusals } from '../guest/refusals.ts'
import { limits } from '../limits.ts'
import type { Run } from './engine.ts'
import { tooLarge } from './engine.ts'
import { guestApi } from './guest-modules.ts'
import type { Outcome } from './protocol.ts'

/** The outcome of a run of the bottle file `file`, as the host reads it. */
export function outcomeOf(file: string, run: Run, graph: ModuleGraph, locator: Locator): Outcome {
  const failed = (diagnostic: Diagnostic): Outcome => ({
    kind: 'failed',
    printed: run.printed,
    diagnostic: { origin: { file }, ...diagnostic },
  })
  switch (run.kind) {
    case 'definition':
      if (run.text === tooLarge) {
        const message = `the definition is longer than ${limits.outputLength} characters`
        return failed(diagnosticOf('BW113', message))
      }
      return { kind: 'definitions', members: [run.text], printed: run.printed }
    case 'error':
      return failed(thrownError(file, run.text, graph, locator))
    case 'no-default':
      return failed(notBottle('there is no default export; a bottle file exports its bottle'))
    case 'not-a-bottle':
      return failed(
        notBottle(`the default export is not a bottle: it is of type ${escapeControls(run.text)}`),
      )
    case 'out-of-fuel':
      return failed(outOfFuel)
    case 'out-of-memory':
      return failed(diagnosticOf('BW112', outOfMemory))
    case 'crashed':
      return failed(
        missingExport(file, run.text, graph) ??
          diagnosticOf('BW110', `the bottle file stopped the engine: ${quote(run.text)}`),
      )
  }
}

function notBottle(message: string): Diagnostic {
  return diagnosticOf('BW114', message, { hint: "write export default bottle('…')" })
}

const outOfFuel = diagnosticOf(
  'BW111',
  `the bottle file ran for too long: its limit is ${limits.interrupts / 100} million operations`,
  {
    hint: 'look for an infinite loop or recursion, or a regular expression that backtracks',
  },
)

const outOfMemory = `the bottle file used too much memory: its limit is ${limits.memoryBytes / 2 ** 20} MiB`

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
  const module = target === guestApi ? apiSpecifier : target
  return diagnosticOf('BW101', `the module ${quote(module)} has no export ${quote(name)}`, {
    origin,
  })
}

function thrownError(file: string, text: string, graph: ModuleGraph, locator: Locator): Diagnostic {
  const thrown = readThrown(text)
  if (thrown === undefined) {
    return diagnosticOf('BW110', 'the bottle file threw a value that cannot be shown')
  }
  const { name, message, stack } = thrown
  const link = name === 'SyntaxError' ? missingExport(file, message, graph) : undefined
  if (link !== undefined) return link
  const origin = locator.locateFrame(stack, graph.reach(file))
  if (refusalTexts.has(message)) return diagnosticOf('BW102', message, { origin })
  if (/out of memory/.test(message)) return diagnosticOf('BW112', outOfMemory, { origin })
  const what = name === '' ? quote(message) : `${escapeControls(name)}: ${quote(message)}`
  const hint = missingGlobal(message)
  return diagnosticOf('BW110', `the bottle file threw ${what}`, { origin, hint })
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
