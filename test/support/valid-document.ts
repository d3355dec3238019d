import fc from 'fast-check'
import type { ClaudeBottleDocument } from '../../src/dialects/claude-bottle/document.ts'
import { arbitraryTable } from '../../src/dialects/kinds.ts'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { splitVariable } from '../../src/dialects/values/variable.ts'
import { settings as bottleSettings } from '../../src/language/claude-bottle/settings.ts'
import type { Rows } from '../../src/language/rows.ts'
import { settings } from '../../src/language/smolvm/settings.ts'
import { environmentEntries } from './environment-entries.ts'
import { nastyText } from './nasty-text.ts'
import { networkChoice } from './valid-network.ts'

const generators = { fc, text: nastyText, entries: environmentEntries }
/** smolvm takes blanks off the end of an entry. */
const trimmed = {
  ...generators,
  entries: environmentEntries.map((entries) => entries.map((each) => `${each}.`)),
}

/** The settings that go together with none of the network's. */
const { net: _net, netBackend: _backend, network: _network, ports, ...plain } = settings

/** Documents of the dialect smolvm that its rules take, be it with a warning. */
export const validMachine: fc.Arbitrary<SmolvmDocument> = fc
  .tuple(
    arbitraryTable(trimmed, plain),
    networkChoice,
    fc.option(arbitraryTable(generators, { ports }), { nil: undefined }),
  )
  .map(([document, network, ports]) =>
    consistent({ ...document, ...ports, ...network } as SmolvmDocument),
  )

/** `document` without what its other settings rule out. */
function consistent(document: SmolvmDocument): SmolvmDocument {
  const { artifact, dev, env, secrets = {} } = document
  const [fork, branch] = [document.fork, document.branch].map(copies)
  const taken = (['ports', 'volumes', 'init'] as const).filter(
    (key) => (document[key] ?? []).length > 0,
  )
  const wired = document.net_backend === 'tsi' ? { ports: undefined } : {}
  const isShared = document.cuda === true || document.auto_graph === true
  return without({
    ...document,
    ...wired,
    env: env?.filter((entry) => !Object.hasOwn(secrets, splitVariable(entry)[0])),
    dev:
      dev &&
      without({ ...dev, ...wired, ...Object.fromEntries(taken.map((key) => [key, undefined])) }),
    pack: artifact === undefined ? document.pack : undefined,
    fork: fork?.pool_size !== undefined && !isShared ? undefined : fork,
    branch:
      fork !== undefined || (branch?.pool_size !== undefined && !isShared) ? undefined : branch,
  }) as SmolvmDocument
}

/** Copies of which there are some, or none are planned. */
function copies(table: SmolvmDocument['fork']): SmolvmDocument['fork'] {
  if (table === undefined) return undefined
  const { enabled, pool_size = 0, cuda_vram_limit_mib } = table
  if (pool_size === 0) return { enabled: enabled ?? true }
  return without({ pool_size, cuda_vram_limit_mib })
}

function without(table: object): object {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined))
}

/** Documents of the dialect claude-bottle that its rules take, be it with a warning. */
export const validBottle: fc.Arbitrary<ClaudeBottleDocument> = arbitraryTable(generators, {
  ...bottleSettings,
  name: { ...bottleSettings.name, kind: 'constant', value: 'claude-bottle-sample' },
} satisfies Rows)
  .filter(({ command }) => (command as readonly string[]).length > 0)
  .map((document) => document as unknown as ClaudeBottleDocument)
