import type { DiagnosticCode } from '../../diagnostic/codes.ts'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
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

/** What the host makes of a run of the bottle file `file`. */
export function judgeRun(file: string, run: Run, graph: ModuleGraph, locator: Locator): Outcome {
  const failed = (diagnostic: Omit<Diagnostic, 'severity'>): Outcome => ({
    kind: 'failed',
    printed: run.printed,
    diagnostic: { severity: 'error', origin: { file }, ...diagnostic },
  })
  switch (run.kind) {
    case 'definition':
      if (run.text === tooLarge) {
        const message = `the definition is longer than ${limits.outputLength} characters`
        return failed({ code: 'BW113', message })
      }
      return { kind: 'definitions', members: [run.text], printed: run.printed }
    case 'error':
      return failed(judgeError(file, run.text, graph, locator))
    case 'no-default':
      return failed({
        code: 'BW114',
        message: 'there is no default export; a bottle file exports its bottle',
        hint: "write export default bottle('…')",
      })
    case 'not-a-bottle':
      return failed({
        code: 'BW114',
        message: `the default export is not a bottle: it is of type ${escapeControls(run.text)}`,
        hint: "write export default bottle('…')",
      })
    case 'out-of-fuel':
      return failed({
        code: 'BW111',
        message: `the bottle file ran for too long: it has ${limits.interrupts / 100} million operations`,
        hint: 'look for a loop or a recursion without an end, or a regular expression that backtracks',
      })
    case 'out-of-memory':
      return failed({ code: 'BW112', message: outOfMemory })
    case 'crashed':
      return failed(
        judgeLink(file, run.text, graph) ?? {
          code: 'BW110',
          message: `the bottle file stopped the engine: ${quote(run.text)}`,
        },
      )
  }
}

const outOfMemory = `the bottle file used too much memory: it has ${limits.memoryBytes / 2 ** 20} MiB`

const refusalTexts: ReadonlySet<string> = new Set(Object.values(refusals))

interface Thrown {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** The engine links modules before it runs any, and reports a missing export without a place. */
function judgeLink(
  file: string,
  message: string,
  graph: ModuleGraph,
): Omit<Diagnostic, 'severity'> | undefined {
  const [, name, target] = /^Could not find export '(.+)' in module '(.+)'$/.exec(message) ?? []
  if (name === undefined || target === undefined) return undefined
  const origin = graph.findImport(file, target, name)
  const module = target === guestApi ? apiSpecifier : target
  return {
    code: 'BW101',
    message: `the module ${quote(module)} has no export ${quote(name)}`,
    ...(origin === undefined ? {} : { origin }),
  }
}

function judgeError(
  file: string,
  text: string,
  graph: ModuleGraph,
  locator: Locator,
): Omit<Diagnostic, 'severity'> {
  const thrown = readThrown(text)
  if (thrown === undefined) {
    return { code: 'BW110', message: 'the bottle file threw a value that cannot be shown' }
  }
  const { name, message, stack } = thrown
  const link = name === 'SyntaxError' ? judgeLink(file, message, graph) : undefined
  if (link !== undefined) return link
  const origin = locator.locateFrame(stack, graph.reach(file))
  const place = origin === undefined ? {} : { origin }
  if (refusalTexts.has(message)) return { code: 'BW102', message, ...place }
  if (/out of memory/.test(message)) return { code: 'BW112', message: outOfMemory, ...place }
  const code: DiagnosticCode = 'BW110'
  const what = name === '' ? quote(message) : `${escapeControls(name)}: ${quote(message)}`
  const hint = missingGlobal(message)
  return {
    code,
    message: `the bottle file threw ${what}`,
    ...place,
    ...(hint === undefined ? {} : { hint }),
  }
}

function missingGlobal(message: string): string | undefined {
  if (!/^'?\w+'? is not defined$|^not a function$/.test(message)) return undefined
  return 'a bottle file has the JavaScript language alone: no Node.js, no network, no disk, no timers'
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
